"""Repairs a small dataset by the rules about datasets, without the engine, until all are silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from asking import DATASET, lines, tallied

from dataprep.fixing.splice import splice
from dataprep.rules.base import DatasetRule, Drop, Edit
from dataprep.rules.row import Row
from dataprep.targets import Target

ROUNDS = 10
"""As many as the engine goes, before it says that rules contradict each other."""

Data = dict[str, Any]


class Settled(NamedTuple):
    """A dataset after its repair.

    Attributes:
        train, validation: the rows that stayed.
        rounds: how often something was decided.
        dropped: rows that went.
    """

    train: list[Data]
    validation: list[Data]
    rounds: int
    dropped: list[Data]


def settle(
    rules: Sequence[DatasetRule[Any]],
    train: Sequence[Data],
    target: Target,
    validation: Sequence[Data] = (),
    kind: str = "prompt-completion",
) -> Settled:
    """Tally the train part, decide, carry out in both parts, and do it again while a rule speaks."""
    parts = [[orjson.dumps(one) for one in part] for part in (train, validation)]
    dropped: list[Data] = []
    for rounds in range(ROUNDS + 1):
        decided = decisions(rules, [Row(orjson.loads(raw), kind, raw) for raw in parts[0]], target)
        if not decided:
            break
        assert rounds < ROUNDS, f"after {ROUNDS} rounds: {decided}"
        for part in parts:
            mended = [(raw, carried_out(decided, raw, kind)) for raw in part]
            dropped += [orjson.loads(raw) for raw, one in mended if one is None]
            part[:] = [one for _, one in mended if one is not None]
    return Settled(
        [orjson.loads(raw) for raw in parts[0]], [orjson.loads(raw) for raw in parts[1]],
        rounds, dropped,
    )  # fmt: skip


def decisions(
    rules: Sequence[DatasetRule[Any]], rows: list[Row], target: Target
) -> list[tuple[DatasetRule[Any], Any]]:
    """Return what the rules that speak about rows decide, in the order of their codes."""
    found = []
    dataset = DATASET._replace(rows=len(rows), kinds={row.kind: 1 for row in rows})
    for rule in sorted(rules, key=lambda rule: rule.code):
        if rule.applies(target):
            tally = tallied(rule, [row for row in rows if row.kind in rule.kinds])
            problems = list(rule.finish(tally, dataset, target))
            decision = rule.decide(tally, dataset, target) if problems else None
            open = any(one.fix in (None, "safe", "unsafe") for one in problems)
            assert (decision is not None) == open, (rule.code, problems, decision)
            if decision is not None:
                found.append((rule, decision))
    return found


def carried_out(
    decided: Sequence[tuple[DatasetRule[Any], Any]], raw: bytes, kind: str
) -> bytes | None:
    """Return a row as was decided, None where it goes; each rule sees what the ones before it left."""
    for rule, decision in decided:
        edits = edits_of(rule, decision, Row(orjson.loads(raw), kind, raw))
        if any(isinstance(edit, Drop) for edit in edits):
            return None
        changed, _ = splice(raw, edits)
        assert (changed != raw) == bool(edits), f"{rule.code} writes what is there already"
        raw = changed
    return raw


def edits_of(rule: DatasetRule[Any], decision: Any, row: Row) -> list[Edit]:
    """Return the edits of a rule for a row of a kind that it looks at."""
    return list(rule.carry_out(decision, row)) if row.kind in rule.kinds else []


def data(content: Any) -> list[Data]:
    """Return the rows of a sample's part."""
    return [row.data for row in lines(content)]


def pair(prompt: Any, completion: Any) -> Data:
    """Return a row."""
    return {"prompt": prompt, "completion": completion}
