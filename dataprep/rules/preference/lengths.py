"""How much longer preferred answers are than refused ones: a tally, and the effect size it gives.

Each comparison counts by the logarithm of the ratio of its lengths, so that twice as long and half as
long weigh the same. The sums are whole numbers: they do not depend on how the rows were grouped.
"""

from __future__ import annotations

import math

from dataprep.rules.base import Place
from dataprep.rules.preference.comparisons import SIDES
from dataprep.rules.row import Row

_UNIT = 1_000_000


class Lengths:
    """Sums over the comparisons of which both sides have a text.

    Attributes:
        rows: counted; `longer` of them have the longer answer preferred, `shorter` the shorter one.
    """

    def __init__(self) -> None:
        self.rows = self.longer = self.shorter = 0
        self._sum = self._squares = 0

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        sizes = dict.fromkeys(SIDES, 0)
        for message in row.outputs:
            if message.role == "assistant":
                sizes[str(message.path[0])] += sum(len(text.strip()) for _, text in message.texts())
        better, worse = sizes.values()
        if not better or not worse:  # a call has no length to compare
            return
        ratio = round(math.log(better / worse) * _UNIT)
        self.rows += 1
        self.longer += better > worse
        self.shorter += better < worse
        self._sum += ratio
        self._squares += ratio * ratio

    def merge(self, other: Lengths) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        self.longer += other.longer
        self.shorter += other.shorter
        self._sum += other._sum
        self._squares += other._squares

    @property
    def ratio(self) -> float:
        """How many times as long a preferred answer is as the refused one: the geometric mean."""
        return math.exp(self._sum / _UNIT / self.rows) if self.rows else 1.0

    @property
    def effect(self) -> float:
        """Cohen's d of the paired differences: their mean in standard deviations, 0 for no rows."""
        if self.rows < 2 or not self._sum:
            return 0.0
        spread = (self.rows * self._squares - self._sum**2) / (self.rows * (self.rows - 1))
        return math.copysign(math.inf, self._sum) if spread <= 0 else (
            self._sum / self.rows / math.sqrt(spread))  # fmt: skip
