"""Asks rules about rows, and about the datasets that rows make, without the engine's machinery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from dataprep.engine.validation.features import of_row
from dataprep.engine.validation.kinds import kind_of
from dataprep.rules.base import (
    Dataset,
    DatasetRule,
    Place,
    Problem,
    RowRule,
    Rule,
    Sample,
    TurnRule,
)  # fmt: skip
from dataprep.rules.row import Row
from dataprep.rules.schema.methods import METHODS
from dataprep.targets import Target, get

TODAY = "2026-11-21"


def rows_of(content: bytes | None, method: str | None = None) -> list[Row]:
    """Return the rows of a file of which every line is an object."""
    data = [orjson.loads(line) for line in (content or b"").splitlines()]
    return [Row(one, kind_of(one, method)) for one in data]


def ask_row(rule: Rule, row: Row, target: Target) -> list[Problem]:
    """Return what a rule about rows or turns says about a row that wakes it."""
    if not rule.applies(target) or row.kind not in rule.kinds:
        return []
    if isinstance(rule, RowRule):
        awake = {*of_row(row.data, row.kind), "@always"} & rule.wakes_on
        return list(rule.check(row, target)) if awake else []
    assert isinstance(rule, TurnRule)
    roles = tuple(message.role for message in row.thread)
    return list(rule.check(roles, row.kind, target)) if roles and "" not in roles else []


def tallied(rule: DatasetRule[Any], rows: Sequence[Row], start: int = 1) -> Any:
    """Return the tally of a rule over rows, the first of which stands in line `start`."""
    tally = rule.tally()
    for number, row in enumerate(rows, start):
        if tally is not None and row.kind in rule.kinds:
            tally.add(row, Place("data.jsonl", number))
    return tally


def dataset_of(rows: Sequence[Row], validation: int | None = None, method: str = "") -> Dataset:
    """Return what is known about train rows, and `validation` other rows in a file of their own."""
    first: dict[str, Place] = {}
    for number, row in enumerate(rows, 1):
        first.setdefault(row.kind, Place("data.jsonl", number))
    kinds = Counter(row.kind for row in rows)
    most = max(kinds, key=lambda kind: kinds[kind], default="chat")
    return Dataset(
        train=("data.jsonl",), validation=() if validation is None else ("valid.jsonl",),
        rows=len(rows), validation_rows=validation or 0, size=0, kinds=kinds, first=first,
        features=Counter(frozenset(of_row(row.data, row.kind)) for row in rows),
        tokens=None, answer_tokens=None, method=method or METHODS.get(most, "supervised"),
        today=TODAY, notice_days=30,
    )  # fmt: skip


def ask(rule: Rule, sample: Sample) -> list[tuple[int | None, Problem]]:
    """Return the line of each problem that a rule has with a sample, and the problem."""
    rows, target = rows_of(sample.content, sample.method), get(sample.target)
    if not isinstance(rule, DatasetRule):
        return [
            (number, problem)
            for number, row in enumerate(rows, 1)
            for problem in ask_row(rule, row, target)
        ]
    if not rule.applies(target):
        return []
    validation = None if sample.validation is None else len(rows_of(sample.validation))
    dataset = dataset_of(rows, validation, sample.method or "")
    return [
        (problem.location.line if problem.location else None, problem)
        for problem in rule.finish(tallied(rule, rows), dataset, target)
    ]
