"""No tokenizer is loaded unless something is counted, and the fast one only for much text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from dataprep.cli.main import run
code = run(sys.argv[1:])
print("loaded:", *(name for name in ("tiktoken", "gigatoken", "numpy") if name in sys.modules))
sys.exit(code)
"""


def loaded(cache: Path, *arguments: str | Path) -> list[str]:
    """Run a command in a fresh interpreter, and return which tokenizers it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "DATAPREP_CACHE_DIR": str(cache)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.rpartition("loaded:")[2].split()


def rows(path: Path, number: int, words: int = 60) -> Path:
    """Write so many rows of so many words."""
    with path.open("w") as file:
        for row in range(number):
            said = [f"Question {row}", " ".join(f"word{row * n}" for n in range(words))]
            roles = ("user", "assistant")
            messages = [
                {"role": role, "content": text} for role, text in zip(roles, said, strict=True)
            ]
            file.write(json.dumps({"messages": messages}) + "\n")
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A file of little text."""
    return rows(tmp_path / "small.jsonl", 20)


VALIDATE = ("validate", "--isolated", "--exit-zero", "--today", "2026-11-20", "-j", "1")


def test_rows_below_every_limit_load_no_tokenizer(small: Path, tmp_path: Path) -> None:
    """A row has no more tokens than bytes, so most need no count."""
    assert loaded(tmp_path, *VALIDATE, small) == []
    assert loaded(tmp_path, *VALIDATE, rows(tmp_path / "large.jsonl", 3000)) == []


def test_a_row_near_the_limit_loads_the_small_one(tmp_path: Path) -> None:
    """For one row the fast counter is not worth its loading; and counted once it is remembered."""
    path = rows(tmp_path / "long.jsonl", 1, 12_000)
    assert loaded(tmp_path, *VALIDATE, path) == ["tiktoken"]
    assert loaded(tmp_path, *VALIDATE, path) == []
    assert loaded(tmp_path, *VALIDATE, path, "--no-cache") == ["tiktoken"]


def test_little_text_is_counted_by_tiktoken(small: Path, tmp_path: Path) -> None:
    """It is loaded sooner; the second run needs neither."""
    command = (*VALIDATE, "--tokens", "exact", small)
    assert loaded(tmp_path, *command) == ["tiktoken"]
    assert loaded(tmp_path, *command) == []


@pytest.mark.skipif(not find_spec("gigatoken"), reason="the extra `fast` is not installed")
def test_much_text_is_counted_by_the_fast_counter_alone(tmp_path: Path) -> None:
    """tiktoken is not loaded beside it."""
    path = rows(tmp_path / "much.jsonl", 3000)
    for command in ((*VALIDATE, "--tokens", "exact"), ("stats", "--isolated", "-j", "1")):
        assert loaded(tmp_path, *command, path, "--no-cache") == ["gigatoken", "numpy"]
