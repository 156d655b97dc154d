"""Every rule's own examples are true: it speaks for the bad ones, and is silent for the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dataprep import validate
from dataprep.model import Finding
from dataprep.rules.base import Rule, Sample
from dataprep.rules.registry import rules

TODAY = "2026-11-21"


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(rule, sample, id=f"{code}-{number}")
        for code, rule in rules().items()
        for number, sample in enumerate(getattr(rule, kind), 1)
    ]


def findings(sample: Sample, folder: Path, codes: tuple[str, ...]) -> list[Finding]:
    """Return what is found in a sample by some rules."""
    if {"DUP002", "DUP006"} & {*codes}:
        pytest.importorskip("numpy")
    train = folder / sample.name
    train.write_bytes(sample.content)
    validation = []
    if sample.validation is not None:
        (folder / "validation.jsonl").write_bytes(sample.validation)
        validation = [folder / "validation.jsonl"]
    options = {"today": TODAY, **sample.options}
    report = validate(
        [train], target=sample.target, method=sample.method, validation=validation,
        select=codes, **options,
    )  # fmt: skip
    return report.findings


@pytest.mark.parametrize(("rule", "sample"), _cases("bad"))
def test_a_bad_example_is_found(rule: type[Rule], sample: Sample, tmp_path: Path) -> None:
    """The rule speaks, first at the line that the example names, and in its own name."""
    found = findings(sample, tmp_path, (rule.code,))
    assert found, "the rule is silent"
    assert {one.code for one in found} == {rule.code}
    assert found[0].name == rule.name
    if sample.line is not None:
        assert found[0].location.line == sample.line


@pytest.mark.parametrize(("rule", "sample"), _cases("good") + _cases("fixed"))
def test_a_good_example_is_clean(rule: type[Rule], sample: Sample, tmp_path: Path) -> None:
    """The rule is silent."""
    assert findings(sample, tmp_path, (rule.code,)) == []


@pytest.mark.parametrize(("rule", "sample"), _cases("bad"))
def test_a_message_is_well_written(rule: type[Rule], sample: Sample, tmp_path: Path) -> None:
    """A fact in lower case, without full stop or blame, on one line, with a next step or a fix."""
    for one in findings(sample, tmp_path, (rule.code,)):
        assert one.message and "\n" not in one.message
        assert not one.message.endswith((".", "!"))
        assert one.message[0] in "`" or not one.message[0].isupper() or one.message[:3].isupper()
        assert len(one.message) <= 300
        assert "\n" not in one.help
        assert one.help, f"{one.code} says no next step: {one.message}"
        for word in ("illegal", "invalid input", "please", "you must", "wrongly"):
            assert word not in one.message.lower()
