"""Which encoding a text source is in, and its text with every undecodable byte accounted for.

The order is the user's word, a byte order mark, UTF-8, detection. UTF-8 is decided by decoding the
whole source strictly (about 2 GB/s), so a stray byte on the last line cannot surprise a later
stage. A byte that does not decode is never replaced: it arrives in the text as a lone surrogate
U+DC00 + byte, which no encoding can write, so `damaged` finds it and the row is rejected.
"""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TextIO

from dataprep.codes import finding
from dataprep.errors import UsageError
from dataprep.model import Finding, Location
from dataprep.readers.encoding_guess import legacy, wide_without_mark
from dataprep.readers.encoding_survey import BLOCK, DAMAGE, first_undecodable, survey
from dataprep.readers.source import HEAD_SIZE, Source

_TEXT_BLOCK = 1 << 18
_BEFORE_FAILURE = 1 << 16
_GUESS_SAMPLE = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_ORDERED_BY_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
# Python knows these as text encodings, but they are notations inside text, or cannot be streamed.
_NOTATIONS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})


class TextEncoding(NamedTuple):
    """How a source's bytes become text.

    Attributes:
        codec: Python's name of the encoding, without the BOM variants.
        label: the name for people, e.g. ``UTF-8 with BOM``.
        bom: length of the byte order mark in bytes.
        newline: how lines end: ``\\n`` (also for CRLF) or ``\\r`` when there is no ``\\n`` at all.
        guessed: whether it was detected rather than declared or proven.
        damage: (byte offset, 1-based line) of undecodable bytes, the first 1,000.
        damage_count: how many there are in all.
    """

    codec: str
    label: str
    bom: int = 0
    newline: str = "\n"
    guessed: bool = False
    damage: tuple[tuple[int, int], ...] = ()
    damage_count: int = 0

    def notes(self, name: str) -> list[Finding]:
        """Return what is worth saying about the encoding of the input `name`."""
        if not self.guessed:
            return []
        return [
            finding(
                "REA011",
                f"the text is not UTF-8; it was read as {self.label}",
                Location(name),
                "if the accents look wrong, name the encoding: --encoding NAME",
            )
        ]


def damaged(text: str) -> bool:
    """Whether `text` holds a byte that did not decode (see the module's first lines)."""
    return not text.isascii() and DAMAGE.search(text) is not None


def decide(source: Source, forced: str | None = None) -> TextEncoding:
    """Return the encoding of a source by reading it once.

    Args:
        source: the input.
        forced: the user's ``--encoding``, a codec name.

    Raises:
        UsageError: `forced` is not the name of a text encoding.
        InputError: the source cannot be read.
    """
    # Detection and the reader both ask, at the first look and again for the work.
    known: dict[str | None, TextEncoding] = source.__dict__.setdefault("_encodings", {})
    if forced not in known:
        known[forced] = _decide(source, forced)
    return known[forced]


def glance(source: Source) -> TextEncoding | None:
    """Return UTF-8 if the beginning of a large source shows nothing else; None if all must be read.

    For a reader that meets every byte later anyway and then finds what is no UTF-8 (`decide` takes a
    pass of its own). What the source is after all, `decide` says.
    """
    head = source.head
    if len(head) < HEAD_SIZE or b"\x00" in head or b"\n" not in head or _marked(head)[2]:
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return None
    return TextEncoding("utf-8", "UTF-8")


def _decide(source: Source, forced: str | None) -> TextEncoding:
    codec, label, bom = _marked(source.head)
    guessed = False
    if forced is not None:
        wanted, label = _named(forced)
        plain = _ORDERED_BY_MARK.get(wanted, wanted)
        if not bom or not codec.startswith(wanted.removesuffix("-sig")):
            codec, bom = plain, 0
    elif not bom:
        wide = wide_without_mark(source.head)
        if wide is not None:
            codec, label, guessed = wide, wide.upper(), True
    if codec == "utf-8":
        failure, newline = first_undecodable(source)
        if failure is None:
            return TextEncoding(codec, label, bom, newline)
        if forced is None and not bom:
            found = _guess(source, failure)
            if found is not None:
                codec, label, guessed = found, found.upper().replace("_", "-"), True
    newline, damage, count = survey(source, codec, bom)
    return TextEncoding(codec, label, bom, newline, guessed, damage, count)


def open_text(source: Source, encoding: TextEncoding, newline: str | None = "") -> TextIO:
    """Open a source as text, without its byte order mark.

    Args:
        newline: as for `open`: ``""`` keeps line ends as they are, None turns all into LF.
    """
    stream = source.open()
    stream.read(encoding.bom)
    return io.TextIOWrapper(
        stream, encoding=encoding.codec, errors="dataprep.keep", newline=newline
    )


def text_blocks(source: Source, encoding: TextEncoding, start: int = 0) -> Iterator[str]:
    """Yield a source's text in pieces of about 256 KiB, without its byte order mark.

    Line ends stay as they are, and a piece may end anywhere, between CR and LF too. This is twice
    as fast as reading such pieces from `open_text`.

    Args:
        start: the first byte to read, where a character begins.
    """
    decoder = codecs.getincrementaldecoder(encoding.codec)("dataprep.keep")
    with source.open() as stream:
        _skip(source, stream, start or encoding.bom)
        while block := stream.read(_TEXT_BLOCK):
            if text := decoder.decode(block):
                yield text
        if text := decoder.decode(b"", final=True):
            yield text


def _marked(head: bytes) -> tuple[str, str, int]:
    """Return codec, label and mark length by the byte order mark; UTF-8 where there is none."""
    for mark, codec, label in _BOMS:
        if head.startswith(mark):
            return codec, label, len(mark)
    return "utf-8", "UTF-8", 0


def _named(forced: str) -> tuple[str, str]:
    """Return codec and label of an encoding that the user names."""
    try:
        info = codecs.lookup(forced)
        "".encode(forced)
        if info.name.replace("-", "_") in _NOTATIONS or info.incrementaldecoder is None:
            raise LookupError(forced)
    except (LookupError, TypeError, ValueError, OSError) as error:
        raise UsageError(
            f"`{forced}` is not a text encoding that is known here",
            "use a name such as utf-8, cp1252, latin-1, shift_jis, utf-16",
        ) from error
    return info.name, info.name.upper()


def _guess(source: Source, failure: int) -> str | None:
    """Return the encoding that fits the text around byte `failure`; None if it is UTF-8."""
    start = max(0, failure - _BEFORE_FAILURE)
    with source.open() as stream:
        _skip(source, stream, start)
        return legacy(stream.read(_GUESS_SAMPLE), cut=start > 0)


def _skip(source: Source, stream: BinaryIO, count: int) -> None:
    """Move a stream from its beginning forward; compressed ones cannot seek."""
    if source.seekable:
        stream.seek(count)
        return
    while count > 0 and (block := stream.read(min(count, BLOCK))):
        count -= len(block)
