"""Numbers in a file as a sequence: as many as there may be, none of them held in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, overload

_BLOCK = 1 << 13


class Stored(Sequence[int]):
    """Numbers of 64 bits that stand in a file, read as they are asked for.

    Args:
        file: open for reading.
        start, count: which numbers of it.
    """

    def __init__(self, file: BinaryIO, start: int, count: int) -> None:
        self._file, self._start, self._count = file, start, count

    @classmethod
    def taken(cls, path: Path) -> Stored:
        """Return all numbers of a file, which goes once nobody looks at them any more."""
        file = path.open("rb")
        count = path.stat().st_size // 8
        with suppress(PermissionError):  # on Windows it goes with its folder
            path.unlink()
        return cls(file, 0, count)

    def part(self, start: int, count: int) -> Stored:
        """Return some of the numbers, in the file as well."""
        return Stored(self._file, self._start + start, count)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            places = range(self._count)[index]
            if places.step == 1:
                return self._read(places.start, len(places))
            return [self[place] for place in places]
        return self._read(range(self._count)[index], 1)[0]

    def __iter__(self) -> Iterator[int]:
        for start in range(0, self._count, _BLOCK):
            yield from self._read(start, min(_BLOCK, self._count - start))

    def _read(self, start: int, count: int) -> array[int]:
        # Several may read the same file in turns: each says where from.
        self._file.seek(8 * (self._start + start))
        return array("Q", self._file.read(8 * count))
