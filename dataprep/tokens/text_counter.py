"""The texts of a row gathered in one pass of a formula, and their counts given in a second.

So all rows of a chunk can be counted together, and each formula is written down once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.tokens.batches import FAILED, SHORT, count_short
from dataprep.tokens.counting import refusal


class TextCounter:
    """Counts the texts of a row: gathers them in a first pass, and has their counts in a second.

    Attributes:
        texts: those of the first pass, without the short ones.
        failure: of the first text that could not be counted.
    """

    def __init__(self, encoding: str, cached: bool) -> None:
        self.encoding, self.cached = encoding, cached
        self.texts: list[str] = []
        self.failure = ""
        self._counts: Iterator[int] | None = None

    def replay(self, counts: Sequence[int]) -> None:
        """Begin the second pass."""
        self._counts = iter(counts)

    def __call__(self, text: str) -> int:
        if len(text) <= SHORT:
            count = count_short(text, self.encoding, self.cached)
        elif self._counts is None:
            self.texts.append(text)
            return 0
        else:
            count = next(self._counts)
        if count == FAILED:
            self.failure = self.failure or refusal(text, self.encoding)
            return 0
        return count
