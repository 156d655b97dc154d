"""How numbers are distributed, exactly: every value is counted, so any quantile can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

QUANTILES = {
    "p5": 0.05, "p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95,
}  # fmt: skip


class Distribution(NamedTuple):
    """Numbers, each with how often it occurs.

    Attributes:
        values: the different numbers, in order.
        counts: how often each occurs.
    """

    values: Sequence[int]
    counts: Sequence[int]

    @classmethod
    def of(cls, counted: Mapping[int, int]) -> Distribution:
        """Return the distribution of counted numbers."""
        pairs = sorted(counted.items())
        return cls([value for value, _ in pairs], [count for _, count in pairs])

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return sum(self.counts)

    @property
    def total(self) -> int:
        """The sum of all numbers."""
        return sum(value * count for value, count in zip(self.values, self.counts, strict=True))

    def quantile(self, share: float) -> float:
        """Return the value below which a share of the numbers lies, linearly interpolated."""
        place = share * (self.size - 1)
        lower = int(place)
        first = self._at(lower)
        second = self._at(min(lower + 1, self.size - 1))
        return first + (second - first) * (place - lower)

    def _at(self, index: int) -> int:
        """Return the number at a place of the sorted numbers."""
        passed = 0
        for value, count in zip(self.values, self.counts, strict=True):
            passed += count
            if index < passed:
                return value
        raise IndexError(index)

    def bins(self, most: int = 10) -> list[tuple[int, int, int]]:
        """Return (first, last, how many) of bins of one width, `most` at most."""
        if not self.values:
            return []
        low, high = self.values[0], self.values[-1]
        width = max(1, -(-(high - low + 1) // most))
        found: Counter[int] = Counter()
        for value, count in zip(self.values, self.counts, strict=True):
            found[(value - low) // width] += count
        return [
            (low + number * width, low + (number + 1) * width - 1, found[number])
            for number in range(max(found) + 1)
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the usual figures as JSON-ready data, rounded to what can be read."""
        if not self.values:
            return {"rows": 0, "sum": 0}
        figures = {name: round(self.quantile(share), 4) for name, share in QUANTILES.items()}
        return {
            "rows": self.size,
            "sum": self.total,
            "min": self.values[0],
            **figures,
            "mean": round(self.total / self.size, 4),
            "max": self.values[-1],
        }
