"""What the rows of a part add up to. Tallies merge: a ++ b counts as a and then b."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dataprep.engine.validation.plan import Plan
from dataprep.errors import DataprepError
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


def count_tokens(row: Row, encoding: str, cached: bool = True) -> Any:
    """Return the token counts of a row in an encoding; remembered on the row."""
    from dataprep.tokens import row_tokens

    known: dict[str, Any] = row.notes.setdefault("tokens", {})
    if encoding not in known:
        known[encoding] = row_tokens(row.data, row.kind, encoding, cached)
    return known[encoding]


def counter_of(plan: Plan) -> Callable[[Row, str], Any] | None:
    """Return what counts a row that a rule asks about; None where tokens are off."""
    if plan.tokens == "off":
        return None
    return count_tokens if plan.cache else partial(count_tokens, cached=False)


class ChunkTokens:
    """The tokens of the rows of a chunk, counted together: one by one costs twice the time.

    Args:
        encodings: in which the rows are counted.
        cached: whether counts of earlier runs are used.
    """

    def __init__(self, encodings: list[str], cached: bool) -> None:
        self.encodings, self.cached = encodings, cached
        self._plain: list[tuple[Sequence[str], Sequence[str]]] = []
        self._others: list[Row] = []

    def add(self, row: Row) -> None:
        """Take a row; one that a rule has asked about is counted already."""
        self._others.append(row)

    def add_plain(self, said: tuple[Sequence[str], Sequence[str]], row: Row | None) -> None:
        """Take a row of nothing but roles and texts.

        Args:
            said: these.
            row: the row, if one was made: a rule may have asked about it.
        """
        if row is None or "notes" not in row.__dict__:
            self._plain.append(said)
        else:
            self._others.append(row)

    def finish(self, tally: RowTally) -> None:
        """Count, and add up."""
        from dataprep.tokens import plain_totals, rows_tokens

        for encoding in self.encodings:
            try:
                tokens, answers = plain_totals(self._plain, encoding, self.cached)
                known = [row.notes.get("tokens", {}).get(encoding) for row in self._others]
                open = [
                    (row.data, row.kind)
                    for row, one in zip(self._others, known, strict=True)
                    if one is None
                ]
                known += rows_tokens(open, encoding, self.cached)
            except DataprepError:  # the encoding cannot be used: the rule about limits says so
                continue
            for one in filter(None, known):
                tokens += one.total
                answers += one.answers
            tally.tokens[encoding] += tokens
            tally.answers[encoding] += answers


class KeyColumns:
    """The keys by which rows are compared, and where the rows are: four numbers of 64 bits a row."""

    def __init__(self) -> None:
        self._columns = array("Q"), array("Q"), array("Q"), array("Q")
        # Looked up once: every row comes through here.
        self._appends = tuple(column.append for column in self._columns)

    def add(self, example: int, prompt: int, offset: int, line: int) -> None:
        """Take a row: hash of the example, hash of the prompt, its offset in the file, its line."""
        examples, prompts, offsets, lines = self._appends
        examples(example)
        prompts(prompt)
        offsets(offset)
        lines(line)

    def facts(self) -> tuple[bytes, bytes, bytes, bytes]:
        """Return the columns, in the order of `add`."""
        examples, prompts, offsets, lines = (column.tobytes() for column in self._columns)
        return examples, prompts, offsets, lines
