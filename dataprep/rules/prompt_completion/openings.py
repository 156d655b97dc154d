"""What all texts of one side begin with."""

from __future__ import annotations

from dataprep.rules.base import Place
from dataprep.rules.prompt_completion.endings import common_length
from dataprep.rules.prompt_completion.pairs import text_of
from dataprep.rules.row import Row

LONGEST = 10_000
"""So much of an opening is looked at."""

_COLONS = ":\uff1a"


class Openings:
    """A tally of the common opening of the prompts, or of the completions; blank ones are passed over.

    Attributes:
        side: ``prompt`` or ``completion``.
        rows: texts that were counted.
        only: the text, as long as all of them are the same.
        common: what all texts begin with, at most `LONGEST` characters of it.
    """

    def __init__(self, side: str) -> None:
        self.side = side
        self.rows = 0
        self.only: str | None = None
        self.common = ""

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        text = text_of(row, self.side)
        if text:
            self._take(1, text, text)

    def merge(self, other: Openings) -> None:
        """Take over the counts of the rows that follow."""
        if other.rows:
            self._take(other.rows, other.only, other.common)

    @property
    def words(self) -> str:
        """The common opening, as far as its words are whole: what can be left out of all texts.

        ``Name the fruit: apple`` and ``Name the fruit: apricot`` have ``ap`` in common, which is no
        part of the instruction.
        """
        common = self.common
        if not common or common[-1].isspace() or common[-1] in _COLONS:
            return common
        return common[: -len(common.rsplit(None, 1)[-1])]

    def _take(self, rows: int, only: str | None, common: str) -> None:
        if not self.rows:
            self.only, self.common = only, common[:LONGEST]
        elif self.only != only:
            self.only = None
        if not common.startswith(self.common):
            self.common = self.common[: common_length(self.common, common)]
        self.rows += rows
