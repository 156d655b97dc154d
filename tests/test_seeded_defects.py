"""Datasets with one defect each are named by the right rule at the right line, their twins are clean."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from seeded import DEFECTS
from seeded.clean import CHATS
from seeded.defect import Defect, lines

from dataprep import validate
from dataprep.model import Severity
from dataprep.rules.registry import rules

TODAY = "2026-03-01"  # a day on which OpenAI takes jobs from everybody
FAMILIES = (
    "JSN",
    "SCH",
    "CHT",
    "TLS",
    "TOK",
    "PRC",
    "PRF",
    "RFT",
    "IMG",
    "DUP",
    "TXT",
    "SEC",
    "SET",
    "TGT",
)
OPENAI = "openai/gpt-4.1-mini"

Found = Counter[tuple[str, int | None]]


def findings(folder: Path, name: str, content: bytes, held: bytes | None, **options: Any) -> Any:
    """Return the findings in a train file and a validation file."""
    if options.get("near_duplicates"):
        pytest.importorskip("numpy")
    train, validation = folder / name, folder / "held-out.jsonl"
    train.write_bytes(content)
    if held is not None:
        validation.write_bytes(held)
        options["validation"] = [validation]
    return validate([train], **{"today": TODAY, **options}).findings


def loud(found: Any, code: str = "") -> Found:
    """Return (code, line) of errors and warnings, and of what one code says in any severity."""
    return Counter(
        (one.code, one.location.line)
        for one in found
        if one.severity > Severity.INFO or one.code == code
    )


def targets(defect: Defect) -> list[str]:
    """Return the targets for which the twin must be clean: its own, or all that take such rows."""
    options = {**defect.options, **defect.clean_options}
    if "targets" in options or "target" in defect.clean_options:
        return [options["target"]]
    own = options.get("target", "generic")
    if b'"prompt"' in defect.clean or b'{"text"' in defect.clean:
        return list(dict.fromkeys([own, "generic", "together"]))
    # Pictures, and what has a method that this model does not train.
    if b"image_url" in defect.clean or options.get("method") == "reinforcement":
        return [own]
    return list(dict.fromkeys([own, "generic", OPENAI]))


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: f"{one.code}-{one.name}")
def test_a_defect_is_named_at_its_line_and_nothing_else_is(defect: Defect, tmp_path: Path) -> None:
    """One defect, one finding: the right code at the right line, and no other error or warning."""
    found = findings(tmp_path, defect.file, defect.content, defect.validation, **defect.options)
    expected = Counter([(defect.code, defect.line), *defect.companions])
    said = [f"{one.code}:{one.location.line} {one.message}" for one in found]
    assert loud(found, defect.code) == expected, said
    named = next(one for one in found if one.code == defect.code)
    assert str(named.severity) == (defect.severity or str(named.severity))
    assert named.help, "no next step"


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: f"{one.code}-{one.name}")
def test_the_twin_of_a_defect_is_clean(defect: Defect, tmp_path: Path) -> None:
    """Without its defect a dataset has no error and no warning, for any target that takes its rows."""
    for target in targets(defect):
        options = {**defect.options, **defect.clean_options, "target": target}
        found = findings(tmp_path, "train.jsonl", defect.clean, defect.clean_validation, **options)
        said = [f"{one.code}:{one.location.line} {one.message}" for one in found]
        assert not loud(found, defect.code), (target, said)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not-ended"])
def test_line_ends_are_no_defect(tmp_path: Path, end: bytes, last: bool) -> None:
    """Files of Windows, and files whose last line does not end, are clean."""
    content = lines(CHATS).replace(b"\n", end)
    found = findings(tmp_path, "train.jsonl", content if last else content.rstrip(), None)
    assert not loud(found)


def test_every_rule_of_the_families_has_a_defect() -> None:
    """No rule is without a seeded defect, and no two defects share a name."""
    seeded = {one.code for one in DEFECTS}
    assert {code for code in rules() if code.startswith(FAMILIES)} - seeded == set()
    assert len(DEFECTS) >= 200
    assert len({one.name for one in DEFECTS}) == len(DEFECTS)


def test_a_defect_changes_its_file() -> None:
    """The dataset with a defect differs from its twin in bytes, in its name or in an option."""
    for one in DEFECTS:
        changed = one.content != one.clean or one.validation != one.clean_validation
        assert changed or one.file != "train.jsonl" or one.clean_options, one.name
    assert lines(CHATS).count(b"\n") == len(CHATS)
