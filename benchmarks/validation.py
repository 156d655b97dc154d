"""`dataprep validate` and `stats` against other checkers of chat files, on one file, in one run.

    python benchmarks/validation.py
    python benchmarks/validation.py --sizes 10MB,100MB --rounds 3 --only "stats; together"
    python benchmarks/validation.py --kind chat      # with tool calls, which not every peer takes

The peers are the data preparation notebook of the OpenAI cookbook (see `checkers.py`), `check_file`
of together 2.14.0 and `cleanllm preflight` 4.0.0; each gets an environment of its own, made once in
the cache folder. A peer that does not install, or fails on the file, is named and left out.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from environments import NotInstalled, environment
from generate import parse_size
from measure import (
    Command,
    CommandFailed,
    Cost,
    checkout_environment,
    cost,
    in_turns,
    machine,
    table,
)

HERE = Path(__file__).resolve().parent
PEERS: dict[str, tuple[str, ...]] = {
    "cookbook": ("tiktoken==0.14.0", "numpy"),
    "together": ("together==2.14.0", "pyarrow"),
    "cleanllm": ("cleanllm==4.0.0",),
}
"""Peer -> what its environment holds."""

OURS = {
    "validate": ("validate", "--isolated", "--exit-zero", "--jobs", "1"),
    "validate, 2 jobs": ("validate", "--isolated", "--exit-zero", "--jobs", "2"),
    "validate, exact": (
        "validate", "--isolated", "--exit-zero", "--jobs", "1", "--tokens", "exact",
    ),
    "validate, exact, 2 jobs": (
        "validate", "--isolated", "--exit-zero", "--jobs", "2", "--tokens", "exact",
    ),
    "stats": ("stats", "--jobs", "1"),
}  # fmt: skip
"""Name -> the arguments of dataprep. The first is what the others are compared with."""

BASE = next(iter(OURS))
HEADER = ("size", "command", "wall s", "CPU s", "MB/s", "peak MB", f"x {BASE}")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10MB,100MB,300MB", help="10MB,100MB")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; medians count")
    parser.add_argument("--only", help=f"some of: {'; '.join([*OURS, *PEERS])}")
    parser.add_argument("--kind", default="chat-plain", choices=("chat-plain", "chat"))
    default = Path.home() / ".cache" / "dataprep-benchmarks"
    parser.add_argument("--cache", type=Path, default=default, help="where environments are made")
    parser.add_argument("--folder", type=Path, help="where the inputs are written for the time")
    given = parser.parse_args()
    try:
        names = chosen(given.only)
        for size in given.sizes.split(","):
            parse_size(size)
    except ValueError as error:
        parser.error(str(error))
    programs = environments(given.cache, [name for name in names if name in PEERS])
    print(f"{machine()}; {given.kind}; medians of {given.rounds} interleaved runs\n", flush=True)
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-", dir=given.folder) as folder:
        for size in given.sizes.split(","):
            rows += measured(given.kind, size, Path(folder), names, programs, given.rounds)
    print(table(HEADER, rows))


def chosen(only: str | None) -> list[str]:
    """Return the names of the commands to run: those that were asked for, and `BASE`.

    Raises:
        ValueError: one of them does not exist.
    """
    every = [*OURS, *PEERS]
    if only is None:
        return every
    asked = [name.strip() for name in only.split(";")]
    for name in asked:
        if name not in every:
            raise ValueError(f"no command is called {name!r}; there are: {'; '.join(every)}")
    return [name for name in every if name == BASE or name in asked]


def environments(cache: Path, names: list[str]) -> dict[str, Path]:
    """Return peer -> the folder of its programs; a peer that does not install here is left out."""
    found: dict[str, Path] = {}
    for name in names:
        folder = cache / "-".join(re.sub(r"\W+", "-", one) for one in PEERS[name])
        try:
            found[name] = environment(folder, PEERS[name])
        except NotInstalled as error:
            print(f"{name} does not install here: {error}", file=sys.stderr)
    return found


def command(name: str, path: Path, programs: dict[str, Path]) -> Command | None:
    """Return the command of a name for a file; None for a peer without an environment."""
    if name in OURS:
        verb, *options = OURS[name]
        return [sys.executable, "-m", "dataprep", verb, str(path), *options]
    if name not in programs:
        return None
    if name == "cleanllm":
        return [str(programs[name] / name), "preflight", str(path), "--framework", "trl"]
    return [str(programs[name] / "python"), str(HERE / "checkers.py"), name, str(path)]


def measured(
    kind: str, size: str, folder: Path, names: list[str], programs: dict[str, Path], rounds: int
) -> list[list[str]]:
    """Write an input, run every command on it in turns, and return a row of cells for each."""
    path = folder / "input.jsonl"
    # In a process of its own: what this one has ever held would count as its children's peak.
    cost([sys.executable, str(HERE / "generate.py"), kind, size, str(path)])
    commands = {name: made for name in names if (made := command(name, path, programs)) is not None}
    found = in_turns(commands, rounds, environment=checkout_environment(folder / "pyc"))
    megabytes = path.stat().st_size / 1e6
    path.unlink()
    base = found[BASE]
    for name, one in found.items():
        if isinstance(one, CommandFailed):
            print(f"{size}: {name}: {one}", file=sys.stderr)
    return [[size, name, *_cells(one, base, megabytes)] for name, one in found.items()]


def _cells(one: Cost | CommandFailed, base: Cost | CommandFailed, megabytes: float) -> list[str]:
    if isinstance(one, CommandFailed):
        return ["failed", "", "", "", ""]
    ratio = f"{one.seconds / base.seconds:.2f}" if isinstance(base, Cost) else ""
    return [
        f"{one.seconds:.2f}",
        f"{one.cpu:.2f}",
        f"{megabytes / one.seconds:.0f}",
        f"{one.peak / 1e6:.0f}",
        ratio,
    ]


if __name__ == "__main__":
    main()
