"""Rows that may be against a file's habit: a bounded list that merges in order."""

from __future__ import annotations

from dataprep.rules.base import Place

_MOST = 500
ENOUGH = 10
"""Texts below which a file has no habit."""


class Candidates:
    """The first rows that were taken, and how many there were.

    Attributes:
        count: of all.
        kept: the first ones, each with what is to be said about it.
        full: whether no more are kept: then counting is enough.
    """

    def __init__(self) -> None:
        self.count = 0
        self.kept: list[tuple[Place, str]] = []
        self.full = False

    def take(self, place: Place, said: str) -> None:
        """Take a row into account."""
        self.count += 1
        if not self.full:
            self.kept.append((place, said))
            self.full = len(self.kept) == _MOST

    def merge(self, other: Candidates) -> None:
        """Take over the rows that follow."""
        self.count += other.count
        self.kept += other.kept[: _MOST - len(self.kept)]
        self.full = len(self.kept) == _MOST
