"""The table of codes: unique, well named, documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dataprep.codes import CODES, Code, finding
from dataprep.model import Location, Severity
from dataprep.rules.registry import rules

ROOT = Path(__file__).resolve().parents[1]
TABLE = (ROOT / "dataprep" / "codes.py").read_text("utf-8")


def test_codes_and_names_are_unique() -> None:
    """No code and no name stands in the table twice (a mapping would hide it)."""
    codes = re.findall(r'Code\("(\w+)", "([\w-]+)"', TABLE)
    assert len(codes) == len(CODES)
    assert len({code for code, _ in codes}) == len({name for _, name in codes}) == len(codes)


@pytest.mark.parametrize("entry", CODES.values(), ids=lambda entry: entry.code)
def test_an_entry_keeps_to_the_rules(entry: Code) -> None:
    """Three letters and three digits; the name reads as "allow *name*", the meaning is a phrase."""
    assert CODES[entry.code] is entry
    assert re.fullmatch(r"[A-Z]{3}\d{3}", entry.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.name)
    assert entry.name.split("-")[0] not in (
        "avoid",
        "do",
        "dont",
        "use",
        "prefer",
        "must",
        "should",
    )
    assert not entry.name.endswith(("-check", "-rule", "-error"))
    assert entry.meaning and not entry.meaning.endswith(".")
    assert isinstance(entry.severity, Severity)


def test_every_code_in_the_package_is_in_the_table() -> None:
    """A code that the package writes down somewhere exists."""
    for path in sorted((ROOT / "dataprep").rglob("*.py")):
        for code in re.findall(
            r'"((?:JSN|REA|CNV|PRC|CHT|DUP|SCH|TLS|TOK|SET|TGT)\d{3})"', path.read_text("utf-8")
        ):
            assert code in CODES or code in rules(), f"{path.name}: {code}"


def test_a_finding_takes_name_and_severity_from_its_code() -> None:
    """The severity may be overridden; an unknown code is a bug."""
    place = Location("a.csv", 3)
    one = finding("CNV001", "no layout fits", place, "use --map")
    assert one.to_dict() == {
        "code": "CNV001", "name": "unrecognised-row", "severity": "error",
        "message": "no layout fits", "location": {"path": "a.csv", "line": 3}, "help": "use --map",
    }  # fmt: skip
    assert finding("CNV001", "x", place, severity=Severity.INFO).severity is Severity.INFO
    with pytest.raises(KeyError):
        finding("XXX001", "x", place)
