"""Starting is quick: nothing heavy is imported before a file asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("pandas", "numpy", "openpyxl", "openai", "pyarrow", "tiktoken", "jsonschema")
REPORT = f"""
import atexit, sys
@atexit.register
def report():
    print("loaded:", *(name for name in {HEAVY!r} if name in sys.modules))
"""
COMMAND = """
import runpy
sys.argv[0] = "dataprep"
runpy.run_module("dataprep", run_name="__main__", alter_sys=True)
"""


def run(program: str, *arguments: str) -> tuple[str, list[str]]:
    """Run a program in a fresh interpreter; return its output and the heavy modules it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", REPORT + program, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    output, _, loaded = done.stdout.rpartition("loaded:")
    return output, loaded.split()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_command_starts_light(arguments: list[str]) -> None:
    """`dataprep --version` and `--help` print and import nothing heavy."""
    output, loaded = run(COMMAND, *arguments)
    assert "dataprep" in output
    assert loaded == []


def test_version_is_that_of_the_package() -> None:
    """`dataprep --version` says the version that `dataprep.__version__` holds."""
    output, _ = run(COMMAND, "--version")
    expected, _ = run("import dataprep; print(dataprep.__version__)")
    assert expected.strip() in output


def test_package_imports_light() -> None:
    """`import dataprep` imports nothing heavy."""
    _, loaded = run("import dataprep")
    assert loaded == []


def test_a_heavy_import_is_noticed() -> None:
    """The check sees a heavy module that was imported."""
    _, loaded = run("import tiktoken")
    assert "tiktoken" in loaded
