"""How much work a run does, counted and not timed: parses, verdicts, scans, bytes read, imports.

What is counted is what a larger file takes more than a smaller one, so that the look at the head of a
file and what is made once do not count.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import orjson
import pytest
from generated_input import write_chats, write_pairs

from dataprep.config import Config
from dataprep.engine.validation.api import carry_out, open_inputs
from dataprep.engine.validation.options import merge, resolve

SMALL, LARGE = 2_000_000, 6_000_000


class Work(NamedTuple):
    """What a validation with one job did."""

    rows: int
    chunks: int
    parsed: int
    asked: int
    scanned: int

    def more(self, other: Work) -> Work:
        """Return how much more it is than another."""
        return Work(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


def work(path: Path, **options: Any) -> Work:
    """Validate a file and return what was done, whatever name it was called by."""
    done: Counter[str] = Counter()
    chunks: list[tuple[int, int]] = []
    raw_decode = json.JSONDecoder.raw_decode.__code__

    def see(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call":
            if called is orjson.loads:
                done["parsed"] += 1
            else:  # methods of compiled schemas and patterns, which are no Python functions
                done[called.__name__] += 1
        elif event == "call" and frame.f_code is raw_decode:
            done["parsed"] += 1

    given = {"paths": (str(path),), "today": "2026-11-20", "jobs": 1, **options}
    merged = merge(given, Config())
    before = sys.getprofile()
    with tempfile.TemporaryDirectory() as spool:
        inputs = open_inputs(merged, Path(spool))
        sys.setprofile(see)
        try:
            report = carry_out(
                inputs,
                resolve(merged, Config()),
                Path(spool),
                progress=lambda rows, size: chunks.append((rows, size)),
            )
        finally:
            sys.setprofile(before)
    assert {one.code for one in report.findings} == {"SET007"}
    rows = report.stats["rows"]
    return Work(rows, len(chunks), done["parsed"], done["is_valid"], done["Match"])


@pytest.mark.parametrize("targets", [("generic",), ("generic", "together", "openai/gpt-4.1-mini")])
def test_a_row_is_parsed_once_and_a_schema_asked_for_each_order_of_roles(
    targets: tuple[str, ...], tmp_path: Path
) -> None:
    """A good row costs one parse, a chunk one scan, an order of roles one verdict a target."""
    options = {"target": targets, "ignore": ("TGT",)}
    path = tmp_path / "train.jsonl"
    write_chats(path, SMALL)
    work(path, **options)  # what is read and compiled once for the process
    small = work(path, **options)
    write_chats(path, LARGE)
    more = work(path, **options).more(small)

    assert more.rows > 100 and more.chunks > 2
    assert more.parsed == more.rows
    # All rows have one order of roles; repeating itself or not, and long or not, make four of it.
    assert more.asked <= 4 * more.chunks * len(targets) < more.rows * len(targets)
    assert more.scanned == more.chunks


def test_tokenizers_are_not_asked_for_rows_far_from_the_limit(tmp_path: Path) -> None:
    """With limits, the default, whatever else is found, no tokenizer is loaded."""
    path = tmp_path / "train.jsonl"
    write_chats(path, SMALL, flawed=True)
    with path.open("ab") as file:
        file.write(b'{"messages": [}\n\n{"messages": []}\n')
    loaded = child(["validate", str(path), "--isolated", "--exit-zero", "--jobs", "1"]).packages
    assert not loaded & {"tiktoken", "gigatoken", "tokenizers", "regex", "numpy"}


class Child(NamedTuple):
    """What a run in a process of its own did: bytes it read, packages it loaded but for ours."""

    read: int
    packages: frozenset[str]


PROGRAM = """
import json, sys
started = {name.partition(".")[0] for name in sys.modules}
from dataprep.cli.main import run
code = run(sys.argv[1:])
def read():
    try:
        with open("/proc/self/io") as counts:  # children that have ended are in it
            return next(int(line.split()[1]) for line in counts if line.startswith("rchar:"))
    except OSError:
        return None
loaded = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
print("\\ndone", json.dumps([read(), sorted(loaded - started - {"__mp_main__", "dataprep"})]))
sys.exit(code)
"""


def child(arguments: list[str]) -> Child:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    read, packages = json.loads(done.stdout.rpartition("done ")[2])
    return Child(read, frozenset(packages))


VALIDATE = ["validate", "IN.jsonl", "--isolated", "--jobs"]
FIX = ["fix", "IN.jsonl", "-o", "OUT.jsonl", "--isolated", "-q", "--jobs", "1"]
CONVERT = ["convert", "IN.csv", "-o", "OUT.jsonl", "-q", "--jobs", "1"]
WRITERS: dict[str, Callable[[Path, int], int]] = {".jsonl": write_chats, ".csv": write_pairs}


@pytest.mark.parametrize(
    ("arguments", "times"),
    [
        ([*VALIDATE, "1"], 1),
        # Who hands out the work looks for line ends, who does it reads the lines.
        ([*VALIDATE, "2"], 2),
        # Rows are judged, then written, then what was written is judged, and compared.
        (FIX, 4),
        # The encoding of all of it, and its hash, are known before a row is read.
        (CONVERT, 3),
    ],
    ids=["validate", "validate with two jobs", "fix", "convert"],
)
def test_a_file_is_read_no_more_often_than_said(
    arguments: list[str], times: int, tmp_path: Path
) -> None:
    """Of a file that is larger by so much, so many times as much is read, and a tenth at most."""
    if not Path("/proc/self/io").exists():
        pytest.skip("what a process reads cannot be seen here")
    (name,) = (one for one in arguments if one.startswith("IN"))
    places = {name: tmp_path / name, "OUT.jsonl": tmp_path / "out.jsonl"}
    found = []
    for size in (SMALL, 4 * LARGE):
        WRITERS[places[name].suffix](places[name], size)
        read = child([str(places.get(one, one)) for one in arguments]).read
        found.append((places[name].stat().st_size, read))
        for left in tmp_path.glob("out*"):
            left.unlink()
    (small, before), (large, after) = found
    assert (after - before) / (large - small) <= times + 0.1


@pytest.mark.parametrize(
    "arguments", [[*VALIDATE, "1"], FIX, CONVERT], ids=["validate", "fix", "convert"]
)
def test_a_run_loads_few_packages(arguments: list[str], tmp_path: Path) -> None:
    """Beside the standard library a run over good rows loads what its work is made of, and no more."""
    (name,) = (one for one in arguments if one.startswith("IN"))
    places = {name: tmp_path / name, "OUT.jsonl": tmp_path / "out.jsonl"}
    WRITERS[places[name].suffix](places[name], 100_000)
    packages = child([str(places.get(one, one)) for one in arguments]).packages
    assert packages <= {"click", "orjson", "jsonschema_rs", "xxhash", "re2", "_re2"}, packages
