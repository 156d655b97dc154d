"""docs/man/dataprep.1 is what the command line says of itself, in roff without a fault."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from write_man import PAGE, page  # noqa: E402

from dataprep.cli.main import COMMANDS  # noqa: E402


def test_the_page_is_up_to_date() -> None:
    """If this fails after a change that is meant: python scripts/write_man.py"""
    assert PAGE.read_text("utf-8") == page()


def test_it_formats_and_holds_every_command() -> None:
    """groff has nothing to warn of, and what it shows can be copied into a shell."""
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tascii", "-P-cbou", "-ww", "-rLL=200n"],
        input=PAGE.read_text("utf-8"), capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stderr == ""
    for name in COMMANDS:
        assert f"dataprep {name}" in done.stdout
    assert "--extend-select RULE,..." in done.stdout
    assert 'eval "$(dataprep completion bash)"' in done.stdout
