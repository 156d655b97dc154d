"""Text mode `chunks`: pieces of at most a given length, cut where sentences end.

A chunk takes as many sentences as fit. A sentence longer than a chunk is cut at a word's end, and a
word longer than a chunk inside. The next chunk may repeat the last sentences of the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from dataprep.errors import UsageError
from dataprep.model import Record, Reject
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.pieces import SPACES, cleaner, judge, piece, token_counter
from dataprep.readers.text_modes.sentences import sentences

_MIN_TOKENS = 4
"""One character takes at most this many tokens."""

_CHARACTERS_PER_TOKEN = 6
_BOUND = 1 << 16
_LONG_LINE = 16_000


class _Unit(NamedTuple):
    """A sentence, or a part of one, that fits into a chunk."""

    line: int
    text: str
    size: int


class ChunksMode(TextMode):
    """Pieces by characters or tokens, with overlap."""

    name = "chunks"
    summary = "pieces of a given length, cut at sentence ends"
    long_lines = True

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Fit text whose lines are far too long to be examples."""
        longest = max(map(len, sample.split("\n")))
        if longest < _LONG_LINE:
            return NO_FIT
        return Fit(0.55, f"its beginning has a line of {longest:,} characters or more")

    def prepare(self, lines: Lines, context: TextContext) -> None:
        """Check the options before anything is read.

        Raises:
            UsageError: the size, the overlap or the unit cannot be used.
        """
        _measure(context.options)

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"text": chunk}``.

        Raises:
            UsageError: the size, the overlap or the unit cannot be used.
        """
        options = context.options
        measure = _measure(options)
        clean, outside = cleaner(options), judge(context)
        for units in _packed(_units(lines, options, measure), options, measure):
            text = clean("".join(unit.text for unit in units))
            line = next((unit.line for unit in units if not unit.text.isspace()), units[0].line)
            item = piece(text, line, context, outside, "chunk")
            if item is not None:
                yield item


def _measure(options: TextOptions) -> Callable[[str], int]:
    """Return how long a text is, in the unit of the options."""
    unit, size, overlap = options.chunk_unit, options.chunk_size, options.chunk_overlap
    if unit not in ("characters", "tokens"):
        raise UsageError(f"`{unit}` is not a unit of chunks", "use characters or tokens")
    least = _MIN_TOKENS if unit == "tokens" else 1
    if size < least:
        raise UsageError(
            f"a chunk size of {size:,} {unit} is less than the smallest, {least}",
            "give a larger --chunk-size",
        )
    if not 0 <= overlap < size:
        raise UsageError(
            f"a chunk overlap of {overlap:,} {unit} is not between 0 and the chunk size, {size:,}",
            "give a smaller --chunk-overlap",
        )
    # The white space at the end of a chunk counts only where it is kept.
    ends = options.trim in ("both", "trailing")
    length: Callable[[str], int] = token_counter(options) if unit == "tokens" else len
    return (lambda text: length(text.rstrip())) if ends else length


def _units(lines: Lines, options: TextOptions, measure: Callable[[str], int]) -> Iterator[_Unit]:
    """Yield the sentences, the long ones in parts that fit into a chunk."""
    limit = options.chunk_size
    window = limit * _CHARACTERS_PER_TOKEN if options.chunk_unit == "tokens" else limit
    for line, text in sentences(lines, max(_BOUND, 2 * window)):
        if options.collapse_whitespace:
            text = SPACES.sub(" ", text)
        start = 0
        while True:
            size = measure(text[start:]) if len(text) - start <= 2 * window else limit + 1
            if size <= limit:
                break
            cut = _cut(text, start, window, limit, measure)
            part = text[start:cut]
            yield _Unit(line, part, measure(part))
            line += part.count("\n")
            start = cut
        if start < len(text):
            yield _Unit(line, text[start:], size)


def _cut(text: str, start: int, window: int, limit: int, measure: Callable[[str], int]) -> int:
    """Return where a part from `start` on ends so that it fits, behind a word if possible."""
    end = min(start + window, len(text))
    while True:
        at = next((i for i in range(end, start, -1) if text[i - 1].isspace()), end)
        # A word's end just behind the window needs no cut inside the text before it.
        if end < len(text) and text[end].isspace():
            at = end
        size = measure(text[start:at])
        if size <= limit or at - start == 1:
            return at
        end = start + max(1, min((at - start) * limit // size, at - start - 1))


def _packed(
    units: Iterator[_Unit], options: TextOptions, measure: Callable[[str], int]
) -> Iterator[list[_Unit]]:
    """Yield the units of one chunk after the other."""
    limit, in_tokens = options.chunk_size, options.chunk_unit == "tokens"
    chunk: list[_Unit] = []
    repeated = total = 0  # units that the chunk before has too; what all units take at most

    def fits(unit: _Unit) -> bool:
        if total + unit.size <= limit:
            return True
        if not in_tokens:
            return False
        # Tokens of parts do not add up: only near the limit is the whole worth counting.
        return measure("".join(part.text for part in chunk) + unit.text) <= limit

    for unit in units:
        while chunk and not fits(unit):
            if len(chunk) > repeated:
                yield chunk
                chunk = _last(chunk, options.chunk_overlap, in_tokens)
            else:
                chunk = chunk[1:]
            repeated, total = len(chunk), sum(_most(part, in_tokens) for part in chunk)
        chunk.append(unit)
        total += _most(unit, in_tokens)
    if len(chunk) > repeated:
        yield chunk


def _most(unit: _Unit, in_tokens: bool) -> int:
    """Return what a unit takes at most when another one follows it."""
    if not in_tokens:
        return len(unit.text)
    # Its white space and the joint, which may be other tokens than the two ends were.
    return unit.size + len(unit.text) - len(unit.text.rstrip()) + 1


def _last(chunk: list[_Unit], overlap: int, in_tokens: bool) -> list[_Unit]:
    """Return the last units of a chunk that are not more than the overlap."""
    start = len(chunk)
    room = overlap - chunk[-1].size
    while start and room >= 0:
        start -= 1
        room -= _most(chunk[start - 1], in_tokens)
    return chunk[start:]
