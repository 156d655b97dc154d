"""``--grader``: which parts of a row a grader reads; what is no grader is told before any row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataprep.engine.grader import with_grader
from dataprep.errors import InputError, UsageError
from dataprep.targets import get

CHECK = {
    "type": "string_check",
    "name": "c",
    "operation": "eq",
    "input": "{{ sample.output_text }}",
}


def read(grader: Any) -> Any:
    [target] = with_grader([get("generic")], json.dumps(grader))
    return [path for _, path in target.value("grader_variables")]


@pytest.mark.parametrize(
    ("reference", "paths"),
    [
        ("{{ item.answer }}", [("answer",)]),
        ("{{item.answer}}", [("answer",)]),
        ("{{ item.reference.answer }}", [("reference", "answer")]),
        ("{{ item.units[1].name }}", [("units", 1, "name")]),
        ("{{ item['the answer'].x }}", [("the answer", "x")]),
        ("{{ item.ground-truth }}", [("ground-truth",)]),
        ("{{ item.a }} and {{ item.b }} and {{ item.a }}", [("a",), ("b",)]),
        ("{{ sample.output_tools[0].function.name }}", []),
        ("42", []),
    ],
)
def test_templates_are_paths(reference: str, paths: Any) -> None:
    """Nested, with indices, quoted; each once."""
    assert read({**CHECK, "reference": reference}) == paths


def test_every_place_of_a_template_is_read() -> None:
    """Messages and parts of a model grader, and the graders inside a `multi` one; no code, no names."""
    score = {"type": "score_model", "name": "{{ x }}", "model": "m", "input": [
        {"role": "user", "content": "Is it {{ item.a }}?"},
        {"role": "user", "content": [{"type": "input_text", "text": "{{ item.b }}"}]}]}  # fmt: skip
    python = {"type": "python", "name": "p", "source": "'{{ }}'"}
    inner = {"one": {**CHECK, "reference": "{{ item.c }}"}, "two": score, "three": python}
    multi = {"type": "multi", "name": "m", "graders": inner, "calculate_output": "one + two"}
    assert read(multi) == [("c",), ("a",), ("b",)]
    assert read({**multi, "graders": list(inner.values())}) == [("c",), ("a",), ("b",)]


@pytest.mark.parametrize(
    ("grader", "message"),
    [
        ([CHECK], "it is not JSON|it is no object"),
        ({"name": "c"}, "it has no `type`"),
        ({"type": "exact"}, "its type is `exact`"),
        (CHECK, "a `string_check` grader has `reference`, and it has none"),
        ({"type": "multi", "graders": {}, "calculate_output": "1"}, "holds no graders"),
        ({**CHECK, "reference": "{{ answer }}"}, "`{{ answer }}`, which names no variable"),
        ({**CHECK, "reference": "{{ item }}"}, "`{{ item }}`, which names no variable"),
        ({**CHECK, "reference": "{{ item.a | lower }}"}, "names no variable"),
        ({"type": "multi", "calculate_output": "a", "graders": {
            "a": {"type": "multi", "graders": {"b": CHECK}, "calculate_output": "b"}}},
         "inside another one"),
    ],
)  # fmt: skip
def test_what_is_no_grader_is_a_usage_error(tmp_path: Path, grader: Any, message: str) -> None:
    """The fault, and what a grader is; nothing was validated."""
    file = tmp_path / "grader.json"
    file.write_text(json.dumps(grader))
    with pytest.raises(UsageError, match=message) as told:
        with_grader([get("generic")], str(file))
    assert str(file) in told.value.message
    assert told.value.hint


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing, not JSON, nested without end, as large as a dataset."""
    with pytest.raises(InputError, match="cannot read the grader"):
        with_grader([], str(tmp_path / "none.json"))
    file = tmp_path / "grader.json"
    for content in (b"", b"\xff\xfe\x00", b"[" * 100_000, b" " * (1 << 21)):
        file.write_bytes(content)
        with pytest.raises(UsageError, match="is no grader"):
            with_grader([], str(file))


def test_the_command_takes_a_grader(run: Any, tmp_path: Path) -> None:
    """`--grader FILE` with the file of tasks; the exit code says that it could not be done."""
    file, grader = tmp_path / "tasks.jsonl", tmp_path / "grader.json"
    file.write_text('{"messages": [{"role": "user", "content": "2+2?"}], "answr": "4"}\n')
    grader.write_text(json.dumps({**CHECK, "reference": "{{ item.answer }}"}))
    options = ["validate", file, "--method", "reinforcement", "--select", "RFT003", "--isolated"]
    ran = run(*options, "--grader", grader, "--output-format", "concise")
    assert ran.code == 1
    assert "the grader reads `{{ item.answer }}`, and the row has no `answer`" in ran.stdout
    grader.write_text("{}")
    ran = run(*options, "--grader", grader)
    assert ran.code == 2
    assert "it has no `type`" in ran.stderr
