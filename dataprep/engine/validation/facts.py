"""Rows that share a key: the hashes of all rows, small enough for memory or spilled to disk."""

from __future__ import annotations

import sys
import tempfile
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, overload

import orjson

from dataprep.engine.facts import by_first_row, groups
from dataprep.engine.progress import Progress, phase
from dataprep.engine.validation.check import Checked
from dataprep.engine.validation.kinds import kind_of
from dataprep.engine.validation.lines import LineFile
from dataprep.rules.base import Member, Place
from dataprep.rules.row import Row

_IN_MEMORY = 1 << 17
_BLOCK = 1 << 17
_EXAMPLE, _PROMPT, _OFFSET, _LINE = range(4)


class Facts:
    """The facts of all rows of all files: four values of 64 bits a row.

    Args:
        files: in the order in which their rows come.
        folder: where partitions are spilled.
        method: as in `kinds.kind_of`.
        progress: told of the rows that are brought together and looked at.
    """

    def __init__(
        self,
        files: list[LineFile],
        folder: Path,
        method: str | None,
        progress: Progress | None = None,
    ) -> None:
        self._progress = progress
        self._files = {file.number: file for file in files}
        self.folder, self.method = folder, method
        self.count = 0
        self._columns = [
            tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115
            for _ in range(4)
        ]
        self._open: tuple[Path, BinaryIO] | None = None
        self._firsts: list[int] = []
        self._numbers: list[int] = []

    def append(self, checked: Checked) -> None:
        """Take over the facts of the next chunk."""
        rows = len(checked.facts[0]) // 8
        if not rows:
            return
        if not self._numbers or self._numbers[-1] != checked.number:
            self._firsts.append(self.count)
            self._numbers.append(checked.number)
        for column, data in zip(self._columns, checked.facts, strict=True):
            column.write(data)
        self.count += rows

    def held_out(self) -> Iterator[tuple[int, int, bool]]:
        """Yield for each file with rows: its first row, past its last, whether it is held out."""
        ends = [*self._firsts[1:], self.count]
        for first, end, number in zip(self._firsts, ends, self._numbers, strict=True):
            yield first, end, self._files[number].validation

    def examples(self) -> Iterator[Sequence[Member]]:
        """Yield the rows that share the hash of their example, in the order of their first rows."""
        yield from self._groups(_EXAMPLE, lambda rows: True)

    def prompts(self) -> Iterator[Sequence[Member]]:
        """Yield the rows that share the hash of their prompt and are not all the same example."""
        yield from self._groups(
            _PROMPT,
            lambda rows: any(
                self._value(_EXAMPLE, row) != self._value(_EXAMPLE, rows[0]) for row in rows
            ),
        )

    def _groups(
        self, key: int, wanted: Callable[[Sequence[int]], bool]
    ) -> Iterator[Sequence[Member]]:
        # By their first rows, so that findings come in the order of the files.
        phase(self._progress, "bringing equal rows together", self.count)
        found = groups(self._values(key), self.count, self.folder, least=2)
        chosen = (rows for _, rows in found if wanted(rows))
        seen = 0
        for rows in by_first_row(chosen, self.count, self.folder):
            if not seen:
                phase(self._progress, "comparing rows", self.count)
            yield Members(self, rows)
            if self._progress is not None:
                self._progress(rows[0] + 1 - seen, 0)
            seen = rows[0] + 1

    def _values(self, column: int) -> Iterator[int]:
        file = self._columns[column]
        file.seek(0)
        while data := file.read(_BLOCK):
            yield from array("Q", data)
            if self._progress is not None:
                self._progress(len(data) // 8, 0)

    def _value(self, column: int, row: int) -> int:
        file = self._columns[column]
        file.seek(8 * row)
        return int.from_bytes(file.read(8), sys.byteorder)

    def keys(self) -> bytes:
        """Return the hashes of the examples of all rows, 64 bits each."""
        file = self._columns[_EXAMPLE]
        file.seek(0)
        return file.read()

    def member(self, row: int) -> Member:
        """Return a row by its number, as groups of rows hold it."""
        file = self._files[self._numbers[bisect_right(self._firsts, row) - 1]]
        place = Place(file.name, self._value(_LINE, row))
        offset = self._value(_OFFSET, row)
        return Member(
            place, file.validation, self._value(_EXAMPLE, row), lambda: self._load(file, offset)
        )

    def _load(self, file: LineFile, offset: int) -> Row:
        if self._open is None or self._open[0] != file.path:
            self._shut()
            # Kept open: rows that share a key are asked for one after another, and most are of one file.
            self._open = file.path, file.path.open("rb")
        stream = self._open[1]
        stream.seek(offset)
        raw = _line(stream, file.newline)
        try:
            data = orjson.loads(raw)
        except ValueError:  # several objects on a line, or the file changed: nothing to compare
            data = {}
        return Row(data, kind_of(data, self.method), raw)

    def close(self) -> None:
        """Give the disk back."""
        self._shut()
        for column in self._columns:
            column.close()

    def _shut(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None


class Members(Sequence[Member]):
    """The rows of a group, each made when it is asked for: half of a file may be one group."""

    def __init__(self, facts: Facts, rows: Sequence[int]) -> None:
        self._facts, self._rows = facts, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Member: ...
    @overload
    def __getitem__(self, index: slice) -> Members: ...
    def __getitem__(self, index: int | slice) -> Member | Members:
        if isinstance(index, slice):
            return Members(self._facts, self._rows[index])
        return self._facts.member(self._rows[index])

    def __iter__(self) -> Iterator[Member]:
        return map(self._facts.member, self._rows)


def _line(stream: BinaryIO, newline: bytes) -> bytes:
    if newline == b"\n":
        return stream.readline()
    found = bytearray()
    while block := stream.read(1 << 16):
        end = block.find(newline)
        if end >= 0:
            return bytes(found + block[:end])
        found += block
    return bytes(found)
