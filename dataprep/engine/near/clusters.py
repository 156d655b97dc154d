"""Rows that are nearly the same, gathered: pairs confirmed by what the rows say, chained to clusters.

In each of the two parts, a confirmed pair joins two clusters, and pairs within a cluster are not looked
at again, so a thousand copies cost a thousand comparisons. A row of the validation part is compared with
rows of the train part until one is found that it is like. A row that was compared four times in vain is
no longer compared with others of its sort, which bounds the cost whatever the rows are.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dataprep.engine.near.candidates import Pairs, first_of_each, likely, pairs
from dataprep.engine.near.columns import Columns
from dataprep.engine.near.sketch import BANDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

IN_VAIN = 4
"""How often a row is compared in vain."""


class Link(NamedTuple):
    """A confirmed pair.

    Attributes:
        row: the number of the row that is spoken of.
        other: of the one that it is like.
        similarity: the share of words in common.
    """

    row: int
    other: int
    similarity: float


class Cluster(NamedTuple):
    """Rows that are chained by likeness.

    Attributes:
        rows: their numbers, ascending.
        links: for each row but the first ones, the one that it is like, in the order of the rows.
    """

    rows: list[int]
    links: list[Link]


def clusters(
    columns: Columns,
    examples: NDArray[np.uint64],
    held_out: NDArray[np.bool_],
    compare: Callable[[int, int], float],
) -> Iterator[Cluster]:
    """Yield the clusters in the order of their first rows.

    Args:
        columns: the sketches of all rows.
        examples: for each row the hash of its example; rows with that of an earlier one are left out.
        held_out: for each row whether it is in the validation part.
        compare: the similarity of two rows, 0 for rows that are not nearly the same.
    """
    found = _Joining(examples, held_out)
    bins = columns.bins()
    keys = columns.band(0)
    for number in range(BANDS):
        following = columns.band((number + 1) % BANDS)
        for pair in found.waiting(keys, following, bins):
            found.confirm(*pair, compare)
        keys = following
    yield from found.clusters()


class _Joining:
    """The state of the search.

    Attributes:
        roots: row -> an earlier row of its cluster within its part, or itself.
        leaks: row of the validation part -> the row of the train part that it is like, or -1.
        vain: row -> how often it was compared in vain.
    """

    def __init__(self, examples: NDArray[np.uint64], held_out: NDArray[np.bool_]) -> None:
        import numpy as np

        self.rows, self.held_out = first_of_each(examples), held_out
        self.roots = np.arange(len(examples))
        self.leaks = np.full(len(examples), -1)
        self.vain = np.zeros(len(examples), np.uint8)
        # Confirmed pairs, in flat arrays: where all rows are alike, there are as many as rows.
        self._earlier, self._later, self._similarity = array("q"), array("q"), array("d")

    def waiting(self, keys: Any, following: Any, bins: Any) -> Iterator[tuple[int, int]]:
        """Yield the pairs of a band that are to be compared, the likeliest first."""
        import numpy as np

        parts = [likely(self._open(part), bins) for part in pairs(keys, following, self.rows)]
        if not parts:
            return
        earlier = np.concatenate([one.earlier for one, _ in parts])
        later = np.concatenate([one.later for one, _ in parts])
        order = np.argsort(-np.concatenate([agreed for _, agreed in parts]), kind="stable")
        for place in order.tolist():
            yield int(earlier[place]), int(later[place])

    def _open(self, found: Pairs) -> Pairs:
        """Return the pairs about which nothing is known yet."""
        import numpy as np

        roots = self.roots
        while not np.array_equal(following := roots[roots], roots):
            roots = following
        self.roots = roots
        across = self.held_out[found.earlier] != self.held_out[found.later]
        done = np.where(
            across, self.leaks[found.later] >= 0, roots[found.earlier] == roots[found.later]
        )
        tired = np.minimum(self.vain[found.earlier], self.vain[found.later]) >= IN_VAIN
        left = ~(done | tired)
        return Pairs(found.earlier[left], found.later[left])

    def confirm(self, earlier: int, later: int, compare: Callable[[int, int], float]) -> None:
        """Compare two rows, unless something else has told already."""
        across = self.held_out[earlier] != self.held_out[later]
        if across:
            if self.leaks[later] >= 0:
                return
        elif self._root(earlier) == self._root(later):
            return
        if min(self.vain[earlier], self.vain[later]) >= IN_VAIN:
            return
        similarity = compare(earlier, later)
        if not similarity:
            for row in (earlier, later):
                self.vain[row] = min(self.vain[row] + 1, IN_VAIN)
            return
        self._earlier.append(earlier)
        self._later.append(later)
        self._similarity.append(similarity)
        if across:
            self.leaks[later] = earlier
        else:
            one, other = sorted((self._root(earlier), self._root(later)))
            self.roots[other] = one

    def _root(self, row: int) -> int:
        roots = self.roots
        while (above := roots[row]) != row:
            roots[row] = roots[above]
            row = int(roots[row])
        return row

    def clusters(self) -> Iterator[Cluster]:
        """Yield what the confirmed pairs chain, train and validation part together."""
        beside: dict[int, list[tuple[int, float]]] = {}
        for earlier, later, similarity in zip(
            self._earlier, self._later, self._similarity, strict=True
        ):
            beside.setdefault(earlier, []).append((later, similarity))
            beside.setdefault(later, []).append((earlier, similarity))
        seen: set[int] = set()
        for first in sorted(beside):
            if first not in seen:
                rows = [first]
                seen.add(first)
                for row in rows:  # which grows
                    others = [other for other, _ in beside[row] if other not in seen]
                    seen.update(others)
                    rows += others
                rows.sort()
                yield Cluster(rows, sorted(self._links(rows, beside)))

    def _links(self, rows: list[int], beside: dict[int, list[tuple[int, float]]]) -> Iterator[Link]:
        """Yield the links of a cluster: into the train part, else towards the first row of the part."""
        seen: set[int] = set()
        for first in rows:
            if first in seen:
                continue
            seen.add(first)
            part = [first]
            for row in part:  # which grows
                for other, similarity in beside[row]:
                    if self.held_out[other] != self.held_out[row]:
                        if self.leaks[row] == other:
                            yield Link(row, other, similarity)
                    elif other not in seen:
                        seen.add(other)
                        part.append(other)
                        if self.leaks[other] < 0:
                            yield Link(other, row, similarity)
