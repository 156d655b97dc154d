"""What each stage of `validate` costs: the same chunks, judged without it, in one process.

    python benchmarks/stages.py
    python benchmarks/stages.py rows.jsonl --rounds 5

A stage costs what the run is faster without it. Beside the stages stands what cannot be left out: the
lines parsed, and the automaton of all patterns run over the bytes, each by itself. Nothing else runs in
between, so the start of the program and the reading of the file are not in these figures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from measure import Run, cost, machine, table  # noqa: E402

from dataprep.engine.validation import check, work  # noqa: E402
from dataprep.engine.validation.lines import LineChunk  # noqa: E402


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="a JSON Lines file; one is made without")
    parser.add_argument("--size", default="50MB", help="of the file that is made")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; the least counts")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-") as folder:
        path = given.file or Path(folder, "chat.jsonl")
        if given.file is None:
            make = [sys.executable, str(HERE / "generate.py"), "chat-plain", given.size, str(path)]
            cost(Run(make))
        print(f"{machine()}; least of {given.rounds} runs\n", flush=True)
        print(table(("stage", "ms/MB", "share"), stages(path, given.rounds)))


def stages(path: Path, rounds: int) -> list[list[str]]:
    """Return a row of cells for each stage."""
    chunks, judge = _chunks(path)
    size = sum(chunk.length for chunk in chunks) / 1e6

    def run() -> float:
        def once() -> None:
            for chunk in chunks:
                work.Work(judge.plan, judge, chunk).lines()

        return _least(once, rounds) / size * 1e3

    def parse() -> None:
        for chunk in chunks:
            for line in chunk.content().split(b"\n"):
                if line:
                    orjson.loads(line)

    def scan() -> None:
        for chunk in chunks:
            judge.scanner.lines(chunk.content(), b"\n")

    run()  # what is compiled and remembered once for the process
    whole = run()
    found = [
        ("all", whole),
        ("parsing, by itself", _least(parse, rounds) / size * 1e3),
        ("patterns, by themselves", _least(scan, rounds) / size * 1e3),
    ]
    for name, without in _LEFT_OUT.items():
        with without():
            found.append((f"without {name}", run()))
    return [[name, f"{spent:.2f}", f"{spent / whole:.0%}"] for name, spent in found]


def _keys() -> Any:
    return patch.object(work, "plain_keys", lambda roles, texts: (1, 2, -1))


def _tallies() -> Any:
    return patch.object(work.Seen, "__init__", _seen)


def _repeats() -> Any:
    return patch.object(work, "repeats", lambda texts: False)


def _seen(self: Any, common: Any, tallies: Any, of_plain: bool) -> None:
    self.common, self.count, self.size = common, 0, 0
    self.speaks, self.plainly, self.adders = bool(common.turns or common.rules), [], []


_LEFT_OUT: dict[str, Callable[[], Any]] = {
    "the keys by which rows are compared": _keys,
    "the tallies of rules about the dataset": _tallies,
    "the look for loops": _repeats,
}


def _chunks(path: Path) -> tuple[list[LineChunk], Any]:
    """Return the chunks of a file, with their lines, and the judge of a default run."""
    import dataprep

    found: list[LineChunk] = []
    judges: list[Any] = []
    really = check.Check.__call__

    def seen(self: Any, chunk: LineChunk) -> Any:
        found.append(chunk)
        judges.append(self.judge)
        return really(self, chunk)

    with patch.object(check.Check, "__call__", seen):
        dataprep.validate(path, today="2026-11-21")
    return found, judges[0]


def _least(function: Callable[[], None], rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        function()
        spent.append(time.process_time() - start)
    return min(spent)


if __name__ == "__main__":
    main()
