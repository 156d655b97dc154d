"""Things that are found by walking their package."""

from __future__ import annotations

import sys
from abc import ABC
from pathlib import Path

import pytest

from dataprep.dialects.base import Dialect
from dataprep.discovery import classes
from dataprep.formats.base import Format
from dataprep.normalization.base import Step

BASE = """
from abc import ABC, abstractmethod
class Thing(ABC):
    @abstractmethod
    def do(self): ...
class Half(Thing):
    def do(self): ...
"""
ONE = "from {package}.base import Half\nclass {name}(Half):\n    name = {label!r}\n"


def package(folder: Path, name: str, **files: str) -> type[ABC]:
    """Make a package of files beside `base.py` and return its abstract class."""
    (folder / name).mkdir()
    (folder / name / "__init__.py").touch()
    for stem, text in {"base": BASE, **files}.items():
        (folder / name / f"{stem}.py").write_text(text)
    module = __import__(f"{name}.base", fromlist=["Thing"])
    thing: type[ABC] = module.Thing
    return thing


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to import from."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_a_new_file_is_a_new_thing(folder: Path) -> None:
    """Concrete classes by name; abstract ones, shared halves and imported names are left out."""
    made = {
        stem: ONE.format(package="things_a", name=stem.title(), label=label)
        for stem, label in (("two", "b"), ("one", "a"))
    }
    base = package(folder, "things_a", **made, three="from things_a.one import One\n")
    assert {name: kind.__name__ for name, kind in classes("things_a", base).items()} == {
        "a": "One", "b": "Two",
    }  # fmt: skip
    assert "things_a.three" in sys.modules


def test_two_things_of_one_name_are_a_bug(folder: Path) -> None:
    """The error names both."""
    made = {
        stem: ONE.format(package="things_b", name=stem.title(), label="a")
        for stem in ("one", "two")
    }
    base = package(folder, "things_b", **made)
    with pytest.raises(ValueError, match=r"One.*and.*Two.*are both called 'a'"):
        classes("things_b", base)


@pytest.mark.parametrize(
    ("where", "base", "some"),
    [
        ("dataprep.formats", Format, {"chat", "text"}),
        ("dataprep.dialects", Dialect, {"alpaca", "mapped", "messages"}),
        ("dataprep.normalization", Step, {"trimmed", "separator added"}),
    ],
)
def test_the_packages_of_the_project_are_walked(
    where: str, base: type[ABC], some: set[str]
) -> None:
    """Formats, dialects and steps, each described."""
    found = classes(where, base)
    assert some <= set(found)
    for kind in found.values():
        assert kind.__doc__ and not getattr(kind, "__abstractmethods__", None)
