"""Keyed facts: what must be brought together by key, without holding more than a part in memory.

A fact is (key, row number), 16 bytes. `groups` spills facts to disk in partitions by the key's high
bits and yields them partition by partition, so the groups come in ascending order of their keys. There
are as many partitions as the rows need, and one file is open at a time. A group of more rows than a
partition should have (half of a file may be one row) stays on disk.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from dataprep.engine.stored import Stored

PARTITION = 1 << 14
"""How many facts a partition should hold: some 3 MB while it is grouped, all in groups or not."""

MAX_PARTITIONS = 4096
_BUFFER = 1 << 12
_BUFFERED = 1 << 21  # numbers in all buffers together, 16 MB


def groups(
    keys: Iterable[int], count: int, folder: Path, *, span: int = 1 << 64, least: int = 1
) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield (key, row numbers) in ascending order of keys; the row numbers ascend too.

    Args:
        keys: the key of each row, in order; each below `span`.
        count: how many there are.
        folder: where partitions are spilled.
        span: the keys' upper bound; keys should be spread evenly below it.
        least: leave out groups of fewer rows.
    """
    partitions = min(MAX_PARTITIONS, count // PARTITION + 1)
    if partitions == 1:
        yield from _grouped(array("Q", keys), range(count), least, {})
        return
    room = _room(partitions)
    paths = [folder / f"facts.{number:04}" for number in range(partitions)]
    buffers = [array("Q") for _ in paths]
    for row, key in enumerate(keys):
        number = key * partitions // span
        buffer = buffers[number]
        buffer.append(key)
        buffer.append(row)
        if len(buffer) >= room:
            _spill(paths[number], buffer)
    for path, buffer in zip(paths, buffers, strict=True):
        _spill(path, buffer)
    for path in paths:
        facts = Stored.taken(path)
        if len(facts) > 8 * PARTITION:
            yield from _uneven(facts, folder, least)
        else:
            numbers = array("Q", facts[:])
            yield from _grouped(numbers[0::2], numbers[1::2], least, {})


def by_first_row(
    found: Iterable[Sequence[int]], count: int, folder: Path
) -> Iterator[Sequence[int]]:
    """Yield groups of row numbers in the order of their first rows, as many as there may be.

    Args:
        found: groups of ascending row numbers; none stands in two.
        count: of all rows, those in no group included.
        folder: where partitions are spilled.
    """
    partitions = min(MAX_PARTITIONS, count // PARTITION + 1)
    room = _room(partitions)
    paths = [folder / f"groups.{number:04}" for number in range(partitions)]
    buffers = [array("Q") for _ in paths]
    for rows in found:
        number = rows[0] * partitions // count
        buffer = buffers[number]
        buffer.append(len(rows))
        for start in range(0, len(rows), _BUFFER):
            buffer.extend(rows[start : start + _BUFFER])
            if len(buffer) >= room:
                _spill(paths[number], buffer)
    for path, buffer in zip(paths, buffers, strict=True):
        _spill(path, buffer)
    for path in paths:
        yield from _ordered(path)


def _room(partitions: int) -> int:
    """Return how many numbers wait for a partition, so that those of all stay within bounds."""
    return min(_BUFFER, _BUFFERED // partitions)


def _spill(path: Path, buffer: array[int]) -> None:
    with path.open("ab") as file:
        buffer.tofile(file)
    del buffer[:]


def _ordered(path: Path) -> Iterator[Sequence[int]]:
    """Yield the groups of a partition, each with its length before it, by their first rows."""
    data = Stored.taken(path)
    if len(data) > 8 * PARTITION:
        groups = []
        start = 0
        while start < len(data):
            count, first = data[start], data[start + 1]
            groups.append((first, start + 1, count))
            start += 1 + count
        for _, start, count in sorted(groups):
            found = data.part(start, count)
            yield found if count > PARTITION else list(found)
        return
    numbers = array("Q", data[:])
    starts, start = [], 0
    while start < len(numbers):
        starts.append(start)
        start += 1 + numbers[start]
    for start in sorted(starts, key=lambda start: numbers[start + 1]):
        yield numbers[start + 1 : start + 1 + numbers[start]].tolist()


def _uneven(facts: Stored, folder: Path, least: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield the groups of a partition with far more facts than it should have."""
    counts = Counter(islice(facts, 0, None, 2))
    large = {key for key, count in counts.items() if count > PARTITION}
    del counts
    paths = {key: folder / f"large.{key:016x}" for key in large}
    waiting = {key: array("Q") for key in large}
    keys, rows = array("Q"), array("Q")
    numbers = iter(facts)
    for key, row in zip(numbers, numbers, strict=True):
        if key in large:
            waiting[key].append(row)
            if len(waiting[key]) >= _BUFFER:
                _spill(paths[key], waiting[key])
        else:
            keys.append(key)
            rows.append(row)
    for key, buffer in waiting.items():
        _spill(paths[key], buffer)
    yield from _grouped(keys, rows, least, {key: Stored.taken(one) for key, one in paths.items()})


def _grouped(
    keys: array[int],
    rows: range | array[int],
    least: int,
    large: Mapping[int, Sequence[int]],
) -> Iterator[tuple[int, Sequence[int]]]:
    # Most files have few equal keys, and only those need their rows gathered.
    found: dict[int, Sequence[int]] = dict(large)
    if least > 1:
        if len(set(keys)) == len(keys) and not large:
            return
        counts = Counter(keys)
        wanted = {key for key, count in counts.items() if count >= least}
        del counts
    else:
        wanted = set(keys)
    small: dict[int, list[int]] = {}
    for key, row in zip(keys, rows, strict=True):
        if key in wanted:
            small.setdefault(key, []).append(row)
    found.update(small)
    for key in sorted(found):
        yield key, found[key]
