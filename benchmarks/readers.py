"""Throughput and peak memory of every reader, alone and in a whole conversion, as a table.

    python benchmarks/readers.py
    python benchmarks/readers.py --sizes 100MB,1GB --kinds txt-lines,csv,json,jsonl --rounds 1

`read` counts records, `convert` is the command `dataprep convert FILE -o OUT --jobs 1`. MB/s is content
by processor time; `x bare` is the processor time of reading over that of the bare loop of `loops.py`
in the same run; `gain` is the wall time of the conversion with one job over that with two.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from generate import KINDS, SUFFIXES, parse_size
from measure import (
    CommandFailed,
    Cost,
    Run,
    checkout_environment,
    cost,
    in_turns,
    machine,
    table,
)

HERE = Path(__file__).resolve().parent
HEADER = (
    "input", "size", "rows", "read s", "CPU s", "MB/s", "peak MB", "x bare", "bare loop",
    "convert s", "CPU s", "MB/s", "peak MB", "jobs 2 s", "gain",
)  # fmt: skip


class Case(NamedTuple):
    """How a kind of input is measured.

    Attributes:
        bare: the loop it is compared with.
        mode: the text mode, so that nothing is guessed.
    """

    bare: str
    mode: str = ""


CASES = {
    "txt-lines": Case("lines", "lines"),
    "txt-qa": Case("lines", "question-answer"),
    "csv": Case("csv"),
    "tsv": Case("tsv"),
    "json": Case("ijson"),
    "jsonl": Case("orjson"),
    "chat": Case("orjson"),
    "xlsx": Case("openpyxl"),
    "xlsx-inline": Case("openpyxl"),
    "parquet": Case("pyarrow"),
}


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10MB,100MB", help="10MB,100MB")
    parser.add_argument("--kinds", default=",".join(CASES), help="some of: " + ",".join(CASES))
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command; medians count")
    parser.add_argument("--folder", type=Path, help="where the inputs are written for the time")
    given = parser.parse_args()
    kinds, sizes = given.kinds.split(","), given.sizes.split(",")
    if unknown := set(kinds) - set(KINDS):
        parser.error(
            f"no kind is called {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}"
        )
    print(f"{machine()}; medians of {given.rounds} interleaved runs\n", flush=True)
    rows = []
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-", dir=given.folder) as folder:
        for kind in kinds:
            for size in sizes:
                rows.append(measured(kind, size, Path(folder), given.rounds))
                print(" ".join(rows[-1]), file=sys.stderr, flush=True)
    print(table(HEADER, rows))


def measured(kind: str, size: str, folder: Path, rounds: int) -> list[str]:
    """Write an input, run every command on it in turns, and return the cells of its row."""
    case = CASES[kind]
    path = folder / f"input{SUFFIXES.get(kind, '.' + kind)}"
    made = folder / "made"
    cost(Run([sys.executable, str(HERE / "generate.py"), kind, size, str(path)]))
    loop = [sys.executable, str(HERE / "loops.py")]
    convert = [sys.executable, "-m", "dataprep", "convert", str(path), "-q"]
    convert += ["-o", str(made / "out.jsonl"), *(["--text", case.mode] if case.mode else [])]
    commands = {
        "read": [*loop, "dataprep", str(path), *([case.mode] if case.mode else [])],
        "bare": [*loop, case.bare, str(path)],
        "convert": [*convert, "--jobs", "1"],
        "jobs 2": [*convert, "--jobs", "2"],
    }

    def fresh(name: str) -> None:
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()

    environment = checkout_environment(folder / "pyc")
    runs = {name: Run(command, environment) for name, command in commands.items()}
    found = in_turns(runs, rounds, fresh)
    shutil.rmtree(made)
    for name, one in found.items():
        if isinstance(one, CommandFailed):
            print(f"{kind} {size}: {name}: {one}", file=sys.stderr)
    read, bare, one, two = (found[name] for name in commands)
    limit, _ = parse_size(size)
    megabytes = (limit or path.stat().st_size) / 1e6
    path.unlink()
    rows = f"{int(read.output):,}" if isinstance(read, Cost) else "failed"
    return [
        kind, size, rows,
        *_speed(read, megabytes), _ratio(read, bare, "cpu"), case.bare,
        *_speed(one, megabytes), _seconds(two), _ratio(one, two, "seconds"),
    ]  # fmt: skip


def _speed(one: Cost | CommandFailed, megabytes: float) -> list[str]:
    if isinstance(one, CommandFailed):
        return ["failed", "", "", ""]
    speed, peak = f"{megabytes / one.cpu:.0f}", f"{one.peak / 1e6:.1f}"
    return [_seconds(one), f"{one.cpu:.2f}", speed, peak]


def _seconds(one: Cost | CommandFailed) -> str:
    return "failed" if isinstance(one, CommandFailed) else f"{one.seconds:.2f}"


def _ratio(one: Cost | CommandFailed, other: Cost | CommandFailed, of: str) -> str:
    if isinstance(one, CommandFailed) or isinstance(other, CommandFailed):
        return ""
    return f"{getattr(one, of) / getattr(other, of):.2f}"


if __name__ == "__main__":
    main()
