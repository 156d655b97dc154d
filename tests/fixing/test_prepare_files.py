"""`dataprep.prepare` on files of all kinds: of the walk-through, of other projects, and broken ones."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from preparing import TODAY, prepare, questions, rows

import dataprep
from dataprep.errors import DataprepError, InputError, OutputError, UsageError
from dataprep.fixing.prepare.plan import Options, Plan
from dataprep.model import Severity

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "openai_cookbook", "fastchat", "gsm8k_test", "msswift_tests", "synthetic_data_kit", "datajuicer",
)  # fmt: skip
NO_PAIRS = {"chatlog.csv"}

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


def accepted(path: Path, folder: Path) -> str:
    """Prepare a file; return what is wrong with what was made, or why nothing was."""
    try:
        result = prepare(path, folder)
    except InputError as error:
        assert error.message and error.hint
        assert not list(folder.iterdir())
        return error.message
    train, *valid = result.outputs
    report = dataprep.validate(train, validation=valid, today=TODAY)
    return " ".join(sorted({one.code for one in report.findings if one.severity is Severity.ERROR}))


@pytest.mark.parametrize("path", sorted((ROOT / "raw_data").iterdir()), ids=lambda path: path.name)
def test_each_raw_file_is_accepted_or_told_why_not(path: Path, tmp_path: Path) -> None:
    """By the recommendations alone; a file of too few rows is all that may be wrong."""
    if path.suffix == ".xlsx":
        pytest.importorskip("openpyxl")
    found = accepted(path, tmp_path)

    if path.name in NO_PAIRS:
        assert "holds no pairs that can be told by its columns" in found
    else:
        assert found in ("", "SET001")


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_of_other_projects_are_accepted_or_told_why_not(
    shared: Path, folder: str, tmp_path: Path
) -> None:
    """Whatever they are: tables, conversations, texts."""
    pytest.importorskip("pyarrow")
    paths = sorted(path for path in (shared / folder).rglob("*") if path.is_file())
    for number, path in enumerate(paths):
        place = tmp_path / str(number)
        place.mkdir()
        found = accepted(path, place)
        assert found in ("", "SET001") or "holds no pairs" in found, path
    assert paths


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"\x00" * 100, b"\xff\xfe", b"question,answer\n", b"{", b"[]", b"[1, 2]",
        b"question,answer\n\xff\xfe,\xff\n", b'{"messages": []}\n', b'{"prompt": 1, "completion": {}}\n',
        b'"' * 50, b"a,b\n" * 3, b'[{"a": [{"b": [{"c": [1]}]}]}]', b'{"\\ud800": "x"}\n',
        b'{"input": {}, "preferred_output": 3}\n', b"PK\x03\x04 no archive",
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["csv", "json", "jsonl", "txt", "xlsx"])
@pytest.mark.parametrize("compat", [False, True])
def test_broken_files_are_told_or_prepared(
    tmp_path: Path, content: bytes, suffix: str, compat: bool
) -> None:
    """No file ends in anything but a result or an error with its next step, and none is left half."""
    path = tmp_path / f"x.{suffix}"
    path.write_bytes(content)
    try:
        result = prepare(path, compat=compat)
    except DataprepError as error:
        assert error.message
        assert list(tmp_path.iterdir()) == [path]
    else:
        assert sum(result.outputs.values()) > 0
    assert path.read_bytes() == content


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=12))
def test_every_row_is_written_or_rejected(pairs: list[tuple[str, str]]) -> None:
    """Whatever the cells hold."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.jsonl"
        lines = [json.dumps({"prompt": one, "completion": two}) for one, two in pairs]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        try:
            result = prepare(path)
        except InputError:
            return
        left = len(rows(result.rejects)) if result.rejects else 0
        assert sum(result.outputs.values()) + left == len(pairs)


def test_a_place_that_cannot_be_is_told_first(tmp_path: Path) -> None:
    """Before anything is asked or read."""
    path = questions(tmp_path / "faq.csv", 3)
    with pytest.raises(OutputError, match=r"faq\.csv: is not a folder"):
        prepare(tmp_path / "missing.csv", path)
    with pytest.raises(InputError, match="is a folder, and one file is prepared at a time"):
        prepare(tmp_path)
    with pytest.raises(UsageError, match="a plan holds all options and answers"):
        prepare(path, plan=Plan(Options(), {}), to="chat")
