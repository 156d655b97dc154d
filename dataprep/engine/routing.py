"""Which file each row goes to: duplicates left out, splits by hash or by exact number.

Decisions are one byte a row in a file mapped from disk; the rows themselves are read once, in order,
when they are written to where they belong.
"""

from __future__ import annotations

import mmap
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import orjson

from dataprep.engine.facts import groups
from dataprep.engine.parts import Rows, Spool
from dataprep.engine.settings import Split
from dataprep.errors import UsageError

DUPLICATE, LEFT_OVER = 255, 254


class DiskArray:
    """Numbers by row number in a file mapped from disk, all zero at first.

    Args:
        path: the file.
        rows: how many numbers.
        typecode: ``B`` for one byte each, ``Q`` for eight.
    """

    def __init__(self, path: Path, rows: int, typecode: str = "B") -> None:
        self.rows = rows
        size = max(rows, 1) * (1 if typecode == "B" else 8)
        with path.open("wb") as file:
            file.truncate(size)
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), size)
        self._numbers = memoryview(self._map).cast(typecode)  # type: ignore[call-overload]

    def __getitem__(self, row: int) -> int:
        return int(self._numbers[row])

    def __setitem__(self, row: int, number: int) -> None:
        self._numbers[row] = number

    def close(self) -> None:
        """Release the file."""
        self._numbers.release()
        self._map.close()


def duplicates(spool: Spool, rows: Rows) -> Iterator[tuple[int, int]]:
    """Yield (row, first row) for every row that equals an earlier one, confirmed by reading both."""
    for _, members in groups(spool.values("example"), len(rows), spool.folder, least=2):
        firsts: list[tuple[int, bytes]] = []
        for member in members:
            line = rows.line(member)
            for first, other in firsts:
                if line == other or orjson.loads(line) == orjson.loads(other):
                    yield member, first
                    break
            else:
                firsts.append((member, line))


def by_fraction(spool: Spool, split: Split, routes: DiskArray) -> None:
    """Route rows by the thresholds of their hash: repeatable, and stable when rows are added."""
    bounds = _bounds(split)
    for row, key in enumerate(spool.values("key")):
        if routes[row] == 0:
            routes[row] = next(part for part, bound in enumerate(bounds) if key < bound)


def by_number(spool: Spool, split: Split, routes: DiskArray, live: int) -> dict[str, int]:
    """Route exact numbers of rows: those with the smallest hashes, class by class.

    Rows of one hash (equal prompts, or one group) stay together; a set of rows too large for what is
    left of a part goes to the next one that has room.

    Args:
        live: how many rows are not left out as duplicates.

    Returns:
        part -> how many rows it is short of, where sets could not be cut.

    Raises:
        UsageError: there are fewer rows than the split asks for.
    """
    classes = spool.column("class") if split.stratify else None
    counts: dict[int, int] = defaultdict(int)
    for row in range(routes.rows):
        if routes[row] == 0:
            counts[classes[row] if classes else 0] += 1
    wanted = [int(size) for _, size in split.parts] if split.exact else []
    if split.exact and sum(wanted) > live:
        raise UsageError(
            f"--split asks for {sum(wanted):,} examples; there are {live:,}",
            "ask for fewer, or give fractions: --split train=0.8,validation=0.2",
        )
    room = _room(split, counts, wanted)
    for _, members in groups(spool.values("key"), routes.rows, spool.folder):
        members = [row for row in members if routes[row] == 0]
        by_class: dict[int, list[int]] = defaultdict(list)
        for row in members:
            by_class[classes[row] if classes else 0].append(row)
        part = _part_with_room(room, {key: len(rows) for key, rows in by_class.items()})
        for key, rows in by_class.items():
            for row in rows:
                routes[row] = LEFT_OVER if part is None else part
            if part is not None:
                room[key][part] -= len(rows)
    return {
        name: sum(left[part] for left in room.values())
        for part, (name, _) in enumerate(split.parts)
        if sum(left[part] for left in room.values()) > 0
    }


def _part_with_room(room: dict[int, list[int]], sizes: dict[int, int]) -> int | None:
    """Return the first part that has room for a set of rows, given by class."""
    parts = range(len(next(iter(room.values()), [])))
    return next(
        (part for part in parts if all(room[key][part] >= size for key, size in sizes.items())),
        None,
    )


def _room(split: Split, counts: dict[int, int], wanted: list[int]) -> dict[int, list[int]]:
    """Return class -> rows for each part, so that every class is divided alike.

    Shares are rounded by the largest remainder, over all classes together for exact numbers, so that
    the parts add up to what was asked for.
    """
    total = sum(counts.values()) or 1
    shares = [size / total for size in wanted] if split.exact else [size for _, size in split.parts]
    room: dict[int, list[int]] = {}
    rest: list[tuple[float, int, int]] = []
    for key in sorted(counts):
        exact = [counts[key] * share for share in shares]
        room[key] = [int(value + 1e-9) for value in exact]
        rest += [(-(value - int(value + 1e-9)), key, part) for part, value in enumerate(exact)]
    targets = wanted or [0] * len(shares)
    for _, key, part in sorted(rest):
        free = counts[key] - sum(room[key])
        if split.exact:
            if free > 0 and sum(left[part] for left in room.values()) < targets[part]:
                room[key][part] += 1
        elif free > 0:
            room[key][part] += 1
    return room


def conflicts(spool: Spool, routes: DiskArray) -> Iterator[tuple[int, int]]:
    """Yield (row, other row) of equal prompts that groups have sent to different parts."""
    for _, members in groups(spool.values("prompt"), routes.rows, spool.folder, least=2):
        members = [row for row in members if routes[row] < LEFT_OVER]
        for row in members[1:]:
            if routes[row] != routes[members[0]]:
                yield row, members[0]
                break


def _bounds(split: Split) -> list[int]:
    total, bounds = 0.0, []
    for _, fraction in split.parts:
        total += fraction
        bounds.append(round(total * (1 << 64)))
    bounds[-1] = 1 << 64
    return bounds
