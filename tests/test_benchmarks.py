"""The benchmarks' inputs: the same for the same seed, of the size that was asked for, and sound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

import dataprep
from dataprep.model import Record
from dataprep.readers import open_source
from dataprep.readers.options import ReadOptions, TextOptions
from dataprep.readers.source import Source

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
CHAT = {"messages"}
SIDES = {"prompt", "completion"}
# Kind -> how its file is read, and the keys that every row has.
KINDS = {
    "txt-lines": (".txt", "lines", {"text"}),
    "txt-qa": (".txt", "question-answer", {"question", "answer"}),
    "csv": (".csv", None, SIDES),
    "tsv": (".tsv", None, SIDES),
    "json": (".json", None, SIDES),
    "jsonl": (".jsonl", None, SIDES),
    "chat": (".jsonl", None, CHAT),
    "chat-plain": (".jsonl", None, CHAT),
    "xlsx": (".xlsx", None, SIDES),
    "xlsx-inline": (".xlsx", None, SIDES),
    "parquet": (".parquet", None, SIDES),
}
EXTRAS = {"xlsx": "openpyxl", "xlsx-inline": "openpyxl", "parquet": "pyarrow"}


def generate(
    kind: str,
    size: str,
    path: Path,
    *,
    seed: int = 1,
    salt: str = "0",
    defects: Sequence[str] = (),
) -> int:
    """Run the generator as the command that it is; return the number of rows that it names."""
    planted = [word for one in defects for word in ("--defect", one)]
    done = subprocess.run(
        [
            sys.executable,
            BENCHMARKS / "generate.py",
            kind,
            size,
            path,
            "--seed",
            str(seed),
            *planted,
        ],
        env=os.environ | {"PYTHONHASHSEED": salt, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout.partition(" rows")[0].rpartition(" ")[2].replace(",", ""))


@pytest.mark.parametrize("kind", KINDS)
def test_generated_file_is_read_back(kind: str, tmp_path: Path) -> None:
    """Every row that was written is read, none is rejected, and every one is different."""
    pytest.importorskip(EXTRAS.get(kind, "orjson"))
    suffix, mode, keys = KINDS[kind]
    path = tmp_path / f"input{suffix}"
    rows = generate(kind, "100KB", path)
    reading = open_source(Source.of(path), ReadOptions(text=TextOptions(mode=mode)))
    found = [item for block in reading.blocks for item in block.records()]
    assert not [item.finding for item in found if not isinstance(item, Record)]
    assert len(found) == rows
    assert all(keys <= set(item.data) for item in found)
    assert len({repr(item.data) for item in found}) == rows


@pytest.mark.parametrize("kind", ["txt-lines", "csv", "chat", "xlsx"])
def test_equal_seeds_give_equal_files(kind: str, tmp_path: Path) -> None:
    """The same seed gives the same bytes in another process; another seed gives others."""
    first, second, other = (tmp_path / name for name in "abc")
    generate(kind, "50KB", first, seed=3, salt="1")
    generate(kind, "50KB", second, seed=3, salt="2")
    generate(kind, "50KB", other, seed=4, salt="1")
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != other.read_bytes()


@pytest.mark.parametrize(
    "kind", ["txt-lines", "txt-qa", "csv", "tsv", "json", "jsonl", "chat", "chat-plain"]
)
def test_size_is_what_was_asked_for(kind: str, tmp_path: Path) -> None:
    """A file of text has the size that was asked for, and at most one row more."""
    generate(kind, "300KB", tmp_path / "input")
    assert 295_000 <= (tmp_path / "input").stat().st_size <= 320_000


def test_number_of_rows(tmp_path: Path) -> None:
    """A size may be a number of rows."""
    assert generate("jsonl", "17rows", tmp_path / "input") == 17
    assert (tmp_path / "input").read_bytes().count(b"\n") == 17


def test_csv_holds_what_makes_csv_hard(tmp_path: Path) -> None:
    """Cells of the CSV hold newlines, quotes, separators and letters of several scripts."""
    generate("csv", "300KB", tmp_path / "input.csv")
    reading = open_source(Source.of(tmp_path / "input.csv"), ReadOptions())
    cells = [
        cell
        for block in reading.blocks
        for item in block.records()
        if isinstance(item, Record)
        for cell in item.data.values()
    ]
    for mark in ("\n\n", '"', ",", "ß", "序", "ы"):
        assert any(mark in cell for cell in cells), mark


def test_chats_hold_tool_calls(tmp_path: Path) -> None:
    """Conversations have 2 to 6 messages, and some call a tool and get its answer."""
    orjson = pytest.importorskip("orjson")
    generate("chat", "300rows", tmp_path / "input.jsonl")
    rows = [orjson.loads(line) for line in (tmp_path / "input.jsonl").read_bytes().splitlines()]
    assert {len(row["messages"]) for row in rows} == set(range(2, 7))
    calls = [row for row in rows if "tools" in row]
    assert 0 < len(calls) < len(rows) / 5
    assert all(row["messages"][-2]["role"] == "tool" for row in calls)


def test_chats_hold_parts(tmp_path: Path) -> None:
    """Some questions are lists of parts, and some of those have several."""
    generate("chat", "500rows", tmp_path / "input.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "input.jsonl").read_bytes().splitlines()]
    contents = [one.get("content") for row in rows for one in row["messages"]]
    lists = [content for content in contents if isinstance(content, list)]
    assert 0 < len(lists) < len(rows) / 10
    assert max(map(len, lists)) > 1


PLANTED = {
    "chat": (
        "broken-json", "blank-line", "duplicate-key", "unknown-key", "unknown-role",
        "missing-content", "empty-answer", "no-answer", "broken-arguments", "undeclared-tool",
        "mojibake", "control-character", "secret", "duplicate", "near-duplicate",
        "conflicting-answer", "over-limit",
    ),
    "jsonl": (
        "broken-json", "blank-line", "duplicate-key", "unknown-key", "mojibake",
        "control-character", "secret", "duplicate", "conflicting-answer", "over-limit",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_defects_are_all_that_is_found(kind: str, tmp_path: Path) -> None:
    """Each defect is named by its rule at each line where it was planted, and nowhere else."""
    near = kind == "chat"
    if near:
        pytest.importorskip("numpy")
    path = tmp_path / "input.jsonl"
    shares = [f"{name}={0.002 if name == 'over-limit' else 0.01}" for name in PLANTED[kind]]
    generate(kind, "1500rows", path, defects=shares)

    planted = json.loads(Path(f"{path}.planted").read_text("utf-8"))
    # What is said about files as a whole is not of a defect: these have different system messages.
    report = dataprep.validate(
        path, near_duplicates=near, ignore=["SET", "PRC", "SCH007"], today="2026-11-20"
    )
    found = Counter((one.code, one.location.line) for one in report.findings)

    assert list(planted) == list(PLANTED[kind])
    assert all(one["count"] == len(one["lines"]) > 0 for one in planted.values())
    assert found == Counter(
        (one["code"], line) for one in planted.values() for line in one["lines"]
    )


@pytest.mark.parametrize(
    ("kind", "defect", "says"),
    [
        ("chat", "typo=0.1", "no defect of chat is called 'typo'; there are: broken-json,"),
        ("jsonl", "unknown-role=0.1", "no defect of jsonl is called 'unknown-role'; there are:"),
        ("csv", "secret=0.1", "defects are planted in jsonl, chat and chat-plain, not in csv"),
        ("chat", "secret=many", "'secret=many' is not a share such as secret=0.01"),
        ("chat", "secret=1.5", "the shares add up to 1.5; they are parts of 1"),
    ],
)
def test_shares_that_are_none_are_refused(
    kind: str, defect: str, says: str, tmp_path: Path
) -> None:
    """What cannot be planted is an error that says why, and nothing is written."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "generate.py", kind, "5rows", tmp_path / "x",
         "--defect", defect],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_unknown_size_is_refused(tmp_path: Path) -> None:
    """A size that is none is an error that shows one."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "generate.py", "csv", "much", tmp_path / "x"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "'much' is not a size such as 100MB" in done.stderr


def test_validation_is_measured(tmp_path: Path) -> None:
    """The comparison of validators prints a row for each command, and the first is its measure."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "validation.py", "--sizes", "50KB", "--rounds", "1",
         "--only", "validate, 2 jobs", "--folder", tmp_path, "--cache", tmp_path / "none"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("| 50KB")]
    assert [row[1].strip() for row in rows] == ["validate", "validate, 2 jobs"]
    assert rows[0][-1].strip() == "1.00"
    assert list(tmp_path.iterdir()) == []


def test_near_duplicates_are_measured(tmp_path: Path) -> None:
    """The benchmark of near-duplicates finds what it planted, and says how much of it."""
    pytest.importorskip("numpy")
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "near_duplicates.py", "--rows", "1500", "--rounds", "1",
         "--jobs", "1", "--folder", tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("| ")]
    found = {row[0].strip(): row[-1].strip() for row in rows}
    assert all(
        float(found[kind]) >= 0.9
        for kind in (
            "5 % of words",
            "two words of 35",
            "exact copy",
            "DUP002 in all, of them right",
        )
    )
    assert list(tmp_path.iterdir()) == []


def test_unknown_command_is_refused() -> None:
    """A command that there is not is an error that names those there are."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "validation.py", "--only", "much"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "no command is called 'much'; there are: validate; validate, 2 jobs" in done.stderr


def test_cookbook_figures(shared: Path) -> None:
    """The peer's checks, counts and epochs are those that its notebook prints for its toy file."""
    pytest.importorskip("numpy")
    toy = shared / "openai_cookbook/toy_chat_fine_tuning.jsonl"
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "checkers.py", "cookbook", toy],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["errors"] == {}
    assert found["missing"] == {"system": 1, "user": 1}
    assert (found["tokens"]["min"], found["tokens"]["max"]) == (26, 8032)
    assert found["tokens"]["mean"] == pytest.approx(1648.4)
    assert found["answers"]["p90"] == pytest.approx(4811.2)
    # The notebook shows 4,306 and 86,120, printed when rows were cut at 4,096 tokens, not 16,385.
    assert (found["epochs"], found["billed"], found["charged"]) == (20, 8242, 164_840)
