"""Whether the completions are labels: few different ones, each of them often."""

from __future__ import annotations

from dataprep.rules.prompt_completion.pairs import text_of
from dataprep.rules.row import Row

MOST = 1_000
"""With more different completions than this, they are no labels."""


class Labels:
    """A tally of different completions.

    Attributes:
        rows: completions that were counted; blank ones are passed over.
        hashes: of the different ones; None when they are more than `MOST`.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.hashes: set[int] | None = set()

    def add(self, row: Row) -> None:
        """Take a row into account."""
        text = text_of(row, "completion")
        if not text:
            return
        self.rows += 1
        if self.hashes is not None:
            import xxhash

            self.hashes.add(xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")))
            self._limit()

    def merge(self, other: Labels) -> None:
        """Take over the counts of other rows."""
        self.rows += other.rows
        if self.hashes is None or other.hashes is None:
            self.hashes = None
        else:
            self.hashes |= other.hashes
            self._limit()

    @property
    def classification(self) -> bool:
        """Whether there are fewer different completions than a third of the rows."""
        return self.hashes is not None and 3 * len(self.hashes) < self.rows

    def _limit(self) -> None:
        if self.hashes is not None and len(self.hashes) > MOST:
            self.hashes = None
