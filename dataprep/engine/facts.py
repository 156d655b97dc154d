"""Keyed facts: what must be brought together by key, without holding more than a part in memory.

A fact is (key, row number), 16 bytes. `groups` spills facts to disk in partitions by the key's high
bits and yields them partition by partition, so the groups come in ascending order of their keys. There
are as many partitions as the rows need, and one file is open at a time. A group of more rows than a
partition should have (half of a file may be one row) stays on disk, as a view of a file.
"""

from __future__ import annotations

import mmap
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PARTITION = 1 << 17
"""How many facts a partition should hold: some 25 MB while it is grouped, all in groups or not."""

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
        if path.stat().st_size <= 4 * 16 * PARTITION:
            facts = array("Q", path.read_bytes())
            path.unlink()
            yield from _grouped(facts[0::2], facts[1::2], least, {})
        else:
            yield from _uneven(path, folder, least)


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
        data = _mapped(path)
        starts, start = array("Q"), 0
        while start < len(data):
            starts.append(start)
            start += 1 + data[start]
        for start in sorted(starts, key=lambda start: data[start + 1]):
            yield data[start + 1 : start + 1 + data[start]]


def _room(partitions: int) -> int:
    """Return how many numbers wait for a partition, so that those of all stay within bounds."""
    return min(_BUFFER, _BUFFERED // partitions)


def _spill(path: Path, buffer: array[int]) -> None:
    with path.open("ab") as file:
        buffer.tofile(file)
    del buffer[:]


def _mapped(path: Path) -> memoryview[int]:
    """Return the numbers in a file, which goes once nobody looks at them any more."""
    if not path.stat().st_size:
        path.unlink()
        return memoryview(b"").cast("Q")
    with path.open("rb") as file:
        numbers = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast("Q")
    with suppress(PermissionError):  # on Windows it goes with its folder
        path.unlink()
    return numbers


def _uneven(path: Path, folder: Path, least: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield the groups of a partition with far more facts than it should have."""
    facts = _mapped(path)
    counts = Counter(facts[0::2])
    large = {key for key, count in counts.items() if count > PARTITION}
    del counts
    paths = {key: folder / f"large.{key:016x}" for key in large}
    waiting = {key: array("Q") for key in large}
    keys, rows = array("Q"), array("Q")
    for key, row in zip(facts[0::2], facts[1::2], strict=True):
        if key in large:
            waiting[key].append(row)
            if len(waiting[key]) >= _BUFFER:
                _spill(paths[key], waiting[key])
        else:
            keys.append(key)
            rows.append(row)
    for key, buffer in waiting.items():
        _spill(paths[key], buffer)
    yield from _grouped(keys, rows, least, {key: _mapped(one) for key, one in paths.items()})


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
