"""No report shows a secret or a person's data, whichever rule speaks and whatever is selected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dataprep
from dataprep.cli.main import run
from dataprep.engine.validation.options import CHOICES

TODAY = "2026-11-21"
# In parts, so that nobody's scanner takes these for a leak.
TOKEN = "ghp_" + "16C7e42F292c69" + "12E7710c838347Ae" + "4H2Y7G"
MAIL = "ada.rehm" + "@" + "stadtbuecherei-nord.de"
UNKNOWN = "q8Zr3TnV" + "5xLw9KpB2" + "dYh7Mc4" + "Wj1Gf6"
CALL = {"id": "a", "type": "function",
        "function": {"name": "push", "arguments": json.dumps({"token": TOKEN})}}  # fmt: skip
TOOL = {"type": "function", "function": {"name": "push", "parameters": {
    "type": "object", "properties": {"token": {"type": "integer"}}}}}  # fmt: skip
ASKED, ANSWER = {"role": "user", "content": "hi"}, {"role": "assistant", "content": "a"}
LINES = [
    json.dumps({"messages": [ASKED | {"role": TOKEN}, ANSWER | {"weight": UNKNOWN}], TOKEN: 1}),
    json.dumps({"messages": [ASKED | {"name": f"{MAIL} {UNKNOWN}"}, ANSWER], MAIL: 1}),
    json.dumps({"messages": [ASKED, {"role": "assistant", "tool_calls": [CALL]}], "tools": [TOOL]}),
    json.dumps({"messages": [ASKED, {"role": "tool", "tool_call_id": TOKEN, "content": "x"}, ANSWER]}),
    '{"messages": [{"role": "user", "content": "token: ' + TOKEN,  # a line break inside a text
    f"token: {TOKEN}",
    '{"messages": [{"role": "user", "content": "token: ' + TOKEN[:36],  # cut off in the token
]  # fmt: skip
PIECES = (TOKEN[5:25], MAIL[2:], UNKNOWN[5:25])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file whose mistakes are made of private values."""
    found = tmp_path / "t.jsonl"
    found.write_text("".join(f"{line}\n" for line in LINES))
    return found


@pytest.mark.parametrize("form", CHOICES["output_format"])
@pytest.mark.parametrize("select", ["DEFAULT", "JSN,SCH,CHT,TLS"])
def test_no_form_of_report_shows_them(path, capsys, form, select) -> None:
    """In messages, helps, places and excerpts; with the rules about secrets on or off."""
    run(["validate", str(path), "--isolated", "--today", TODAY, "--output-format", form,
         "--select", select])  # fmt: skip
    shown = capsys.readouterr().out

    assert "CHT002" in shown and "JSN001" in shown
    assert not [piece for piece in PIECES if piece in shown]


def test_a_baseline_keeps_none_of_them(path, tmp_path) -> None:
    """It is committed beside the data."""
    dataprep.validate(path, today=TODAY, write_baseline=tmp_path / "b.txt")
    assert not [piece for piece in PIECES if piece in (tmp_path / "b.txt").read_text()]


def test_what_is_none_is_shown_as_it_is(tmp_path) -> None:
    """Names, sizes and versions are what a message is for."""
    path = tmp_path / "t.jsonl"
    words = ["customer_service_agent_2", "gpt-4.1-mini-2025-04-14", "user1234", "12,345,678"]
    rows = [{"messages": [ASKED | {"role": word}, ANSWER]} for word in words]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = dataprep.validate(path, today=TODAY, select=["CHT002"]).findings
    assert [word for word, one in zip(words, found, strict=True) if word in one.message] == words
