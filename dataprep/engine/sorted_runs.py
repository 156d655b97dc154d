"""Rows of numbers that are sorted on disk: any number of them, a few thousand in memory."""

import tempfile
from array import array
from collections.abc import Iterator
from heapq import merge
from pathlib import Path

_RUN = 1 << 14
"""How many rows are sorted at once; some 3 MB as Python holds them."""
_BLOCK = 64
"""How many rows of a run are read at once, since all runs are read side by side."""

Numbers = tuple[int, ...]


class SortedRuns:
    """Takes rows of numbers in any order, and gives them back sorted.

    Args:
        width: numbers in a row, each from 0 to 64 bits.
        folder: where they are spilled.
    """

    def __init__(self, width: int, folder: Path) -> None:
        self._width = width
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115, `close` closes it
        self._waiting: list[Numbers] = []
        self._runs: list[int] = []  # rows in each

    def append(self, row: Numbers) -> None:
        """Take a row."""
        self._waiting.append(row)
        if len(self._waiting) == _RUN:
            self._spill()

    def __iter__(self) -> Iterator[Numbers]:
        """Yield all rows in ascending order."""
        self._spill()
        start, runs = 0, []
        for count in self._runs:
            runs.append(self._run(start, count))
            start += count
        return merge(*runs)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()

    def _spill(self) -> None:
        if self._waiting:
            self._waiting.sort()
            self._file.seek(0, 2)
            array("Q", [number for row in self._waiting for number in row]).tofile(self._file)
            self._runs.append(len(self._waiting))
            self._waiting.clear()

    def _run(self, start: int, count: int) -> Iterator[Numbers]:
        size = 8 * self._width
        for first in range(start, start + count, _BLOCK):
            self._file.seek(first * size)
            numbers = array("Q", self._file.read(min(_BLOCK, start + count - first) * size))
            for at in range(0, len(numbers), self._width):
                yield tuple(numbers[at : at + self._width])
