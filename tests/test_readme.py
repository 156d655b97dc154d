"""The README and the page about validation: every command prints what the page shows."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from update_readme import PAGES, block, commands  # noqa: E402

README = (ROOT / "README.md").read_text("utf-8")
WALK = [one for page in PAGES for one in commands(page.read_text("utf-8"))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A place with raw_data/ and dataset/, in which the commands may write."""
    pytest.importorskip("openpyxl")
    place = tmp_path_factory.mktemp("readme")
    for name in ("raw_data", "dataset"):
        shutil.copytree(ROOT / name, place / name)
    return place


@pytest.mark.parametrize(("command", "shown"), WALK, ids=range(len(WALK)))
def test_a_command_prints_what_the_page_shows(folder, command, shown):
    """If this fails after a change that is meant: python scripts/update_readme.py"""
    assert shown == block(command, folder)


def test_the_python_example_runs(folder, monkeypatch):
    """The Python block of the page is run as it stands."""
    pytest.importorskip("pandas")
    monkeypatch.chdir(folder)
    (code,) = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    exec(code, {})

    assert (folder / "out/again.jsonl").exists()


def test_the_quick_start_has_two_commands():
    """CI takes them from the page."""
    for number, needle in ((1, "-o out/support.jsonl"), (2, "-m pytest")):
        done = subprocess.run(
            [sys.executable, ROOT / ".ci/readme_commands.py", str(number)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert needle in done.stdout


def test_files_that_the_page_names_exist():
    """No dead references."""
    for name in re.findall(r"`((?:docs|raw_data|schemas|\.ci)/[\w./-]*)`", README):
        assert (ROOT / name).exists(), name
