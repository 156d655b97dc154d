"""Asks dataset and group rules about the rows of a sample, without the engine."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson

from dataprep.rules.base import (
    Content,
    Dataset,
    DatasetRule,
    GroupRule,
    Member,
    Place,
    Problem,
    Sample,
)
from dataprep.rules.duplicates.keys import keys
from dataprep.rules.row import Row
from dataprep.targets import get

DATASET = Dataset(
    train=("data.jsonl",), validation=(), rows=0, validation_rows=0, size=0, kinds={}, first={},
    features={}, tokens=None, answer_tokens=None, method="supervised", today="2026-11-20",
    notice_days=30,
)  # fmt: skip
_KINDS = {"messages": "chat", "prompt": "prompt-completion", "input": "preference", "text": "text"}


def lines(content: Content | None) -> list[Row]:
    """Return the rows of a file of which every line is an object."""
    made = content if isinstance(content, bytes | None) else content()
    data = [orjson.loads(line) for line in (made or b"").splitlines()]
    return [Row(one, next(_KINDS[key] for key in _KINDS if key in one)) for one in data]


def tallied(rule: DatasetRule[Any], rows: list[Row], start: int = 1) -> Any:
    """Return the tally of a rule over rows, the first of which stands in line `start`."""
    tally: Any = rule.tally()
    for number, row in enumerate(rows, start):
        tally.add(row, Place("data.jsonl", number))
    return tally


def ask_dataset(rule: DatasetRule[Any], sample: Sample) -> list[Problem]:
    """Return what a dataset rule says about a sample."""
    target = get(sample.target)
    if not rule.applies(target):
        return []
    return list(rule.finish(tallied(rule, lines(sample.content)), DATASET, target))


def ask_group(rule: GroupRule, sample: Sample) -> list[Problem]:
    """Return what a group rule says about a sample."""
    groups: dict[int, list[Member]] = {}
    for content, validation in ((sample.content, False), (sample.validation, True)):
        path = "valid.jsonl" if validation else "data.jsonl"
        for number, row in enumerate(lines(content), 1):
            if row.kind not in rule.kinds:
                continue
            example, prompt, _ = keys(row.data, row.kind)
            member = Member(
                Place(path, number), validation, example, partial(Row, row.data, row.kind)
            )
            groups.setdefault(example if rule.key == "example" else prompt, []).append(member)
    found = (rule.check(group, get(sample.target)) for group in groups.values() if len(group) > 1)
    return [problem for problems in found for problem in problems]


def line_of(problem: Problem) -> int | None:
    """Return the line that a problem names."""
    return problem.location.line if problem.location else None
