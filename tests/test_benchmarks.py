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


def benchmark(program: str, *arguments: object, **environment: str) -> tuple[int, str, str]:
    """Run a program of the benchmarks; return its exit code and what it wrote."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / program, *map(str, arguments)],
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def cells(said: str, heading: str = "Measured") -> list[list[str]]:
    """Return the cells of the rows of the table below a heading."""
    below = said[said.index(heading) :].partition("\n\n")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in below.splitlines()[2:]]


def test_every_command_is_measured(tmp_path: Path) -> None:
    """The table has a row for each command, and nothing failed; what was generated is gone."""
    pytest.importorskip("numpy")
    code, said, errors = benchmark(
        "table.py", "--sizes", "100KB", "--rounds", "1", "--no-peers", "--folder", tmp_path
    )
    assert code == 0, errors
    rows = cells(said)
    assert [row[0] for row in rows] == [
        "validate", "validate, 2 jobs", "exact", "exact, 2 jobs", "exact again", "stats",
        "near-duplicates", "validate, defects", "fix", "convert CSV", "convert CSV, 2 jobs",
        "convert XLSX",
    ]  # fmt: skip
    assert not [row for row in rows if not all(float(cell) >= 0 for cell in row[3:])]
    assert {row[0] for row in cells(said, "### Goals")} >= {
        "validate: MB/s",
        "validate, 2 jobs: times as fast as validate",
        "exact, 2 jobs: peak MB of all processes",
    }
    assert list(tmp_path.iterdir()) == []


def test_growth_and_a_peer_that_does_not_install(tmp_path: Path) -> None:
    """Of two sizes the growth is told; a peer without an environment has a row that says so."""
    code, said, errors = benchmark(
        "table.py", "--sizes", "60KB,20KB", "--rounds", "1", "--only", "validate; cleanllm",
        "--folder", tmp_path, "--cache", tmp_path / "cache", PIP_NO_INDEX="1",
    )  # fmt: skip
    assert code == 0, errors
    assert "cleanllm does not install here: " in errors
    assert [row[:4:2] + row[3:4] for row in cells(said) if row[0] == "cleanllm"] == [
        ["cleanllm", size, "does not install"] for size in ("20KB", "60KB")
    ]
    (ratio,) = {row[2] for row in cells(said, "### Times as fast as the peers on `chat`")}
    assert ratio == "does not install"
    growth = cells(said, "### Growth")
    assert [row[:2] for row in growth] == [["validate", "20KB to 60KB"]]
    assert float(growth[0][2]) > 0


def test_commands_that_take_too_long_or_fail_are_told(tmp_path: Path) -> None:
    """A command above the limit is ended, and its row says so; the others are measured."""
    code, said, errors = benchmark(
        "table.py", "--sizes", "20KB", "--rounds", "1", "--only", "validate; fix", "--limit",
        "0.001", "--folder", tmp_path,
    )  # fmt: skip
    assert code == 0, errors
    assert [row[3] for row in cells(said)] == ["over 0.001 s"] * 2
    assert list(tmp_path.iterdir()) == []


def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    """What a command and the process that it starts hold counts together."""
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("memory of other processes cannot be seen here")
    holding = "import time; held = bytearray(b'x' * 40_000_000); time.sleep(0.4)"
    program = (
        "import sys\n"
        "from measure import Run, cost\n"
        f"holding = {holding!r}\n"
        "both = f'import subprocess, sys; held = bytearray(b\"x\" * 60_000_000);'\n"
        "both += f'subprocess.run([sys.executable, \"-c\", {holding!r}])'\n"
        "print(cost(Run([sys.executable, '-c', both])).peak // 10**6)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BENCHMARKS, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert 100 <= int(done.stdout) < 140


def test_page_takes_the_table() -> None:
    """The table takes the place of the one before, and the rest of the page stays."""
    program = (
        "from page import BEGIN, END, PAGE, page_with\n"
        "page = f'a {BEGIN} old {END} b'\n"
        "assert page_with(page, 'new') == f'a {BEGIN}\\n\\nnew\\n\\n{END} b'\n"
        "assert 'once more' in page_with(PAGE.read_text('utf-8'), 'once more')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BENCHMARKS, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


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


def test_short_runs_are_measured() -> None:
    """The benchmark of short runs names each command with its milliseconds in each checkout."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "startup.py", "--rounds", "1", "--rows", "2",
         "--only", "version; convert"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("| ")]
    del rows[1]  # the line below the header
    assert [row[0].strip() for row in rows] == ["ms over it", "version", "convert"]
    assert all(float(cell) > 0 for row in rows[1:] for cell in row[1:])


def test_unknown_command_is_refused() -> None:
    """A command that there is not is an error that names those there are."""
    code, _, errors = benchmark("table.py", "--only", "much")
    assert code == 2
    assert "no command is called 'much'; there are: validate; validate, 2 jobs" in errors


def test_plain_count_is_that_of_our_counter(tmp_path: Path) -> None:
    """The plain script counts the tokens that the texts have."""
    path = tmp_path / "input.jsonl"
    rows = generate("chat-plain", "30rows", path)
    code, said, errors = benchmark("checkers.py", "tiktoken", path)
    assert code == 0, errors
    from dataprep.tokens.vocabulary import load

    encoding = load("o200k_base")
    texts = [
        message["content"]
        for line in path.read_bytes().splitlines()
        for message in json.loads(line)["messages"]
    ]
    tokens = sum(len(encoding.encode_ordinary(text)) for text in texts)
    assert json.loads(said) == {"rows": rows, "tokens": tokens}


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
