"""What the rows of a part add up to. Tallies merge: a ++ b counts as a and then b."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dataprep.rules.base import Place
from dataprep.rules.row import Row


class RowTally:
    """Counts of the rows of the train part (and how many the other has).

    Attributes:
        rows: lines that hold something, those that do not parse included.
        size: their bytes.
        parsed: rows that are one object.
        validation_rows: rows of the validation part.
        kinds: kind -> rows; `first`: kind -> its first row.
        features: set of features -> rows.
        tokens, answers: encoding -> tokens, where every row was counted.
        rules: name of a tally of dataset rules (`DatasetRule.keeps`) -> it.
    """

    def __init__(self) -> None:
        self.rows = self.size = self.parsed = self.validation_rows = 0
        self.kinds: Counter[str] = Counter()
        self.first: dict[str, Place] = {}
        self.features: Counter[frozenset[str]] = Counter()
        self.tokens: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.rules: dict[str, Any] = {}

    def merge(self, other: RowTally) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        self.size += other.size
        self.parsed += other.parsed
        self.validation_rows += other.validation_rows
        for kind, place in other.first.items():
            self.first.setdefault(kind, place)
        for name in ("kinds", "features", "tokens", "answers"):
            getattr(self, name).update(getattr(other, name))
        for code, tally in other.rules.items():
            if code in self.rules:
                self.rules[code].merge(tally)
            else:
                self.rules[code] = tally


def count_tokens(row: Row, encoding: str) -> Any:
    """Return the token counts of a row in an encoding; remembered on the row."""
    from dataprep.tokens import row_tokens

    known: dict[str, Any] = row.notes.setdefault("tokens", {})
    if encoding not in known:
        known[encoding] = row_tokens(row.data, row.kind, encoding)
    return known[encoding]
