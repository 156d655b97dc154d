"""`dataprep cache`, and `--no-cache` of the commands that count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataprep import validate


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("DATAPREP_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A small file."""
    path = tmp_path / "rows.jsonl"
    row = {
        "messages": [
            {"role": "user", "content": "What does the lid of the printer need?"},
            {"role": "assistant", "content": "A drop of oil, and some patience with the hinge."},
        ]
    }
    path.write_text("".join(json.dumps(row | {"n": n}) + "\n" for n in range(12)))
    return path


COUNTING = [["validate", "--tokens", "exact", "--exit-zero"], ["stats"]]


@pytest.mark.parametrize("command", COUNTING)
def test_counts_are_kept_and_change_nothing(run, rows: Path, folder: Path, command) -> None:
    """What a command says is the same without the cache, with a new one, and with a full one."""
    without = run(*command, rows, "--no-cache")
    assert not list(folder.glob("counts-*"))
    first = run(*command, rows)
    assert list(folder.glob("counts-*"))
    assert without == first == run(*command, rows)


def test_the_configuration_turns_the_cache_off(run, rows: Path, folder: Path) -> None:
    """`cache = false` is `--no-cache`."""
    settings = rows.with_name("own.toml")
    settings.write_text("cache = false\n")
    for command in COUNTING:
        assert run(*command, rows, "--config", settings).code == 0
    assert not folder.exists()


def test_the_api_turns_the_cache_off(rows: Path, folder: Path) -> None:
    """`cache=False` is `--no-cache`, and the counts are the same."""
    without = validate(rows, tokens="exact", today="2026-11-20", cache=False)
    assert not folder.exists()
    assert without.stats == validate(rows, tokens="exact", today="2026-11-20").stats
    assert folder.exists()


def test_the_cache_is_shown_and_removed(run, rows: Path, folder: Path) -> None:
    """`dataprep cache` says where and how large; `clear` removes what is ours alone."""
    assert run("cache").stdout == f"{folder}: 0.0 MB\n"
    run("stats", rows)
    (folder / "notes.txt").write_text("mine")
    size = next(folder.glob("counts-*")).stat().st_size
    shown = f"{folder}: {size / 1e6:,.1f} MB"
    assert run("cache").stdout == f"{shown}\n"
    assert run("cache", "clear") == (0, f"{shown} removed\n", "")
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    assert run("cache", "clear").stdout == f"{folder}: 0.0 MB removed\n"
    assert run("stats", rows).code == 0


def test_only_clear_is_an_action(run) -> None:
    """Anything else is a usage error."""
    assert run("cache", "wipe").code == 2
