"""Keyed facts: what must be brought together by key, without holding more than a part in memory.

A fact is (key, row number), 16 bytes. `groups` spills facts to disk in partitions by the key's high
bits and yields them partition by partition, so the groups come in ascending order of their keys.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

PARTITION = 1 << 17
"""How many facts a partition should hold: some 25 MB while it is grouped, all in groups or not."""

MAX_PARTITIONS = 512
_BUFFER = 1 << 12


def groups(
    keys: Iterable[int], count: int, folder: Path, *, span: int = 1 << 64, least: int = 1
) -> Iterator[tuple[int, list[int]]]:
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
        yield from _grouped(array("Q", keys), range(count), least)
        return
    paths = [folder / f"facts.{number:04}" for number in range(partitions)]
    buffers = [array("Q") for _ in paths]
    for row, key in enumerate(keys):
        number = key * partitions // span
        buffer = buffers[number]
        buffer.append(key)
        buffer.append(row)
        if len(buffer) >= _BUFFER:
            _spill(paths[number], buffer)
    for path, buffer in zip(paths, buffers, strict=True):
        _spill(path, buffer)
    for path in paths:
        facts = array("Q", path.read_bytes())
        path.unlink()
        yield from _grouped(facts[0::2], facts[1::2], least)


def by_first_row(found: Iterable[list[int]], count: int, folder: Path) -> Iterator[list[int]]:
    """Yield groups of row numbers in the order of their first rows, as many as there may be.

    Args:
        found: groups of ascending row numbers; none stands in two.
        count: of all rows, those in no group included.
        folder: where partitions are spilled.
    """
    partitions = min(MAX_PARTITIONS, count // PARTITION + 1)
    paths = [folder / f"groups.{number:04}" for number in range(partitions)]
    buffers = [array("Q") for _ in paths]
    for rows in found:
        number = rows[0] * partitions // count
        buffer = buffers[number]
        buffer.append(len(rows))
        buffer.extend(rows)
        if len(buffer) >= _BUFFER:
            _spill(paths[number], buffer)
    for path, buffer in zip(paths, buffers, strict=True):
        _spill(path, buffer)
    for path in paths:
        data = array("Q", path.read_bytes())
        path.unlink()
        starts, start = [], 0
        while start < len(data):
            starts.append(start)
            start += 1 + data[start]
        for start in sorted(starts, key=lambda start: data[start + 1]):
            yield data[start + 1 : start + 1 + data[start]].tolist()


def _spill(path: Path, buffer: array[int]) -> None:
    with path.open("ab") as file:
        buffer.tofile(file)
    del buffer[:]


def _grouped(
    keys: array[int], rows: range | array[int], least: int
) -> Iterator[tuple[int, list[int]]]:
    # Most files have few equal keys, and only those need their rows gathered.
    if least > 1:
        if len(set(keys)) == len(keys):
            return
        counts = Counter(keys)
        wanted = {key for key, count in counts.items() if count >= least}
        del counts
    else:
        wanted = set(keys)
    found: dict[int, list[int]] = {}
    for key, row in zip(keys, rows, strict=True):
        if key in wanted:
            found.setdefault(key, []).append(row)
    for key in sorted(found):
        yield key, found[key]
