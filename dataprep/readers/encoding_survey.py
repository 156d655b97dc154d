"""One pass over a source: where its bytes do not decode, and how its lines end.

Importing this module registers the two codec error handlers that keep undecodable bytes in the
text: ``dataprep.keep``, and ``dataprep.mark``, which notes their places too.
"""

from __future__ import annotations

import codecs
import re
import threading
from itertools import islice

from dataprep.readers.source import Source

BLOCK = 1 << 15  # small enough that its text stays in the processor's cache
"""How many bytes are read at a time."""

DAMAGE = re.compile("[\udc00-\udcff]")
"""What an undecodable byte looks like in the text: U+DC00 + byte."""

MOST_PLACES = 1000
"""How many undecodable bytes are remembered by place; all are counted."""

_marks = threading.local()


def _keep(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: turn each undecodable byte into U+DC00 + byte."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    end = max(error.end, error.start + 1)
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : end]), end


def _keep_and_mark(error: UnicodeError) -> tuple[str, int]:
    """As `_keep`, and note where the bytes were in what the decoder was given."""
    text, end = _keep(error)
    assert isinstance(error, UnicodeDecodeError)
    _marks.places.extend(range(error.start, end))
    return text, end


codecs.register_error("dataprep.keep", _keep)
codecs.register_error("dataprep.mark", _keep_and_mark)


def first_undecodable(source: Source) -> tuple[int | None, str]:
    """Return the byte offset where strict UTF-8 fails (None if nowhere) and the line ending."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    offset, feeds, returns = 0, False, False
    with source.open() as stream:
        while block := stream.read(BLOCK):
            if not feeds:
                feeds = b"\n" in block
                returns = returns or b"\r" in block
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return offset - waiting + error.start, "\n"
            offset += len(block)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return offset - len(error.object), "\n"
    return None, "\r" if returns and not feeds else "\n"


def survey(source: Source, codec: str, bom: int) -> tuple[str, tuple[tuple[int, int], ...], int]:
    """Return the line ending and the undecodable bytes of a source in a known encoding."""
    # Lines are counted by LF and by CR, since only the end tells which of them ends a line.
    places: list[tuple[int, int, int]] = []
    count, feeds, returns, offset = 0, 0, 0, bom
    decoder = codecs.getincrementaldecoder(codec)("dataprep.mark")
    with source.open() as stream:
        stream.read(bom)
        final = False
        while not final:
            block = stream.read(BLOCK)
            final = not block
            _marks.places = []
            start = offset - len(decoder.getstate()[0])
            text = decoder.decode(block, final=final)
            if _marks.places:
                wanted = _marks.places[: MOST_PLACES - len(places)]
                characters = [match.start() for match in islice(DAMAGE.finditer(text), len(wanted))]
                by_feed = _counts_before(characters, "\n", text)
                by_return = _counts_before(characters, "\r", text)
                places.extend(
                    (start + place, 1 + feeds + feed, 1 + returns + back)
                    for place, feed, back in zip(wanted, by_feed, by_return, strict=False)
                )
                count += len(_marks.places)
            feeds += text.count("\n")
            returns += text.count("\r")
            offset += len(block)
    by_returns = returns > 0 and not feeds
    damage = tuple((at, back if by_returns else feed) for at, feed, back in places)
    return "\r" if by_returns else "\n", damage, count


def _counts_before(positions: list[int], mark: str, text: str) -> list[int]:
    """Return how often `mark` stands in `text` before each of the rising positions."""
    counts, count, last = [], 0, 0
    for position in positions:
        count += text.count(mark, last, position)
        counts.append(count)
        last = position
    return counts
