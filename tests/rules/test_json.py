"""The rules about a file and its JSON: what they say, and that they agree with the readers' codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dataprep.codes import CODES
from dataprep.engine.validation.file_look import look
from dataprep.model import Location, Severity
from dataprep.readers.encoding import decide
from dataprep.readers.json.examine import examine
from dataprep.readers.json.origin import Origin
from dataprep.readers.json.rows import values_of
from dataprep.readers.source import Source
from dataprep.rules.base import FileRule, LineRule, Problem, Rule, Sample
from dataprep.rules.registry import rules
from dataprep.targets import Figure, Target

ROW = b'{"messages": []}\n'
FAMILY = {code: rule for code, rule in rules().items() if code.startswith("JSN")}


def target(**figures: Any) -> Target:
    return Target(
        "here", "here", "Here", {key: Figure(one, "", date.min) for key, one in figures.items()}
    )


def said(
    folder: Path, content: bytes, name: str = "data.jsonl", **figures: Any
) -> Mapping[str, Problem]:
    """Return what the file rules say by code, with the problem; each speaks once at most."""
    (folder / name).write_bytes(content)
    view = look(Source.of(folder / name, name))
    found: dict[str, Problem] = {}
    for code, rule in FAMILY.items():
        if issubclass(rule, FileRule):
            for problem in rule().check(view, target(**figures)):
                assert code not in found
                found[code] = problem
    return found


def test_the_family() -> None:
    """All fifteen rules are there, and a code that the readers use has one name and severity."""
    assert list(FAMILY) == [f"JSN{number:03}" for number in range(1, 16)]
    for code, rule in FAMILY.items():
        if code in CODES:
            assert (rule.name, rule.severity) == (CODES[code].name, CODES[code].severity)


@pytest.mark.parametrize(
    ("content", "code", "message", "line"),
    [
        (b"[" + ROW + b"," + ROW + b"]", "JSN003", "the whole file is one JSON array of 2 elements", 1),
        (b"[" + ROW + b"]", "JSN003", "the whole file is one JSON array of 1 element", 1),
        (b"[\n" + ROW + b",\n]", "JSN003", "the whole file is one JSON array", 1),
        (b'[{"role": "user"},\n{"role": "assistant"}]', "JSN003",
         "the whole file is one JSON array of 2 messages without their key", 1),
        (b'{\n"messages": []}\n', "JSN004",
         "objects are written over several lines; each row is one line", 1),
        (ROW.strip() * 2, "JSN004",
         "several objects stand on one line, without line breaks between them", 1),
        (ROW.decode().encode("utf-16-le"), "JSN007", "the file seems to be UTF-16-LE, not UTF-8",
         None),
        (ROW.decode().encode("utf-16"), "JSN007", "the file is UTF-16, not UTF-8", None),
        (ROW + b'{"a": "caf\xe9"}\n', "JSN007",
         "the byte 0xE9 at offset 27 is not UTF-8; the file seems to be CP1252", 2),
        (b"", "JSN013", "the file is empty", None),
        (b"\n \n", "JSN013", "the file holds white space only", None),
        (b"\xef\xbb\xbf", "JSN013", "the file holds a byte order mark and nothing else", None),
        (b"a,b\n1,2\n3,4\n", "JSN014",
         "the file is a table of separated values (CSV), not JSON Lines", 1),
    ],
)  # fmt: skip
def test_files_as_a_whole(
    tmp_path: Path, content: bytes, code: str, message: str, line: int | None
) -> None:
    """One rule speaks for a file, says what it is, and points at the line where it shows."""
    found = said(tmp_path, content)
    assert list(found) == [code]
    assert found[code].message == message
    assert found[code].help
    place = found[code].location
    assert place == (None if line is None else Location("data.jsonl", line))


def test_an_array_is_repaired_where_its_elements_are_rows(tmp_path: Path) -> None:
    """An array of messages, of texts, or one that is cut off, is not offered a repair."""
    assert said(tmp_path, b"[" + ROW + b"]")["JSN003"].fix is None
    for content in (b'[{"role": "user"},\n{"role": "user"}]', b'["a",\n"b"]', b"[\n" + ROW + b","):
        assert said(tmp_path, content)["JSN003"].fix == ""


@pytest.mark.parametrize(
    ("content", "wish", "told"),
    [
        (b"\xef\xbb\xbf" + ROW, "unwanted",
         ("the file begins with a byte order mark, which here does not want", None, None)),
        (ROW, "wanted",
         ("the file has no byte order mark, which here asks for", Severity.INFO, "")),
        (b"\xef\xbb\xbf" + ROW, "wanted", None),
        (b"\xef\xbb\xbf" + ROW, "accepted", None),
        (b"\xef\xbb\xbf" + ROW, None, None),
        (ROW, "unwanted", None),
        (b"a,b\n1,2\n3,4\n", "wanted", None),
    ],
)  # fmt: skip
def test_the_target_decides_about_the_mark(
    tmp_path: Path, content: bytes, wish: str | None, told: tuple[Any, ...] | None
) -> None:
    """A byte order mark is wrong, missing or indifferent by the target's word."""
    figures = {} if wish is None else {"byte_order_mark": wish}
    found = said(tmp_path, content, **figures).get("JSN006")
    assert (found and (found.message, found.severity, found.fix)) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.json", ("the name ends in `.json`; here takes `.jsonl`", "rename it to a.jsonl")),
        ("a", ("the name has no suffix; here takes `.jsonl`", "rename it to a.jsonl")),
        ("a.JSONL", None),
        ("<stdin>", None),
    ],
)
def test_names(tmp_path: Path, name: str, told: tuple[str, str] | None) -> None:
    """A name that the target does not take is told with the one that it takes."""
    found = said(tmp_path, ROW, name, suffixes=[".jsonl"]).get("JSN011")
    assert (found and (found.message, found.help)) == told
    assert "JSN011" not in said(tmp_path, ROW, name)


def test_a_packed_name(tmp_path: Path) -> None:
    """A compressed file is to be unpacked, not renamed."""
    import gzip

    found = said(tmp_path, gzip.compress(ROW), "a.jsonl.gz", suffixes=[".jsonl"])["JSN011"]
    assert (found.message, found.help) == (
        "the name ends in `.gz`; here takes `.jsonl`",
        "unpack it to a.jsonl",
    )


def test_an_array_is_not_told_about_its_name(tmp_path: Path) -> None:
    """What is no rows has another problem than its name."""
    assert list(said(tmp_path, b"[" + ROW + b"]", "a.json", suffixes=[".jsonl"])) == ["JSN003"]


def test_the_size_is_the_targets(tmp_path: Path) -> None:
    """A file of the very limit is fine, one byte more is not."""
    assert said(tmp_path, ROW, max_file_bytes=len(ROW)) == {}
    found = said(tmp_path, ROW, max_file_bytes=len(ROW) - 1)["JSN012"]
    assert found.message == "the file has 17 bytes; here takes at most 16"


def _lines() -> list[Any]:
    return [
        pytest.param(rule, sample, id=f"{code}-{number}")
        for code, rule in FAMILY.items()
        if issubclass(rule, LineRule) and code not in ("JSN002", "JSN005", "JSN008")
        for number, sample in enumerate(rule.bad, 1)
    ]


@pytest.mark.parametrize(("rule", "sample"), _lines())
def test_the_reader_finds_what_a_line_rule_documents(
    tmp_path: Path, rule: type[Rule], sample: Sample
) -> None:
    """The line of a bad example is refused by the reader with the code of the rule."""
    (tmp_path / sample.name).write_bytes(sample.content)
    source = Source.of(tmp_path / sample.name)
    assert look(source).layout == "lines"
    assert sample.line is not None
    raw = sample.content.splitlines()[sample.line - 1]
    fault = values_of(raw, Origin("x", decide(source)), sample.line)
    assert not isinstance(fault, list)
    assert fault.code == rule.code


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('{"a": [{}"], "b": 2}', 'found `"`; a quote too many'),
        ('{"a": 1 "b": 2}', "; a comma is missing"),
        ('{"a": "b”}', "a text in quotes that ends with the typographic quote `”`"),
        ('{"a": (1, 2)}', "a tuple is Python's notation"),
        ('{"a": nan}', "`nan` is not JSON's word"),
        ('{"a": tru', "found `tru`; the row was cut off"),
        ('{"a": .5}', "JSON does not write numbers so"),
        ('{"a": 007}', "JSON does not write numbers so"),
        ('{"a": 1_000}', "JSON does not write numbers so"),
        ('lines", "b": "x"}', "perhaps the rest of the row above, in which a text holds a line"),
        ('"{""a"": 1}"', "the row went through a CSV file, which wrote its quotes twice"),
    ],
)
def test_causes_are_named(row: str, told: str) -> None:
    """A row that does not parse names its cause where that shows, and the next step."""
    fault = examine(row)
    assert not isinstance(fault, list)
    assert fault.code == "JSN001"
    assert told in fault.message
    assert fault.help
