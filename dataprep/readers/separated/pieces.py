"""Separated text cut into pieces of regular rows, each of which can be read by itself.

The parent only finds where rows end; cells are cut where a piece is worked on. From the first row
that is not regular on, the rows are read one after another to the end, as what a broken row is may
depend on all that stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, repeat

from dataprep.model import Record, Reject
from dataprep.readers import blocks
from dataprep.readers.base import Block, blocks_of
from dataprep.readers.encoding import TextEncoding, text_blocks
from dataprep.readers.separated.regular import RegularRows, has_controls
from dataprep.readers.separated.rows import RowReader
from dataprep.readers.separated.syntax import Dialect
from dataprep.readers.source import Source

_LONGEST = 4 << 20
"""Bytes beyond which no row is taken for a regular one: whoever reads it holds it several times."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of a table before its rows are read.

    Attributes:
        path: the input's name, for findings.
        names: the columns.
        regular: how its usual rows are found.
    """

    path: str
    names: list[str]
    dialect: Dialect
    encoding: TextEncoding
    regular: RegularRows

    def records(self, content: bytes, line: int) -> Iterator[Record | Reject]:
        """Yield the records of whole regular rows, the first of which is in line `line`."""
        text = content.decode()
        rows = RowReader([text], self.dialect, self.path, self.encoding, first=line)
        return rows.records(self.names)


class CutRows:
    """Regular rows by column; a `TextRows`.

    Args:
        table: what they are rows of.
        content: the rows as they are written.
        line: the physical number of their first line.
        lines: how many lines they are.

    Attributes:
        end: the number of the line behind the last one, if each ends in LF.
    """

    def __init__(self, table: Table, content: bytes, line: int, lines: int) -> None:
        self._table, self.content = table, content
        self.names = table.names
        # Backslashes mean nothing to the rows; most pieces have few, and are done with at once.
        escaped = content.replace(b"\\", b"\\\\")
        if table.regular.separator != "\t":
            escaped = escaped.replace(b"\t", b"\\t")
        rows, *self._cells, others = zip(*table.regular.cells(escaped), strict=True)
        self.lines: Sequence[int] = range(line, line + len(rows))
        self.end = line + len(rows)
        if lines != len(rows):
            taken = map(bytes.count, rows, repeat(b"\n"))
            *self.lines, self.end = accumulate(taken, initial=line)
        self.odd = {at for at, other in enumerate(others) if other}
        if has_controls(content):
            self.odd |= {at for at, row in enumerate(rows) if has_controls(row)}

    def texts(self, name: str) -> Iterator[bytes]:
        """Yield the text of each row in a column: UTF-8, escaped as in JSON, but for CR."""
        at = 2 * self.names.index(name)
        quoted, bare = self._cells[at : at + 2]
        if not self._table.regular.quote:
            return (cell.replace(b'"', b'\\"') for cell in bare)
        if self._table.regular.separator == "\t":
            quoted = tuple(cell.replace(b"\t", b"\\t") for cell in quoted)
        return (
            cell.replace(b'""', b'\\"').replace(b"\n", b"\\n") if cell else other
            for cell, other in zip(quoted, bare, strict=True)
        )

    def items(self, start: int, end: int) -> list[Record | Reject]:
        """Return what the rows at some positions are, as the parser reads them."""
        content = b"".join(self._rows[start:end])
        return list(self._table.records(content, self.lines[start]))

    @cached_property
    def _rows(self) -> list[bytes]:
        """The rows as they are written; few pieces need them."""
        return [row for row, *_ in self._table.regular.cells(self.content)]


@dataclass(frozen=True, slots=True)
class RowsBlock:
    """Whole regular rows.

    Attributes:
        table: what they are rows of.
        line: the physical number of their first line.
        lines: how many lines they are.
        length: in bytes.
        content: the bytes; None in another process, which reads them from `source` at `start`.
    """

    table: Table
    line: int
    lines: int
    length: int
    content: bytes | None
    source: Source
    start: int

    def records(self) -> Iterator[Record | Reject]:
        """Yield the records of the block, in the order of the source."""
        return self.table.records(self.bytes(), self.line)

    def text_rows(self) -> CutRows | None:
        """Return the rows by column; None where lines end in CR alone."""
        rows = CutRows(self.table, self.bytes(), self.line, self.lines)
        return rows if rows.end == self.line + self.lines else None

    def bytes(self) -> bytes:
        """Return the rows as they are written."""
        if self.content is not None:
            return self.content
        with self.source.open() as stream:
            stream.seek(self.start)
            return stream.read(self.length)

    def __reduce__(self) -> tuple[type[RowsBlock], tuple[object, ...]]:
        # A range of a file that can be read anywhere is not worth sending.
        content = None if self.source.seekable else self.content
        values = (self.table, self.line, self.lines, self.length, content, self.source, self.start)
        return RowsBlock, values


def is_cuttable(encoding: TextEncoding) -> bool:
    """Whether the bytes of a text can be cut as they are."""
    return encoding.codec == "utf-8" and not encoding.damage_count and encoding.newline == "\n"


def row_blocks(source: Source, table: Table, skip: int) -> Iterator[Block]:
    """Yield the rows below the first `skip` lines: regular ones in pieces, then the others."""
    start, line = table.encoding.bom, 1
    with source.open() as stream:
        stream.read(start)
        pending = stream.read(blocks.BLOCK_SIZE)
        head = sum(map(len, pending.splitlines(keepends=True)[:skip]))
        if head < len(pending):  # else the header ends in another block, and nothing is cut
            start, line, skip, pending = start + head, 1 + skip, 0, pending[head:]
            while (end := table.regular.end(pending)) or 0 < len(pending) < _LONGEST:
                content = pending[:end]
                lines = len(content.splitlines())
                if content:
                    yield RowsBlock(table, line, lines, end, content, source, start)
                start, line = start + end, line + lines
                more = stream.read(blocks.BLOCK_SIZE)
                pending = pending[end:] + more
                if not more:
                    break
    if pending:
        text = text_blocks(source, table.encoding, start)
        rows = RowReader(text, table.dialect, table.path, table.encoding, skip=skip, first=line)
        yield from blocks_of(rows.records(table.names))
