"""Plain rows: a question and an answer with which no step has anything to do, many at a time.

Most rows of most tables are that. Their line is the two texts, escaped, between what is the same in
every line, so neither a record nor an example is made for them, and their bytes are never decoded.
Which rows are plain is found by a look at all texts of a block together; only where that finds
something are they looked at one by one. The others go the usual way, each in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from orjson import loads

from dataprep.engine.chunks import Chunk
from dataprep.engine.rows import RowMaker
from dataprep.model import Record, Reject
from dataprep.normalization.base import Step
from dataprep.normalization.line_ends import LineEnds
from dataprep.readers.base import TextRows

# The first bytes of a text that may be nothing but white space: space, the escapes of tab and line
# ends, and in UTF-8 U+0085, U+1680, U+2003, U+3000 and so on.
_SPACES = frozenset(b" \\\xc2\xe1\xe2\xe3")
_FEW = 100  # rows that are always tried before the rest of a piece is read record by record
_BLANKS = (
    *(b" ", b"\\n", b"\\r", b"\\t"),
    *(b"\xc2\x85", b"\xc2\xa0", b"\xe1\x9a\x80", b"\xe2\x80", b"\xe2\x81\x9f", b"\xe3\x80\x80"),
)


class Lines(NamedTuple):
    """Finished rows.

    Attributes:
        lines: their JSON, without line ends.
        numbers: the physical line at which each stood.
        columns: the columns that they do not use.
        changed: step -> rows that it changed.
    """

    lines: Sequence[bytes]
    numbers: Sequence[int]
    columns: tuple[str, ...]
    changed: Mapping[str, int]


class PlainRows:
    """Makes the lines of plain rows; picklable, the same in every process.

    Args:
        maker: what makes a row in the usual way.
    """

    def __init__(self, maker: RowMaker) -> None:
        self.maker = maker
        settings, steps = maker.settings, maker.pipeline.steps
        special = settings.values or settings.keep or settings.group_by or settings.split
        told = settings.system is not None or settings.ascii
        # A step that spares no row at all would make the look at the texts a waste.
        sparing = all(type(step).spares is not Step.spares for step in steps)
        self.to_feeds = any(isinstance(step, LineEnds) for step in steps)
        self.marks = None if special or told or not sparing else maker.form.pair

    def of(self, chunk: Chunk) -> Iterator[Lines | list[Record | Reject]] | None:
        """Return the rows of a chunk in order: plain ones as lines, others as what they are.

        None where the chunk is better read record by record.
        """
        sides = chunk.binding.sides
        if self.marks is None or sides is None or not hasattr(chunk.block, "text_rows"):
            return None
        rows: TextRows | None = chunk.block.text_rows()
        if rows is None or not set(rows.names) >= set(sides) or 4 * len(rows.odd) > len(rows.lines):
            return None
        return self._pieces(rows, sides)

    def _pieces(
        self, rows: TextRows, sides: tuple[str, str]
    ) -> Iterator[Lines | list[Record | Reject]]:
        assert self.marks is not None
        before, between, after = self.marks
        unused = tuple(name for name in rows.names if name not in sides)
        wary = [step.spares for step in self.maker.pipeline.steps if not step.spares(rows.content)]
        texts = map(rows.texts, sides)
        lines: list[bytes] = []
        changed = odd = 0
        # One loop for all that a row needs: what was just made is near at hand in the processor.
        for at, (user, assistant) in enumerate(zip(*texts, strict=True)):
            returns = b"\r" in user or b"\r" in assistant
            if returns:
                user, assistant = self._line_ends(user), self._line_ends(assistant)
            if (
                user
                and assistant
                and (user[0] not in _SPACES or not _is_blank(user))
                and (assistant[0] not in _SPACES or not _is_blank(assistant))
                and at not in rows.odd
                and (not wary or all(spares(user) and spares(assistant) for spares in wary))
            ):
                lines.append(before + user + between + assistant + after)
                changed += returns
                continue
            if lines:
                yield self._lines(lines, rows.lines[at - len(lines) : at], unused, changed)
                lines, changed = [], 0
            odd += 1
            if 4 * odd > at + _FEW:
                yield rows.items(at, len(rows.lines))
                return
            yield rows.items(at, at + 1)
        if lines:
            start = len(rows.lines) - len(lines)
            yield self._lines(lines, rows.lines[start:], unused, changed)

    def _line_ends(self, text: bytes) -> bytes:
        """Return a text with its CRs, which stand before the escape of LF, as they are written."""
        if self.to_feeds:
            return text.replace(b"\r\\n", b"\\n").replace(b"\r", b"\\n")
        return text.replace(b"\r", b"\\r")

    def _lines(
        self, lines: list[bytes], numbers: Sequence[int], unused: tuple[str, ...], changed: int
    ) -> Lines:
        steps = {LineEnds.name: changed} if changed and self.to_feeds else {}
        return Lines(lines, numbers, unused, steps)


def _is_blank(text: bytes) -> bool:
    if not text.startswith(_BLANKS):
        return False
    try:
        return bool(loads(b'"%b"' % text).isspace())
    except ValueError:  # a control character
        return True
