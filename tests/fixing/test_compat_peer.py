"""`prepare --compat -y` makes the rows that `openai tools fine_tunes.prepare_data -q` makes.

The tool is that of openai 1.109.1, in an environment of its own beside the folder that ORACLES_CACHE
names, or in a temporary one; without a package index the tests are skipped. Where the tool loses or
corrupts data, ours is held against what it should have written.
"""

from __future__ import annotations

import json
import os
import runpy
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pair_files import Case, Pairs, cases, write

import dataprep

pytest.importorskip("openpyxl")
HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE.parents[1] / "benchmarks" / "environments.py"
CASES = cases()


class Answer(NamedTuple):
    """What the tool wrote, row by row, or how it ended."""

    rows: Pairs
    ended: str


@pytest.fixture(scope="module")
def old_tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Answer]]:
    """The answers of the tool to all files, by their names."""
    cache = os.environ.get("ORACLES_CACHE")
    place = Path(f"{cache}-openai") if cache else tmp_path_factory.mktemp("openai")
    code = runpy.run_path(str(ENVIRONMENTS))
    try:
        programs = code["environment"](
            place.resolve(), ("--retries", "1", "openai==1.109.1", "pandas==2.3.3", "openpyxl")
        )
    except code["NotInstalled"] as error:
        pytest.skip(f"the old tool cannot be installed: {str(error)[-200:]}")
    folder = tmp_path_factory.mktemp("theirs")
    paths = [write(case, folder) for case in CASES]
    done = subprocess.run(
        [programs / "python", "-X", "utf8", HERE / "old_tool_answers.py", *paths],
        capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    ends = map(json.loads, done.stdout.splitlines())
    yield {path.name: Answer(_written(path), end) for path, end in zip(paths, ends, strict=True)}


def _written(path: Path) -> Pairs:
    """Return what was written for a file, the part for training first."""
    names = [
        path.with_name(f"{path.stem}_prepared{part}.jsonl") for part in ("", "_train", "_valid")
    ]
    return [row for name in names if name.exists() for row in _rows(name)]


def _rows(path: Path) -> Pairs:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def ours(case: Case, folder: Path) -> Pairs:
    """Return the rows that we make of a file."""
    result = dataprep.prepare(write(case, folder), folder, compat=True, today="2026-11-21")
    return [row for path in result.outputs for row in _rows(path)]


def ordered(rows: Pairs) -> list[tuple[Any, ...]]:
    """Return rows in an order that no split decides."""
    return sorted(tuple(row.items()) for row in rows)


@pytest.mark.parametrize("case", [one for one in CASES if not one.lost], ids=lambda one: one.name)
def test_the_rows_are_those_of_the_old_tool(
    old_tool: dict[str, Answer], case: Case, tmp_path: Path
) -> None:
    """Training and validation taken together; a file that it finds in order stays as it is."""
    answer = old_tool[case.name]
    assert not answer.ended
    expected = answer.rows or [
        {key: row[key] for key in ("prompt", "completion")} for row in case.rows
    ]

    assert ordered(ours(case, tmp_path)) == ordered(expected)


@pytest.mark.parametrize("case", [one for one in CASES if one.lost], ids=lambda one: one.name)
def test_what_the_old_tool_loses_is_kept(
    old_tool: dict[str, Answer], case: Case, tmp_path: Path
) -> None:
    """Where the tool corrupts or loses rows, ours hold every pair that is neither empty nor too long."""
    made = ours(case, tmp_path)
    kept = [row for row in case.rows if row["completion"] and len(row["prompt"]) < 10_000]

    assert len(made) == len(kept)
    for before, after in zip(kept, made, strict=True):
        said = before["completion"].strip().removeprefix("Answer: ")
        assert after["prompt"].startswith(before["prompt"])
        assert after["completion"].rstrip("\n") == f" {said}"
    assert old_tool[case.name].ended or ordered(old_tool[case.name].rows) != ordered(made)


def test_there_are_enough_files() -> None:
    """Forty of all six formats, not counting those that the tool loses."""
    held = [one for one in CASES if not one.lost]

    assert len(held) >= 40
    assert {Path(one.name).suffix for one in held} == {
        ".csv", ".tsv", ".xlsx", ".txt", ".json", ".jsonl"
    }  # fmt: skip
