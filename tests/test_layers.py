"""Every module keeps to its layer: what imports what, read from the source."""

from __future__ import annotations

import importlib
import inspect

import pytest
from layering import DEPTH, FILES, MODULES, SHARED, faults, imports


@pytest.mark.parametrize("module", [name for name in FILES if not name.endswith(".__init__")])
def test_module_keeps_to_its_layer(module: str) -> None:
    """A module imports only what lies below it, and heavy packages only where they belong."""
    source = FILES[module].read_text(encoding="utf-8")
    assert not list(faults(module, source, MODULES))


def test_everything_has_a_layer() -> None:
    """A new module at the top of the package is given its layer here, on purpose."""
    top = {name.split(".")[1] for name in MODULES if "." in name}
    assert top - {"__init__", "__main__"} <= set(DEPTH)


@pytest.mark.parametrize("package", SHARED)
def test_shared_files_are_shared(package: str) -> None:
    """The list of shared files names no file that is gone or that no other file imports."""
    imported = {
        entry.name[len(package) + 1 :].split(".")[0]
        for module, path in FILES.items()
        for entry in imports(module, path.read_text(encoding="utf-8"), MODULES)
        if entry.name.startswith(f"{package}.") and not module.startswith(entry.name)
    }
    assert set(SHARED[package]) <= imported


@pytest.mark.parametrize("package", SHARED)
def test_shared_files_hold_no_thing_of_their_own(package: str) -> None:
    """A file that others import defines no reader, mode, dialect or step that could be chosen."""
    for part in SHARED[package]:
        module = importlib.import_module(f"{package}.{part}")
        for value in vars(module).values():
            if not inspect.isclass(value) or value.__module__ != module.__name__:
                continue
            kinds = {kind.__module__ for kind in value.__mro__}
            if f"{package}.base" in kinds and not inspect.isabstract(value):
                assert not isinstance(vars(value).get("name"), str), value


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        (
            "dataprep.model",
            "import os\nfrom dataprep.codes import CODES",
            "dataprep.model:2 imports dataprep.codes, which does not lie below model",
        ),
        (
            "dataprep.formats.chat",
            "def f():\n    import dataprep.engine.map",
            "dataprep.formats.chat:2 imports dataprep.engine.map, which does not lie below formats",
        ),
        (
            "dataprep.readers.json",
            "from dataprep.dialects import base",
            "dataprep.readers.json:1 imports dataprep.dialects.base, "
            "which does not lie below readers",
        ),
        (
            "dataprep.readers.json",
            "from dataprep.readers.csv import sniff",
            "dataprep.readers.json:1 imports dataprep.readers.csv, another file of "
            "dataprep.readers that is not among the shared ones",
        ),
        (
            "dataprep.readers.json",
            "from . import csv",
            "dataprep.readers.json:1 imports dataprep.readers.csv, another file of "
            "dataprep.readers that is not among the shared ones",
        ),
        (
            "dataprep.readers.text_modes.pairs",
            "from .lines import split",
            "dataprep.readers.text_modes.pairs:1 imports dataprep.readers.text_modes.lines, "
            "another file of dataprep.readers.text_modes that is not among the shared ones",
        ),
        (
            "dataprep.cost",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import dataprep.engine",
            "dataprep.cost:3 imports dataprep.engine, which does not lie below cost",
        ),
        (
            "dataprep.engine",
            "from dataprep import convert",
            "dataprep.engine:1 imports the public API, which stands above everything",
        ),
        (
            "dataprep.helpers",
            "from dataprep.errors import DataprepError",
            "dataprep.helpers:1 imports dataprep.errors: helpers has no layer",
        ),
        (
            "dataprep.engine",
            "import click.testing",
            "dataprep.engine:1 imports click, which belongs to cli",
        ),
        (
            "dataprep.rules.tokens",
            "def f():\n    from tiktoken import Encoding",
            "dataprep.rules.tokens:2 imports tiktoken, which belongs to tokens",
        ),
        (
            "dataprep.readers.parquet",
            "try:\n    import pyarrow.parquet\nexcept ImportError:\n    pass",
            "dataprep.readers.parquet:2 imports pyarrow before it is needed",
        ),
        (
            "dataprep",
            "from dataprep.engine import convert",
            "dataprep:1 imports dataprep.engine before it is needed",
        ),
    ],
)
def test_a_broken_rule_is_found(module: str, source: str, fault: str) -> None:
    """Each rule of the layers is broken by an import that the check names with its line."""
    modules = {"dataprep.dialects.base", "dataprep.readers.csv", "dataprep.readers.text_modes"}
    assert list(faults(module, source, modules)) == [fault]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("dataprep.readers.json", "from dataprep.readers.base import Reader"),
        ("dataprep.readers.json", "def f():\n    import ijson"),
        ("dataprep.readers.workbook.rows", "from dataprep.readers.workbook import cells"),
        ("dataprep.engine.map", "from dataprep.readers.csv import CsvReader"),
        ("dataprep.cli.main", "import click\nfrom dataprep import __version__"),
        ("dataprep", "def f():\n    from dataprep.engine import convert"),
        ("dataprep.__main__", "from dataprep.cli.main import main"),
        ("dataprep.frames", "if TYPE_CHECKING:\n    import pandas"),
    ],
)
def test_a_proper_import_is_no_fault(module: str, source: str) -> None:
    """What a layer may import passes."""
    assert not list(faults(module, source, {"dataprep.readers.workbook"}))
