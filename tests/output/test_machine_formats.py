"""The formats that programs read, each read by something else than what wrote it."""

from __future__ import annotations

import json
import re
from collections import Counter
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sarif_constraints import SCHEMA

from dataprep import schemas
from dataprep.engine.validation.options import CHOICES
from dataprep.engine.validation.report import Report
from dataprep.model import Finding, Location, Severity
from dataprep.output.formats import get, names
from dataprep.output.formats.base import Style

ROW = '{"messages": [{"role": "usr", "content": "a"}, {"role": "assistant", "content": "b"}]}'
MACHINE = ("json", "jsonl", "sarif", "github", "gitlab", "junit")
COMMAND = re.compile(
    r"::(error|warning|notice) ([a-zA-Z]+=[^,:]*(?:,[a-zA-Z]+=[^,:]*)*)::([^\r\n]*)"
)
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "properties": {
                    "path": {"type": "string", "not": {"pattern": "^(/|\\./)"}},
                    "lines": {
                        "type": "object",
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                        "required": ["begin"],
                    },
                },
                "required": ["path", "lines"],
            },
        },
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
    },
}
HOSTILE = st.lists(
    st.sampled_from(
        ["\n", "\r", "\r\n", "::", "::error::", "%", "%0A", '"', "'", "\0", "\x1b[31m", "\ud800",
         "\udcff", "]]>", "<![CDATA[", "&", "<b>", ",", ":", "{0}", "[a](b)", "\\", "\u2028", "\ufffe",
         "\x85", "\u202e", "ü", "😀", "a", " "]
    ), max_size=8,
).map("".join)  # fmt: skip


@st.composite
def findings(draw):
    text = draw(HOSTILE)
    place = Location(
        draw(
            st.one_of(st.just("a.jsonl"), st.just("d/ü b%.jsonl"), HOSTILE.map(lambda x: f"x{x}"))
        ),
        draw(st.none() | st.integers(1, 99)),
        json_path=draw(st.just("") | HOSTILE.map(lambda x: f"$.{x}")),
    )
    if place.line and draw(st.booleans()):
        place = place._replace(column=3, end_column=draw(st.integers(3, 9)))
    return Finding(
        *draw(st.sampled_from([("CHT002", "unknown-role"), ("JSN001", "invalid-json")])),
        draw(st.sampled_from(Severity)), f"m{text}", place, draw(HOSTILE),
        fingerprint=draw(st.sampled_from(["0" * 16, "1234567890abcdef"])),
        targets=draw(st.just(()) | st.tuples(HOSTILE)),
        baselined=draw(st.booleans()),
    )  # fmt: skip


def report(found):
    """A report of findings, counted as the engine does."""
    said = Report(files=[{"path": "a.jsonl", "part": "train", "rows": 1, "bytes": 2}])
    said.findings = list(found)
    said.counts = Counter(
        (one.code, one.severity, one.fix, one.targets) for one in found if not one.baselined
    )
    said.names = {one.code: one.name for one in found}
    return said


def written(name, found):
    text = "\n".join(get(name).lines(report(found), Style()))
    text.encode("utf-8")  # can be written
    return text


def plain(code="CHT002", line=2, **more):
    place = Location("a.jsonl", line, 5, 9, "$.messages[0].role")
    one = Finding(code, "unknown-role", Severity.ERROR, "the role is `x`", place, "write `user`")
    return one._replace(fingerprint="0123456789abcdef", **more)


def commands(text):
    """The workflow commands of a log, unescaped as the runner does."""
    for line in text.split("\n"):
        name, properties, message = COMMAND.fullmatch(line).groups()
        said = dict(one.split("=", 1) for one in properties.split(","))
        yield name, {key: _unescaped(value) for key, value in said.items()}, _unescaped(message)


def _unescaped(text):
    for code, character in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_the_choices_are_the_renderers():
    """Command line, configuration and renderers know the same names; machines miss nothing."""
    config = schemas.load("config")["properties"]["output-format"]["enum"]
    assert sorted(CHOICES["output_format"]) == sorted(config) == names()
    assert all(get(name).complete for name in MACHINE)
    assert not any(get(name).excerpts for name in MACHINE)


@given(st.lists(findings(), max_size=6))
def test_hostile_texts_survive_jsonl(found):
    """One finding a line, as the report's schema has it."""
    lines = [json.loads(line) for line in written("jsonl", found).split("\n") if line]
    assert lines == [json.loads(json.dumps(one.to_dict())) for one in found]
    schema = schemas.load("report")
    one = {"$ref": "#/$defs/finding", "$defs": schema["$defs"]}
    for line in lines:
        jsonschema.validate(line, one)


@given(st.lists(findings(), max_size=6))
def test_hostile_texts_survive_sarif(found):
    """Every result keeps rule, place and a fingerprint of its own."""
    data = json.loads(written("sarif", found))
    jsonschema.validate(data, SCHEMA)
    (run,) = data["runs"]
    assert [one["ruleId"] for one in run["results"]] == [one.code for one in found]
    ids = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert [ids[one["ruleIndex"]] for one in run["results"]] == [one.code for one in found]
    hashes = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]
    assert len(set(hashes)) == len(hashes)
    for one in run["results"]:
        region = one["locations"][0]["physicalLocation"]["region"]
        assert region["endColumn"] >= region["startColumn"]
        assert not re.search(r"(?<!\\)\]\(", one["message"]["text"])


@given(st.lists(findings(), max_size=6))
def test_hostile_texts_survive_github(found):
    """No text begins a command of its own; one annotation a rule, the totals first."""
    said = list(commands(written("github", found)))
    assert said[0][:2] == ("notice", {"title": "dataprep"})
    fresh = [one for one in found if not one.baselined]
    codes = sorted(one["title"][10:16] for _, one, _ in said[1:])
    assert codes == sorted({one.code for one in fresh})
    order = ["error", "warning", "notice"]
    ranks = [order.index(name) for name, _, _ in said[1:]]
    assert ranks == sorted(ranks)


@given(st.lists(findings(), max_size=6))
def test_hostile_texts_survive_gitlab(found):
    """An array as Code Quality reads it, every fingerprint unique."""
    data = json.loads(written("gitlab", found))
    jsonschema.validate(data, GITLAB)
    fresh = [one for one in found if not one.baselined]
    assert [one["description"][:6] for one in data] == [one.code for one in fresh]
    assert len({one["fingerprint"] for one in data}) == len(fresh)


@given(st.lists(findings(), max_size=6))
def test_hostile_texts_survive_junit(found):
    """XML that parses, whose counts are those of its cases."""
    root = ElementTree.fromstring(written("junit", found).encode())
    cases = root.findall("testsuite/testcase")
    failures = root.findall("testsuite/testcase/failure")
    assert (root.tag, int(root.get("tests"))) == ("testsuites", len(cases))
    assert int(root.get("failures")) == len(failures) == sum(not one.baselined for one in found)
    for suite in root:
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
    assert len(cases) >= 1


def test_a_clean_file_passes():
    """Nothing to say is a passing case, an empty array, no result, no line, and totals."""
    root = ElementTree.fromstring(written("junit", []))
    assert [one.get("name") for one in root.iter("testcase")] == ["no findings"]
    assert json.loads(written("gitlab", [])) == []
    assert json.loads(written("sarif", []))["runs"][0]["results"] == []
    assert written("jsonl", []) == ""
    assert written("github", []) == "::notice title=dataprep::no findings: 1 row in 1 file"


def test_sarif_names_places_from_the_root(tmp_path, monkeypatch):
    """Relative URIs, percent-encoded, whatever way the file was named; no part of a row."""
    monkeypatch.chdir(tmp_path)
    for name in ("d/ü b%.jsonl", f"{tmp_path}/d/ü b%.jsonl", "./d/ü b%.jsonl"):
        one = plain()
        data = json.loads(
            written("sarif", [one._replace(location=one.location._replace(path=name))])
        )
        (result,) = data["runs"][0]["results"]
        place = result["locations"][0]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert (uri, unquote(uri)) == ("d/%C3%BC%20b%25.jsonl", "d/ü b%.jsonl")
        assert place["physicalLocation"]["region"] == {
            "startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9,
        }  # fmt: skip
        assert place["logicalLocations"] == [{"fullyQualifiedName": "$.messages[0].role"}]
    rule = data["runs"][0]["tool"]["driver"]["rules"][0]
    assert "**What to do.**" in rule["help"]["markdown"]


def test_sarif_shows_five_thousand():
    """Of more, every rule keeps its first; a notification says how many are left out."""
    many = [plain(line=number) for number in range(1, 6001)]
    found = [*many, plain("JSN001", 7000)]
    data = json.loads(written("sarif", found))
    jsonschema.validate(data, SCHEMA)
    (run,) = data["runs"]
    assert Counter(one["ruleId"] for one in run["results"]) == {"CHT002": 4999, "JSN001": 1}
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith(
        "1,001 more findings are not shown: the limit is 5,000"
    )


def test_github_folds_a_rule_into_one_annotation():
    """With the count, the first places and how many more."""
    said = list(commands(written("github", [plain(line=number) for number in range(2, 10)])))
    assert said[0][2] == "8 errors: 1 row in 1 file"
    name, properties, text = said[1]
    assert (name, properties) == (
        "error",
        {
            "title": "dataprep (CHT002 unknown-role)",
            "file": "a.jsonl",
            "line": "2",
            "col": "5",
            "endColumn": "9",
        },
    )
    assert text.split("\n") == [
        "the role is `x`",
        "write `user`",
        "8 findings: a.jsonl:2, a.jsonl:3, a.jsonl:4, a.jsonl:5, a.jsonl:6 and 3 more",
    ]


def test_github_reads_a_hostile_name_as_it_is():
    """Colons, commas and percent signs of a name separate nothing; a line break starts nothing."""
    place = Location("a,b:c%3A.jsonl", 1)
    one = plain()._replace(location=place, message="50%0A\n::error::x")
    _, (name, properties, text) = commands(written("github", [one]))
    assert (name, properties["file"], properties["line"]) == ("error", "a,b:c%3A.jsonl", "1")
    assert text.startswith("50%0A\n::error::x\n")


@pytest.mark.parametrize(
    ("name", "variable"), [("github", "GITHUB_WORKSPACE"), ("gitlab", "CI_PROJECT_DIR")]
)
def test_hosts_say_where_the_root_is(name, variable, tmp_path, monkeypatch):
    """A run in a folder of the repository names files from the root."""
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    monkeypatch.setenv(variable, str(tmp_path))
    assert "sub/a.jsonl" in written(name, [plain()])


@pytest.mark.parametrize("name", MACHINE)
def test_the_command_line_writes_them(name, run, tmp_path, monkeypatch):
    """On standard output, all findings, and the exit code as ever."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.jsonl").write_text((ROW + "\n") * 30)
    ran = run("validate", "t.jsonl", "--output-format", name, "--select", "CHT002",
              "--today", "2026-11-20")  # fmt: skip
    assert (ran.code, ran.stderr) == (1, "")
    expected = {"github": "30 findings: t.jsonl:1,", "junit": 'failures="30"'}
    found = ran.stdout.count("CHT002") if name not in expected else 30
    assert found >= 30
    assert expected.get(name, "CHT002") in ran.stdout
