"""Every repair does what the rule's own examples say, and the rule is silent afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dataprep
from dataprep.rules.base import Rule, Sample
from dataprep.rules.registry import rules

TODAY = "2026-11-21"
CASES = [
    pytest.param(rule, bad, fixed, id=f"{code}-{number}")
    for code, rule in rules().items()
    if rule.fix in ("safe", "unsafe")
    for number, (bad, fixed) in enumerate(zip(rule.bad, rule.fixed, strict=True), 1)
]


def repaired(
    rule: type[Rule], sample: Sample, folder: Path, unsafe: bool = True
) -> dict[str, Path]:
    """Return the files of a sample after the repair by one rule: ``train`` and ``validation``."""
    folder.mkdir(exist_ok=True)
    files = {"train": folder / sample.name}
    files["train"].write_bytes(sample.content)
    if sample.validation is not None:
        files["validation"] = folder / "validation.jsonl"
        files["validation"].write_bytes(sample.validation)
    repair(rule, sample, files, unsafe)
    return files


def repair(rule: type[Rule], sample: Sample, files: dict[str, Path], unsafe: bool = True) -> None:
    """Repair files in place by one rule, as the sample wants it."""
    if rule.code in ("DUP002", "DUP006"):
        pytest.importorskip("numpy")
    dataprep.fix(
        files["train"], in_place=True, unsafe_fixes=unsafe, target=sample.target,
        method=sample.method, validation=files.get("validation", ()), select=(rule.code,),
        **{"today": TODAY, **sample.options},
    )  # fmt: skip


def parsed(content: bytes) -> list[Any]:
    return [json.loads(line) for line in content.decode().splitlines() if line.strip()]


@pytest.mark.parametrize(("rule", "bad", "fixed"), CASES)
def test_a_bad_example_becomes_its_fixed_one(
    rule: type[Rule], bad: Sample, fixed: Sample, tmp_path: Path
) -> None:
    """As data; and the bytes of what the rule does not speak about stay as they were."""
    files = repaired(rule, bad, tmp_path)
    assert parsed(files["train"].read_bytes()) == parsed(fixed.content)
    if fixed.validation is not None:
        assert parsed(files["validation"].read_bytes()) == parsed(fixed.validation)
    kept = set(bad.content.splitlines()) & set(fixed.content.splitlines())
    assert kept <= set(files["train"].read_bytes().splitlines())


@pytest.mark.parametrize(("rule", "bad", "fixed"), CASES)
def test_a_second_repair_changes_nothing(
    rule: type[Rule], bad: Sample, fixed: Sample, tmp_path: Path
) -> None:
    """What was repaired is as it should be."""
    files = repaired(rule, bad, tmp_path)
    before = {part: path.read_bytes() for part, path in files.items()}
    repair(rule, bad, files)
    assert {part: path.read_bytes() for part, path in files.items()} == before


@pytest.mark.parametrize(("rule", "bad", "fixed"), CASES)
def test_the_rule_is_silent_after_its_repair(
    rule: type[Rule], bad: Sample, fixed: Sample, tmp_path: Path
) -> None:
    """Nothing is left of what was found."""
    files = repaired(rule, bad, tmp_path)
    report = dataprep.validate(
        files["train"], target=bad.target, method=bad.method,
        validation=files.get("validation", ()), select=(rule.code,),
        **{"today": TODAY, **bad.options},
    )  # fmt: skip
    assert report.findings == []


@pytest.mark.parametrize(("rule", "bad", "fixed"), CASES)
def test_only_safe_repairs_are_made_unasked(
    rule: type[Rule], bad: Sample, fixed: Sample, tmp_path: Path
) -> None:
    """A rule whose repairs are unsafe leaves the file as it is."""
    if rule.fix == "unsafe":
        files = repaired(rule, bad, tmp_path, unsafe=False)
        assert files["train"].read_bytes() == bad.content
