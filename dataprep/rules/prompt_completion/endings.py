"""What all texts of one side end in, and whether that also occurs earlier in one of them."""

from __future__ import annotations

from dataprep.rules.base import Place
from dataprep.rules.prompt_completion.pairs import text_of
from dataprep.rules.row import Row

LONGEST = 100
"""So much of an ending is looked at."""


class Endings:
    """A tally of the common ending of the prompts, or of the completions; blank ones are passed over.

    Which ending is common shows only at the end, when no row can be asked again. So each row is asked
    how much of its own ending it repeats earlier: whoever repeats ten characters repeats the last three
    of them as well, and of shorter endings nothing else is needed.

    Attributes:
        side: ``prompt`` or ``completion``.
        rows: texts that were counted.
        only: the text, as long as all of them are the same.
        common: what all texts end in, at most `LONGEST` characters of it.
        repeats: number of characters of the common ending that rows repeat -> how many rows, and the
            number and the place of the first of them.
    """

    def __init__(self, side: str) -> None:
        self.side = side
        self.rows = 0
        self.only: str | None = None
        self.common = ""
        self.repeats: dict[int, tuple[int, int, Place]] = {}

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        text = text_of(row, self.side)
        if not text:
            return
        if not self.rows:
            self.only, self.common = text, text[-LONGEST:]
        else:
            if text != self.only:
                self.only = None
            if not text.endswith(self.common):
                self._shorten(text)
        if self.common and (length := repeated(text, len(self.common))):
            self._note(length, (1, self.rows, place))
        self.rows += 1

    def merge(self, other: Endings) -> None:
        """Take over the counts of the rows that follow."""
        if not other.rows:
            return
        if not self.rows:
            self.only, self.common = other.only, other.common
        elif self.only != other.only:
            self.only = None
        self._shorten(other.common)
        for length, (count, number, place) in other.repeats.items():
            self._note(min(length, len(self.common)), (count, number + self.rows, place))
        self.rows += other.rows

    def repeating(self, ending: str) -> tuple[int, Place | None]:
        """Return how many rows repeat an ending that all have, and the place of the first one."""
        found = [one for length, one in self.repeats.items() if length >= len(ending)]
        first = min(found, key=lambda one: one[1])[2] if found else None
        return sum(count for count, _, _ in found), first

    def _shorten(self, text: str) -> None:
        size = common_length(self.common[::-1], text[: -LONGEST - 1 : -1])
        if size == len(self.common):
            return
        self.common = self.common[-size:] if size else ""
        noted, self.repeats = self.repeats, {}
        for length, hit in noted.items():
            self._note(min(length, size), hit)

    def _note(self, length: int, hit: tuple[int, int, Place]) -> None:
        if not length:
            return
        known = self.repeats.get(length)
        if known is not None:
            first = min(known, hit, key=lambda one: one[1])
            hit = (known[0] + hit[0], first[1], first[2])
        self.repeats[length] = hit


def common_length(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def repeated(text: str, longest: int) -> int:
    """Return how long an ending of a text, up to `longest`, occurs before that ending as well."""
    low, high = 0, longest
    while low < high:
        middle = (low + high + 1) // 2
        if text.find(text[-middle:], 0, len(text) - middle) >= 0:
            low = middle
        else:
            high = middle - 1
    return low
