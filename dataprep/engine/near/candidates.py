"""Pairs of rows that are likely alike: those that share the key of a band and agree in enough bins.

The rows of a bucket are not compared each with each: a bucket may hold all rows, where they come from
one template. Each is compared with the first one of the file and with the two that stand before it when
the bucket is sorted by the next band, where those that agree in both stand together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Bins = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

AGREEING = 26
"""In how many of 64 bins the rows of a pair agree at least."""

_BLOCK = 1 << 14


class Pairs(NamedTuple):
    """Pairs of rows by their numbers: the earlier ones, and the later ones."""

    earlier: Numbers
    later: Numbers


def pairs(keys: Keys, following: Keys, rows: Numbers) -> Iterator[Pairs]:
    """Yield pairs of rows that share a key, in three parts, no row twice as the later one of a part.

    Args:
        keys: of a band, for each row; 0 for none.
        following: of the next band.
        rows: the rows that are looked at, ascending.
    """
    import numpy as np

    rows = rows[keys[rows] != 0]
    order = rows[np.lexsort((following[rows], keys[rows]))]
    sorted_keys = keys[order]
    new = np.ones(len(order), bool)
    new[1:] = sorted_keys[1:] != sorted_keys[:-1]
    starts = np.flatnonzero(new)
    if len(starts) == len(order):
        return
    firsts = np.repeat(np.minimum.reduceat(order, starts), np.diff(starts, append=len(order)))
    others = firsts != order
    yield Pairs(firsts[others], order[others])
    for distance in (1, 2):
        near = np.flatnonzero(sorted_keys[distance:] == sorted_keys[:-distance])
        one, other = order[near], order[near + distance]
        yield Pairs(np.minimum(one, other), np.maximum(one, other))


def likely(found: Pairs, bins: Bins) -> tuple[Pairs, NDArray[np.int64]]:
    """Return the pairs that agree in enough bins, and in how many they do."""
    import numpy as np

    agreed = np.empty(len(found.later), np.int64)
    for start in range(0, len(agreed), _BLOCK):
        part = slice(start, start + _BLOCK)
        same = bins[found.earlier[part]] == bins[found.later[part]]
        agreed[part] = np.count_nonzero(same, 1)
    kept = agreed >= AGREEING
    return Pairs(found.earlier[kept], found.later[kept]), agreed[kept]


def first_of_each(keys: Keys) -> Numbers:
    """Return the numbers of the rows whose key no earlier row has, ascending."""
    import numpy as np

    order = np.argsort(keys, kind="stable")
    again = np.zeros(len(keys), bool)
    again[order[1:]] = keys[order[1:]] == keys[order[:-1]]
    return np.flatnonzero(~again)
