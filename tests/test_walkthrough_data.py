"""raw_data/ becomes dataset/: every command of raw_data/README.md, compared byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dataprep

ROOT = Path(__file__).resolve().parents[1]
RAW, DATASET = ROOT / "raw_data", ROOT / "dataset"
COMMITTED = sorted(path.name for path in DATASET.iterdir())
INPUTS = sorted({path.name for path in RAW.iterdir()} - {"README.md"})


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset made from a copy of raw_data, in a folder that is not the checkout."""
    folder = tmp_path_factory.mktemp("walkthrough")
    shutil.copytree(RAW, folder / "raw_data")
    # The settings of the person who runs the tests must not count.
    clean = {name: text for name, text in os.environ.items() if not name.startswith("DATAPREP_")}
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_dataset.py"), str(folder)],
        env=clean,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return folder / "dataset"


def test_the_commands_make_the_files_of_the_dataset(remade: Path) -> None:
    """The commands write the committed files, all of them and no other."""
    assert sorted(path.name for path in remade.iterdir()) == COMMITTED


@pytest.mark.parametrize("name", COMMITTED)
def test_a_file_has_the_committed_bytes(remade: Path, name: str) -> None:
    """The same command on the same input gives the same bytes, wherever it runs."""
    assert (remade / name).read_bytes() == (DATASET / name).read_bytes(), (
        f"dataset/{name} is not what its command gives; "
        "if the change is meant: python scripts/make_dataset.py"
    )


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_is_described_and_converted(name: str) -> None:
    """The page says what a file is, and has a command that reads it."""
    page = (RAW / "README.md").read_text("utf-8")
    assert f"| `{name}` |" in page
    assert f"dataprep convert raw_data/{name} " in page


@pytest.mark.parametrize("name", [name for name in COMMITTED if name.endswith(".manifest.json")])
def test_a_manifest_accounts_for_every_row(name: str) -> None:
    """What went in is in the dataset or in the rejects, and the files hold what it says."""
    manifest = _json(DATASET / name)
    rejects = DATASET / f"{name.removesuffix('.manifest.json')}.jsonl.rejects"
    rejected = _lines(rejects) if rejects.exists() else []
    assert manifest["rejected"] == _counts(row["name"] for row in rejected)
    for output in manifest["outputs"]:
        assert len(_lines(DATASET / output["path"])) == output["examples"]
    # Where rows are folded, many of them make one conversation.
    if "--group-by" not in manifest["command"]:
        assert manifest["rows_in"] == manifest["examples"] + len(rejected)


def test_the_workbook_is_what_its_script_writes(tmp_path: Path) -> None:
    """A workbook made anew holds the same rows, whatever version of the library writes it."""
    pytest.importorskip("xlsxwriter")
    made = tmp_path / "training.xlsx"
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_raw_workbook.py"), str(made)],
        check=True,
        timeout=60,
    )
    assert _rows(made) == _rows(RAW / "training.xlsx")


def _rows(workbook: Path) -> list[Any]:
    every = "{Exercise No.}|{Exercise Date}|{Result Points of}|{Result Share}|{Result Passed}"
    result = dataprep.convert(
        workbook, sheet="all", user="{Text Question}|" + every, assistant="{Text Model answer}"
    )
    assert result.rows
    return list(result.rows)


def _counts(names: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
