"""`dataprep explain` and `dataprep rules` as a user meets them."""

from __future__ import annotations

import json

import pytest

from dataprep.codes import CODES
from dataprep.rules.documentation import family
from dataprep.rules.registry import rules


@pytest.mark.parametrize("word", ["JSN001", "jsn001", "invalid-json"])
def test_a_rule_is_explained(run, word):
    """By code or name: what it is, why, what to do, where that is from, and examples."""
    said = run("explain", word)
    assert (said.code, said.stderr) == (0, "")
    lines = said.stdout.splitlines()
    assert lines[:2] == ["JSN001 invalid-json", "severity: error"]
    heads = ["What it does", "Why it matters", "What to do", "Source", "Bad", "Good"]
    places = [lines.index(head) for head in heads]
    assert places == sorted(places)


def test_a_code_that_is_no_rule_is_explained(run):
    """What reading and converting say, too."""
    said = run("explain", "ragged-row")
    assert said.stdout.splitlines() == [
        "REA001 ragged-row", "severity: error", "raised by: reading or converting", "",
        "Finds a table row with more or fewer cells than the header.",
    ]  # fmt: skip


@pytest.mark.parametrize("code", [*rules(), *CODES])
def test_every_code_can_be_explained(run, code):
    """Readably, in lines that end, without a control character."""
    said = run("explain", code)
    assert said.code == 0
    assert all(line.isprintable() and len(line) < 2000 for line in said.stdout.splitlines())


def test_an_unknown_code(run):
    """Exit code 2, with the nearest one."""
    said = run("explain", "invalid-jsn")
    assert (said.code, said.stdout) == (2, "")
    assert "no code and no name is `invalid-jsn`" in said.stderr
    assert "did you mean `invalid-json`?" in said.stderr
    assert "see them with: dataprep rules" in run("explain", "%%%").stderr


def test_explaining_as_data(run):
    """One JSON object a line, with the paragraphs and the examples."""
    said = run("explain", "--json", "JSN001", "REA001")
    rule, code = map(json.loads, said.stdout.splitlines())
    assert (rule["code"], rule["severity"], rule["layer"]) == ("JSN001", "error", "file")
    assert rule["what"] and rule["source"] and rule["bad"][0]["text"]
    assert code == {
        "code": "REA001", "name": "ragged-row", "severity": "error",
        "meaning": "a table row with more or fewer cells than the header",
    }  # fmt: skip


def test_all_rules_are_listed(run):
    """A line each, under its family, and how many there are."""
    lines = run("rules").stdout.splitlines()
    assert lines[0] == family(next(iter(rules())))
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    assert listed == list(rules())
    assert lines[-1] == f"{len(rules())} rules; about one of them: dataprep explain CODE"


def test_some_rules_are_listed(run):
    """By the words that select them."""
    said = run("rules", "--select", "JSN001,blank-line", "--json")
    first, second = json.loads(said.stdout)
    assert (first["code"], second["code"]) == ("JSN001", "JSN005")
    assert (second["fix"], second["family"]) == ("safe", "The file and its JSON")
    assert "1 rule; about" in run("rules", "--select", "JSN001").stdout
    said = run("rules", "--select", "JSN01x")
    assert said.code == 2 and "no rule is called `JSN01x`" in said.stderr
