"""What a map leaves, and how the parts of all chunks become one spool.

A worker writes the lines of its chunk, the rejects, the places and the fact columns to part files
(temporary name, then rename), so a chunk that runs twice changes nothing and no line travels through
a pipe. The parent appends part after part, in order, to the files of the spool. With one process
there is no pipe, and the part is appended as it is.
"""

from __future__ import annotations

import mmap
import os
import shutil
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from dataprep.engine.chunks import Chunk
from dataprep.engine.pool import run
from dataprep.engine.tally import Tally

_COLUMN_BLOCK = 1 << 14


@dataclass
class Part:
    """The result of one chunk.

    Attributes:
        index: the chunk's number, which names its files.
        tally: its counts.
        files: ``lines``, ``rejects``, ``places`` and fact columns (one 64-bit value a written row),
            as bytes; None where they were written to a part file.
    """

    index: int
    tally: Tally
    files: dict[str, bytes | bytearray | None] = field(default_factory=dict)

    def store(self, folder: Path) -> Part:
        """Write the files to a folder and keep only their names."""
        for kind, content in self.files.items():
            _write(part_path(folder, self.index, kind), content or b"")
        return Part(self.index, self.tally, dict.fromkeys(self.files))


class PartWriter:
    """Collects what one chunk leaves.

    Lines go into one buffer as they are made: many small objects would each keep the room that the
    JSON writer took for it.

    Args:
        index: the chunk's number.
        columns: the names of the fact columns.
    """

    def __init__(self, index: int, columns: tuple[str, ...]) -> None:
        self.index = index
        self.lines, self.rejects, self.places = bytearray(), bytearray(), bytearray()
        self.columns: dict[str, array[int]] = {name: array("Q") for name in columns}
        self._line_ends, self._place_ends = array("Q"), array("Q")

    def row(self, line: bytes, place: str) -> None:
        """Add a line and its place."""
        self.lines += line
        self.lines += b"\n"
        self._line_ends.append(len(self.lines))
        self.places += place.encode()
        self.places += b"\n"
        self._place_ends.append(len(self.places))

    def rows(self, lines: Sequence[bytes], places: Sequence[bytes]) -> None:
        """Add many lines and their places, as `row` does."""
        for kept, ends, added in (
            (self.lines, self._line_ends, lines),
            (self.places, self._place_ends, places),
        ):
            ends.extend(
                islice(accumulate(map((1).__add__, map(len, added)), initial=len(kept)), 1, None)
            )
            kept += b"\n".join([*added, b""])

    def reject(self, line: bytes) -> None:
        """Add a line of the rejects."""
        self.rejects += line
        self.rejects += b"\n"

    def part(self, tally: Tally) -> Part:
        """Return what was collected."""
        part = Part(self.index, tally)
        for kind in ("lines", "rejects", "places"):
            content: bytearray = getattr(self, kind)
            if content:
                part.files[kind] = content
        ends = {"lines.end": self._line_ends, "places.end": self._place_ends}
        for name, values in {**ends, **self.columns}.items():
            part.files[name] = values.tobytes()
        return part


class _Storing:
    """A map whose parts are written where it runs, for other processes than the parent."""

    def __init__(self, work: Callable[[Chunk], Part], folder: Path) -> None:
        self.work, self.folder = work, folder

    def __call__(self, chunk: Chunk) -> Part:
        return self.work(chunk).store(self.folder)


def run_parts(
    work: Callable[[Chunk], Part], chunks: Iterable[Chunk], jobs: int, folder: Path
) -> Generator[Part]:
    """Yield the part of every chunk, in order; see `pool.run`."""
    return run(work if jobs <= 1 else _Storing(work, folder), chunks, jobs, attrgetter("where"))


def part_path(folder: Path, index: int, kind: str) -> Path:
    """Return the name of a part file."""
    return folder / f"{index:08}.{kind}"


def _write(path: Path, data: bytes | bytearray) -> None:
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
        bases = dict(self._sizes)
        for kind, content in part.files.items():
            path = part_path(self.folder, part.index, kind)
            base = bases.get(kind.removesuffix(".end")) if kind.endswith(".end") else None
            if base is not None:
                # Ends are counted from the beginning of the part; here, of the whole.
                ends = array("Q", content if content is not None else path.read_bytes())
                self._file(kind).write(array("Q", [base + end for end in ends]).tobytes())
            elif content is not None:
                self._file(kind).write(content)
            else:
                with path.open("rb") as source:
                    shutil.copyfileobj(source, self._file(kind), 1 << 20)
            if content is None:
                if kind in self._sizes:
                    self._sizes[kind] += path.stat().st_size
                path.unlink()
            elif kind in self._sizes:
                self._sizes[kind] += len(content)

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

    def values(self, name: str) -> Iterator[int]:
        """Yield a fact column from the first row to the last, without keeping it in memory."""
        with self.path(name).open("rb") as file:
            while data := file.read(8 * _COLUMN_BLOCK):
                yield from array("Q", data)

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
