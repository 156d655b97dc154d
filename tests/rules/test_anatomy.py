"""Every rule is built alike: code, name, place, documentation, examples."""

from __future__ import annotations

import importlib
import re

import pytest
from catalogue import CATALOGUE

from dataprep.codes import CODES
from dataprep.model import Severity
from dataprep.rules.base import Rule
from dataprep.rules.documentation import FAMILIES, document
from dataprep.rules.registry import rules

LAYERS = ("file", "schema", "row", "text", "dataset")
each = pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)


@each
def test_code_and_place_fit(rule: type[Rule]) -> None:
    """The prefix of the code names the folder, the name of the rule the file."""
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    package, module = rule.__module__.split(".")[-2:]
    assert FAMILIES[rule.code[:3]][0] == package
    assert module == rule.name.replace("-", "_")
    assert rule.layer in LAYERS


@each
def test_the_name_reads_as_what_is_allowed(rule: type[Rule]) -> None:
    """A name says the defect, in kebab case: "allow *name*"."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert not re.match(r"(avoid|do-not|prefer|use|consider|invalid-data)(-|$)", rule.name)
    assert not rule.name.endswith(("-check", "-rule", "-error"))


@each
def test_it_is_the_rule_that_was_settled(rule: type[Rule]) -> None:
    """Code, name, severity and fix are those of the catalogue."""
    assert rule.code in CATALOGUE, "settle the new rule in catalogue.py"
    entry = CATALOGUE[rule.code]
    assert rule.name == entry.name
    assert isinstance(rule.severity, Severity) and str(rule.severity) in entry.severities
    assert rule.fix in entry.fixes


@each
def test_a_shared_code_has_one_meaning(rule: type[Rule]) -> None:
    """What `convert` reports too has the same name there, and no other code has that name."""
    for entry in CODES.values():
        assert (entry.code == rule.code) == (entry.name == rule.name), entry


@each
def test_the_docstring_is_the_documentation(rule: type[Rule]) -> None:
    """All paragraphs are there, in order and with words in them; the source has a date."""
    read = document(rule)
    assert 10 < len(read.title) <= 110, "the first line says what the rule finds"
    assert read.title.endswith(".")
    for text in (read.what, read.why, read.todo):
        assert len(text) > 10 and text.endswith((".", ")", "`"))
    assert re.search(r"\b20\d\d-\d\d-\d\d\b", read.source)


@each
def test_there_are_examples(rule: type[Rule]) -> None:
    """Bad and good ones always, repaired ones where there is a repair."""
    assert rule.bad and rule.good
    assert bool(rule.fixed) == (rule.fix in ("safe", "unsafe"))
    assert len(rule.fixed) <= len(rule.bad)


@each
def test_the_module_says_what_it_holds(rule: type[Rule]) -> None:
    """The module has a docstring too."""
    assert importlib.import_module(rule.__module__).__doc__


def test_codes_and_names_are_settled_once() -> None:
    """No name of the catalogue stands there twice, and none is another code's of `convert`."""
    names = [entry.name for entry in CATALOGUE.values()]
    assert len(names) == len(set(names))
    for code in CODES.keys() & CATALOGUE.keys():
        assert CODES[code].name == CATALOGUE[code].name
