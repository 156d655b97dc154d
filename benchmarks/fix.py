"""What repairing costs beside validating, where one row in a hundred needs it; and how memory grows.

    python benchmarks/fix.py
    python benchmarks/fix.py --sizes 20MB,200MB --rounds 3

The rows are those of `chat-plain`. `safe` is a role under another platform's name and a key of one's
own, `unsafe` is mojibake, `equal` is a row that is there already. The ratios are of processor time to
that of `validate` on the same file, the least of the rounds; everything runs in one process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from generate import generate
from measure import Cost, Run, checkout_environment, cost, machine, table

STEP = 100
DEFECTS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "safe": lambda line, first: line.replace(b'"role": "user"', b'"role": "human"', 1).replace(
        b'{"messages"', b'{"id": 7, "messages"', 1
    ),
    "unsafe": lambda line, first: (
        line[:-4] + b" It\xc3\xa2\xe2\x82\xac\xe2\x84\xa2s so." + line[-4:]
    ),
    "equal": lambda line, first: first,
}
"""What a defect is -> a line with it, from a line and the first one of the file."""
COMMANDS = {
    "fix": ("fix", "--dry-run"),
    "fix --unsafe-fixes": ("fix", "--dry-run", "--unsafe-fixes"),
}
HEADER = (
    "defect", "size", "validate, MB/s", "validate, peak MB",
    *(f"{name}, {what}" for name in COMMANDS for what in ("x", "peak MB")),
)  # fmt: skip


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="20MB,200MB", help="of the files")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; the least counts")
    given = parser.parse_args()
    print(f"{machine()}; least of {given.rounds} interleaved runs\n", flush=True)
    lines: list[list[str]] = []
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-") as name:
        folder = Path(name)
        for size in given.sizes.split(","):
            generate("chat-plain", size, folder / "plain.jsonl")
            for defect in DEFECTS:
                path = folder / "input.jsonl"
                spoil(folder / "plain.jsonl", path, DEFECTS[defect])
                lines.append([defect, size, *measured(path, given.rounds, folder / "pyc")])
    print(table(HEADER, lines))


def spoil(source: Path, path: Path, defect: Callable[[bytes, bytes], bytes]) -> None:
    """Write a copy of a file in which one line in a hundred has a defect."""
    first = b""
    with source.open("rb") as lines, path.open("wb") as out:
        for number, line in enumerate(lines):
            first = first or line
            out.write(defect(line, first) if number % STEP == STEP - 1 else line)


def measured(path: Path, rounds: int, cache: Path) -> list[str]:
    """Return the cells of a file."""
    program = [sys.executable, "-m", "dataprep"]
    options = ["--isolated", "--exit-zero", "--jobs", "1", "-q"]
    environment = checkout_environment(cache)
    runs = {"validate": ("validate", "--statistics"), **COMMANDS}
    found: dict[str, Cost] = {}
    for _ in range(rounds):
        for name, (command, *more) in runs.items():
            took = cost(Run([*program, command, str(path), *more, *options], environment))
            if name not in found or took.cpu < found[name].cpu:
                found[name] = took
    base = found["validate"]
    cells = [f"{path.stat().st_size / 1e6 / base.cpu:.0f}", f"{base.peak / 1e6:.0f}"]
    for name in COMMANDS:
        cells += [f"{found[name].cpu / base.cpu:.2f}", f"{found[name].peak / 1e6:.0f}"]
    return cells


if __name__ == "__main__":
    main()
