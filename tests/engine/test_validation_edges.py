"""Rows and inputs at the edge of what can be looked at, each of which once went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dataprep import DataprepError, validate

TODAY = "2026-11-20"
ROOT = Path(__file__).resolve().parents[2]
ROW = b'{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}'


@pytest.mark.parametrize(
    "row",
    [
        b'{"messages":' + b"[" * 260 + b"]" * 260 + b"}",
        ROW[:-1] + b',"meta":' + b'{"a":' * 600 + b"1" + b"}" * 600 + b"}",
    ],
)
def test_a_rejected_row_may_be_as_deep_as_the_parser_takes(row: bytes, tmp_path: Path) -> None:
    """What the schema's library cannot follow is a finding of its own, and no crash."""
    path = tmp_path / "deep.jsonl"
    path.write_bytes(ROW + b"\n" + row + b"\n")

    found = validate([path], select=["JSN", "SCH", "CHT"], today=TODAY).findings

    assert [(one.code, one.location.line) for one in found] == [("JSN015", 2)]
    assert "255 levels" in found[0].message


def test_parts_where_a_target_takes_none(tmp_path: Path) -> None:
    """A list of parts is named as such, whatever is in it."""
    path = tmp_path / "parts.jsonl"
    path.write_bytes(ROW.replace(b'"a"', b'[{"type":"text","text":"a"}]') + b"\n")

    found = validate([path], target="bedrock-claude", select=["SCH"], today=TODAY).findings

    assert [one.message for one in found] == ["`messages[0].content` is a list, not a string"]


def test_a_reader_who_leaves_changes_no_verdict(tmp_path: Path) -> None:
    """`dataprep validate ... | head -1` fails for a bad file like the command alone."""
    path = tmp_path / "bad.jsonl"
    path.write_bytes((ROW.replace(b'"b"', b'""') + b"\n") * 3000)
    command = [sys.executable, "-m", "dataprep", "validate", str(path), "--isolated",
               "--output-format", "concise", "--max-per-rule", "0"]  # fmt: skip
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert running.stdout is not None
    running.stdout.readline()
    running.stdout.close()

    _, errors = running.communicate(timeout=60)

    assert (running.returncode, errors) == (1, b"")


def test_lines_that_end_in_a_carriage_return_alone(tmp_path: Path) -> None:
    """For everybody else the file is one line."""
    path = tmp_path / "old.jsonl"
    path.write_bytes((ROW + b"\r") * 3)

    found = validate([path], select=["JSN"], today=TODAY).findings

    assert [one.code for one in found] == ["JSN004"]
    assert "carriage return" in found[0].message


def test_an_answer_behind_a_call_without_its_result(tmp_path: Path) -> None:
    """The assistant cannot go on before the result is there."""
    call = (
        b'{"role":"assistant","tool_calls":[{"id":"c","type":"function",'
        b'"function":{"name":"f","arguments":"{}"}}]},'
    )
    path = tmp_path / "calls.jsonl"
    path.write_bytes(ROW.replace(b'{"role":"assistant"', call + b'{"role":"assistant"') + b"\n")

    found = validate([path], select=["TLS006"], today=TODAY).findings

    assert [one.message for one in found] == [
        "the call of `f` has no result, and the assistant goes on"
    ]


def test_no_rows_are_an_empty_file() -> None:
    """An empty list is a dataset without rows."""
    assert [one.code for one in validate([], select=["JSN"], today=TODAY).findings] == ["JSN013"]


@pytest.mark.parametrize("paths", [{"messages": []}, b"x", 5, None])
def test_what_is_neither_files_nor_rows(paths: Any) -> None:
    """The error says what can be given."""
    with pytest.raises(DataprepError, match="is neither a file nor rows"):
        validate(paths, today=TODAY)
