"""What a map leaves on disk, and how the parts of all chunks become one spool.

A worker writes the lines of its chunk, the rejects, the places and the fact columns to part files
(temporary name, then rename), so a chunk that runs twice changes nothing. The parent appends part
after part, in order, to the files of the spool; no line travels through a pipe.
"""

from __future__ import annotations

import mmap
import os
import shutil
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from dataprep.engine.tally import Tally


@dataclass
class Part:
    """The result of one chunk.

    Attributes:
        index: the chunk's number, which names the files.
        tally: its counts.
        kinds: the names of the files that were written: ``lines``, ``rejects``, ``places``.
        columns: names of the fact columns, one 64-bit value a written row.
    """

    index: int
    tally: Tally
    kinds: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


class PartWriter:
    """Collects what one chunk leaves, and writes it at the end.

    Args:
        folder: where the parts of the run are.
        index: the chunk's number.
        columns: the names of the fact columns.
    """

    def __init__(self, folder: Path, index: int, columns: tuple[str, ...]) -> None:
        self.folder, self.index = folder, index
        self.lines: list[bytes] = []
        self.rejects: list[bytes] = []
        self.places: list[bytes] = []
        self.columns: dict[str, array[int]] = {name: array("Q") for name in columns}

    def write(self, tally: Tally) -> Part:
        """Write the files and return the part."""
        part = Part(self.index, tally, columns=list(self.columns))
        for kind in ("lines", "rejects", "places"):
            pieces: list[bytes] = getattr(self, kind)
            if pieces:
                pieces.append(b"")
                _write(part_path(self.folder, self.index, kind), b"\n".join(pieces))
                part.kinds.append(kind)
        for name, values in self.columns.items():
            _write(part_path(self.folder, self.index, name), values.tobytes())
        return part


def part_path(folder: Path, index: int, kind: str) -> Path:
    """Return the name of a part file."""
    return folder / f"{index:08}.{kind}"


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(data)
    os.replace(temporary, path)


class Spool:
    """The joined parts of a run: lines, rejects, places, and one file for each fact column.

    Two columns are made here: ``lines.end`` and ``places.end``, where each row's line and place end,
    so that any row can be read by its number.

    Args:
        folder: where the files are; removed by whoever made it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tally = Tally()
        self._open: dict[str, BinaryIO] = {}
        self._sizes = {"lines": 0, "places": 0}

    def path(self, kind: str) -> Path:
        """Return the file of ``lines``, ``rejects``, ``places`` or a column."""
        return self.folder / f"all.{kind}"

    def append(self, part: Part) -> None:
        """Add the next part, in the order of the chunks, and remove its files."""
        self.tally += part.tally
        for kind in part.kinds:
            path = part_path(self.folder, part.index, kind)
            with path.open("rb") as source:
                shutil.copyfileobj(source, self._file(kind), 1 << 20)
            path.unlink()
        for name in part.columns:
            path = part_path(self.folder, part.index, name)
            data = path.read_bytes()
            kind = name.removesuffix(".end")
            if kind in self._sizes and name.endswith(".end"):
                # Ends are counted from the beginning of the part; here, of the whole.
                base = self._sizes[kind]
                ends = array("Q", data)
                data = array("Q", [base + end for end in ends]).tobytes()
                if ends:
                    self._sizes[kind] += ends[-1]
            self._file(name).write(data)
            path.unlink()

    def adopt(self, other: Spool) -> None:
        """Take over the counts and the rejects of an earlier, closed spool."""
        self.tally += other.tally
        if other.path("rejects").exists():
            with other.path("rejects").open("rb") as source:
                shutil.copyfileobj(source, self._file("rejects"), 1 << 20)

    def reject(self, line: bytes) -> None:
        """Add one line to the rejects."""
        self._file("rejects").write(line + b"\n")

    def close(self) -> None:
        """Close the files; `path` and `column` may be read from then on."""
        for file in self._open.values():
            file.close()
        self._open.clear()

    def column(self, name: str) -> memoryview:
        """Return a fact column as 64-bit values, mapped from disk; row number -> value."""
        path = self.path(name)
        if not path.exists() or path.stat().st_size == 0:
            return memoryview(b"").cast("Q")
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast("Q")

    def _file(self, kind: str) -> BinaryIO:
        if kind not in self._open:
            self._open[kind] = self.path(kind).open("ab")
        return self._open[kind]


class Rows:
    """The rows of a closed spool by number: their lines and their places.

    Args:
        spool: closed, with the columns ``lines.end`` and ``places.end``.
    """

    def __init__(self, spool: Spool) -> None:
        self._ends = {kind: spool.column(f"{kind}.end") for kind in ("lines", "places")}
        self._files = {
            kind: spool.path(kind).open("rb")
            for kind in ("lines", "places")
            if spool.path(kind).exists()
        }

    def __len__(self) -> int:
        return len(self._ends["lines"])

    def line(self, number: int) -> bytes:
        """Return the line of a row, without its line end."""
        return self._read("lines", number)

    def place(self, number: int) -> tuple[int, int, str]:
        """Return a row's place: number of the input, line, and cell or JSON path."""
        source, line, where = self._read("places", number).decode().split("\t", 2)
        return int(source), int(line), where

    def close(self) -> None:
        """Close the files and the mapped columns."""
        for file in self._files.values():
            file.close()
        for ends in self._ends.values():
            ends.release()

    def _read(self, kind: str, number: int) -> bytes:
        ends, file = self._ends[kind], self._files[kind]
        start = ends[number - 1] if number else 0
        file.seek(start)
        return file.read(ends[number] - start).rstrip(b"\n")
