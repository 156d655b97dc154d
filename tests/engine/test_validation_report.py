"""The report: its shape, and what is said once about defects that several rules could name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dataprep import validate

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas/report.schema.json").read_text()))
ASKED, ANSWERED = {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}
ROW: dict[str, Any] = {"messages": [ASKED, ANSWERED]}


def found(folder: Path, *rows: Any, **options: Any) -> list[tuple[str, str]]:
    """Return code and message of what is said about rows, without what is said of small data."""
    path = folder / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = validate(path, today="2026-03-01", **{"ignore": ["SET"], **options})
    return [(one.code, one.message) for one in report.findings]


@given(
    lines=st.lists(
        st.sampled_from(
            (b"", b"{", b'{"text":"x"}', b'{"messages":[]}', json.dumps(ROW).encode(), b"null",
             b'{"messages":[{"role":"gpt","content":""}],"id":1}', b'{"text":"x","text":"y"}',
             b'{"prompt":"a","completion":""}', b'{"text":"<|endoftext|>"}', b"\xff", b"[]")
        ),
        max_size=12,
    ),
    target=st.lists(st.sampled_from(("generic", "openai/gpt-4.1-mini", "mistral")), unique=True),
    tokens=st.sampled_from(("limits", "exact", "off")),
)  # fmt: skip
def test_a_report_is_as_its_schema_says(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], target: list[str], tokens: str
) -> None:
    """Whatever was found, `Report.to_dict` is valid by ``schemas/report.schema.json``."""
    path = tmp_path_factory.getbasetemp() / "report.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    report = validate(path, target=target, tokens=tokens, today="2026-03-01").to_dict()

    SCHEMA.validate(json.loads(json.dumps(report)))
    assert sum(report["summary"]["rules"].values()) == len(report["findings"])


def _called(*answers: str, after: tuple[dict[str, Any], ...] = (ANSWERED,)) -> dict[str, Any]:
    calls = [
        {"id": f"call_{number}", "type": "function", "function": {"name": "f", "arguments": "{}"}}
        for number in range(2)
    ]
    results = [{"role": "tool", "tool_call_id": one, "content": "1"} for one in answers]
    turns = [ASKED, {"role": "assistant", "tool_calls": calls}, *results, *after]
    return {"messages": turns, "tools": [{"type": "function", "function": {"name": "f"}}]}


def test_a_row_that_was_written_as_json_twice(tmp_path: Path) -> None:
    """A text that holds an object is told from other texts."""
    assert found(tmp_path, json.dumps(ROW), "hello", ROW) == [
        ("JSN002", "the row is a text that holds JSON: it was written as JSON twice"),
        ("JSN002", "the row is a text, not an object"),
    ]


@pytest.mark.parametrize("method", [None, "supervised", "dpo"])
def test_preference_data_of_another_shape(tmp_path: Path, method: str | None) -> None:
    """Rows with chosen and rejected answers are named as what they are, and nothing else is advised."""
    [(code, message)] = found(
        tmp_path, {"prompt": "a", "chosen": "b", "rejected": "c"}, method=method
    )

    assert code == "SCH001" and message.endswith(
        "the row has the keys of Hugging Face preference data"
    )


def test_rows_for_a_grader_are_named_once(tmp_path: Path) -> None:
    """The keys beside a question are one finding, which names the method; metadata is no sign."""
    graded = {"messages": [ASKED], "reference": 1, "rubric": "x", "id": 5}
    assert (
        "SCH002",
        "the row ends with a question and has `reference`, `rubric`, `id` beside it",
    ) in (found(tmp_path, graded, method="supervised"))
    assert len(found(tmp_path, graded, method="supervised", select=["SCH002"])) == 1
    assert found(tmp_path, {"messages": [ASKED], "id": 5}, select=["SCH002"]) == [
        ("SCH002", "`generic` takes no key `id` in the row")
    ]
    assert found(tmp_path, graded, method="reinforcement", select=["SCH"]) == []
    assert (
        found(tmp_path, graded, select=["SCH", "CHT"]) == []
    )  # nobody said that it is for answers


@pytest.mark.parametrize(("key", "fix"), [("id", "safe"), ("Created-At", "safe"),
                                          ("answer", "unsafe"), ("weight", "unsafe")])  # fmt: skip
def test_only_metadata_goes_safely(tmp_path: Path, key: str, fix: str) -> None:
    """A key of which nobody knows what it says is not removed by a safe fix."""
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps({**ROW, key: "x"}))

    assert [one.fix for one in validate(path, select=["SCH002"]).findings] == [fix]


def test_a_call_that_is_left_when_the_assistant_goes_on(tmp_path: Path) -> None:
    """Of calls made together, one without a result is named; calls at the end need none."""
    left = ("TLS006", "the call of `f` has no result, and the assistant goes on")
    assert found(tmp_path, _called("call_0")) == [left]
    assert found(tmp_path, _called("call_1", "call_0")) == []
    assert found(tmp_path, _called(after=())) == []


def test_a_tool_message_without_an_id(tmp_path: Path) -> None:
    """A result that names no call is the same rule's as one that names a wrong call."""
    row = _called("call_0", "call_1")
    del row["messages"][3]["tool_call_id"]

    assert ("TLS005", "`messages[3]` is a tool message without `tool_call_id`") in found(
        tmp_path, row, select=["SCH", "TLS"]
    )


@pytest.mark.parametrize("weight", [1.0, 0.0])
def test_a_weight_with_a_point(tmp_path: Path, weight: float) -> None:
    """JSON Schema takes 1.0 for 1, platforms do not."""
    assert found(
        tmp_path, {"messages": [ASKED, {**ANSWERED, "weight": weight}]}, select=["CHT011"]
    ) == [("CHT011", f"`messages[1].weight` is `{weight}`, not `0` or `1`")]


def test_what_one_rule_names_no_other_does(tmp_path: Path) -> None:
    """A definition that is wrong does not vary too; equal pieces of conversations are no duplicates."""
    tools = [{"type": "function", "function": {"name": "f", "parameters": {"type": kind}}}
             for kind in ("object", "dict")]  # fmt: skip
    rows = [{**ROW, "tools": [one]} for one in tools]
    assert [code for code, _ in found(tmp_path, *rows, select=["TLS008", "TLS011"])] == ["TLS008"]

    piece = {"messages": [{"role": "system", "content": "Be brief."}]}
    assert {code for code, _ in found(tmp_path, piece, piece)} == {"CHT016"}
