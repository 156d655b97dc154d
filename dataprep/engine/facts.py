"""Keyed facts: what must be brought together by key, without holding more than a part in memory.

A fact is (key, row number), 16 bytes. `groups` spills facts to disk in partitions by the key's high
bits and yields them partition by partition, so the groups come in ascending order of their keys.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

PARTITION = 1 << 18
"""How many facts a partition should hold: some 20 MB while it is grouped."""

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
        pairs = [(key, row) for key, row in zip(keys, rows, strict=True) if key in wanted]
    else:
        pairs = list(zip(keys, rows, strict=True))
    found: dict[int, list[int]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    for key in sorted(found):
        yield key, found[key]
