"""Every repair: bad examples become the fixed ones, and the laws that hold for all rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mending import broken, findings_of, kind, mend

from dataprep import fix
from dataprep.rules.base import (
    RowRule,
    Rule,
    Sample,
    SchemaRule,
    TextRule,
    TurnRule,
)
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.targets import get

TODAY = "2026-11-21"
BY_ROW = [
    rule()
    for rule in rules().values()
    if rule.fix in ("safe", "unsafe")
    and any(issubclass(rule, base) for base in (RowRule, SchemaRule, TextRule, TurnRule))
]
TARGETS = ("generic", "openai", "mistral", "trl", "together", "bedrock-nova", "bedrock-claude")


def _samples() -> list[Any]:
    return [
        pytest.param(rule, bad, fixed, id=f"{rule.code}-{number}")
        for rule in BY_ROW
        for number, (bad, fixed) in enumerate(zip(rule.bad, rule.fixed, strict=True), 1)
    ]


@pytest.mark.parametrize(("rule", "bad", "fixed"), _samples())
def test_a_bad_example_becomes_the_fixed_one(
    rule: Rule, bad: Sample, fixed: Sample, tmp_path: Path
) -> None:
    """As JSON data, exactly; what is dropped stands in the rejects."""
    source, output = tmp_path / bad.name, tmp_path / "out.jsonl"
    source.write_bytes(bad.content)
    options = {"today": TODAY, **bad.options}
    result = fix(
        [source], output, unsafe_fixes=True, target=bad.target, method=bad.method,
        select=[rule.code], **options,
    )  # fmt: skip
    assert result.fixed[rule.code]
    lines = output.read_bytes().splitlines()
    assert [orjson.loads(one) for one in lines] == [
        orjson.loads(one) for one in fixed.content.splitlines()
    ]


@given(st.data())
def test_what_is_repaired_is_silent_and_stays_as_it_is(data: st.DataObject) -> None:
    """No finding that could be repaired is left, and a second repair finds nothing to do."""
    row = data.draw(broken())
    target = get(data.draw(st.sampled_from(TARGETS)))
    once = mend(row, target, {"safe", "unsafe"})
    if once is not None:
        assert [
            problem for rule, problem in findings_of(once, target)
            if list(rule.repair(problem, Row(once, kind(once), orjson.dumps(once)), target))
        ] == []  # fmt: skip
        assert mend(once, target, {"safe", "unsafe"}) == once


@given(st.data())
def test_a_safe_repair_keeps_what_is_learned(data: st.DataObject) -> None:
    """Contents, completions and arguments are the same texts, in the same order; no row goes."""
    row = data.draw(broken())
    target = get(data.draw(st.sampled_from(TARGETS)))
    once = mend(row, target, {"safe"})
    assert once is not None
    assert learned(once) == learned(row)


@given(st.data())
def test_a_row_without_a_finding_is_let_alone(data: st.DataObject) -> None:
    """Each rule, asked about its own findings only, edits rows that have one."""
    row = data.draw(broken())
    target = get(data.draw(st.sampled_from(TARGETS)))
    if not findings_of(row, target):
        assert mend(row, target, {"safe", "unsafe"}) == row


@given(st.data())
def test_a_problem_for_a_person_gets_no_edit(data: st.DataObject) -> None:
    """Where the finding says that nothing repairs it, nothing is tried."""
    row = data.draw(broken())
    target = get(data.draw(st.sampled_from(TARGETS)))
    for rule, problem in findings_of(row, target):
        if problem.fix in ("", "manual"):
            made = Row(row, kind(row), orjson.dumps(row))
            assert not list(rule.repair(problem, made, target)), (rule.code, problem)


def learned(row: dict[str, Any]) -> list[Any]:
    """Return the texts that a row trains on: arguments as what they say."""
    lowered = {key.strip().lower(): value for key, value in row.items()}
    found: list[Any] = [lowered.get(key) for key in ("prompt", "completion", "text")]
    for message in Row(row, kind(row)).messages:
        found.append(message.data.get("content"))
        for _, call in message.calls():
            function = call.get("function")
            arguments = function.get("arguments") if isinstance(function, dict) else None
            found.append(_meant(arguments))
    return found


def _meant(arguments: Any) -> Any:
    try:
        return orjson.loads(arguments) if isinstance(arguments, str) else arguments
    except ValueError:
        return arguments
