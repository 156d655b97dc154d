"""The counts of rows. Tallies merge: that of a, merged with that of b, is that of a ++ b."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from dataprep.tokens import RowTokens

MOST_CLASSES = 100
LONGEST_CLASS = 60
"""How many different answers, and of how many characters, may still be classes."""


@dataclass
class TokenTally:
    """The tokens of rows in one encoding.

    Attributes:
        totals: tokens of a row -> rows.
        roles: role -> tokens of its contents in a row -> rows that have the role.
        answers: tokens of a row that are learned -> rows.
        estimated: rows whose count is an estimate; `failed` those in which a text was not counted.
    """

    totals: Counter[int] = field(default_factory=Counter)
    roles: dict[str, Counter[int]] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    estimated: int = 0
    failed: int = 0

    def merge(self, other: TokenTally) -> None:
        """Take over the counts of the rows that follow."""
        self.totals.update(other.totals)
        self.answers.update(other.answers)
        for role, tokens in other.roles.items():
            self.roles.setdefault(role, Counter()).update(tokens)
        self.estimated += other.estimated
        self.failed += other.failed

    def add(self, row: RowTokens) -> None:
        """Take a row into account."""
        self.totals[row.total] += 1
        self.answers[row.answers] += 1
        for role, tokens in row.by_role.items():
            self.roles.setdefault(role, Counter())[tokens] += 1
        self.estimated += row.estimate
        self.failed += bool(row.failure)


@dataclass
class Tally:
    """The counts of a dataset, or of a part of it.

    Attributes:
        rows: that parse; `unreadable` those that do not.
        kinds: kind of row -> rows.
        messages: messages of a row -> rows, where rows have messages.
        roles: role -> rows that have it.
        scripts: script -> letters.
        classes: answer -> rows; None where answers are too many or too long to be classes.
        hashes: of every row, to count the equal ones; 8 bytes a row.
        encodings: encoding -> tokens.
    """

    rows: int = 0
    unreadable: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    messages: Counter[int] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    scripts: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] | None = field(default_factory=Counter)
    hashes: array[int] = field(default_factory=lambda: array("Q"))
    encodings: dict[str, TokenTally] = field(default_factory=dict)

    def merge(self, other: Tally) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        self.unreadable += other.unreadable
        for name in ("kinds", "messages", "roles", "scripts"):
            getattr(self, name).update(getattr(other, name))
        # Too many classes are none, however the rows were divided.
        if self.classes is None or other.classes is None:
            self.classes = None
        else:
            self.classes.update(other.classes)
            self._cap_classes()
        self.hashes.extend(other.hashes)
        for name, tokens in other.encodings.items():
            self.encodings.setdefault(name, TokenTally()).merge(tokens)

    def answer(self, text: str | None) -> None:
        """Take the answer of a row into account; None for a row without one that is text."""
        if self.classes is None:
            return
        if text is None or len(text) > LONGEST_CLASS:
            self.classes = None
        else:
            self.classes[text.strip()] += 1
            self._cap_classes()

    def repeated(self) -> Iterator[int]:
        """Yield for each row that occurs more than once how often it does."""
        last, run = None, 0
        for value in (*sorted(self.hashes), None):
            if value == last:
                run += 1
                continue
            if run > 1:
                yield run
            last, run = value, 1

    def _cap_classes(self) -> None:
        if self.classes is not None and len(self.classes) > MOST_CLASSES:
            self.classes = None
