"""What the rules about texts cost, by kind of text: `validate` with them against without, in one run.

    python benchmarks/text_rules.py
    python benchmarks/text_rules.py --size 100MB --rounds 5 --only "plain chat; code"

All files are clean. The kinds are those that text rules may stumble over: sums are full of digits, as
numbers of persons are; code of names, addresses and signs; other scripts of bytes above ASCII.
The ratios are of processor time, the least of the rounds.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from generate import generate, parse_size
from measure import Run, checkout_environment, cost, machine, table
from prose import Prose

STRUCTURE = "JSN,SCH,CHT,TLS"
SELECTIONS = {
    "structure": ("--select", STRUCTURE, "--tokens", "off"),
    "with TXT": ("--select", f"{STRUCTURE},TXT", "--tokens", "off"),
    "with SEC": ("--select", f"{STRUCTURE},SEC", "--tokens", "off"),
    "with both": ("--select", f"{STRUCTURE},TXT,SEC", "--tokens", "off"),
    "default": (),
}
"""Name -> the arguments of `validate`. The first is what the others are compared with."""

BASE = next(iter(SELECTIONS))
HEADER = ("text", *(f"{name}, MB/s" for name in SELECTIONS), *(f"x {name}" for name in SELECTIONS))


def sums(prose: Prose) -> tuple[str, str]:
    """Return a task of arithmetic and its solution, step by step."""
    number = prose.random.randrange
    total, steps = number(2, 40), []
    for _ in range(2 + number(4)):
        factor, more = number(2, 90), number(1, 5000)
        result = total * factor + more
        steps.append(f"{total} * {factor} + {more} = <<{total}*{factor}+{more}={result}>>{result}.")
        total = result % 997
    return prose.question(), "\n".join([*steps, f"#### {total}"])


def code(prose: Prose) -> tuple[str, str]:
    """Return a question about a program and an answer that is mostly one."""
    parts = "\n\n".join(prose.code() for _ in range(6))
    return prose.question(), f"This is one way:\n\n```\n{parts}\n```\n\nThat is all of it."


def scripts(prose: Prose) -> tuple[str, str]:
    """Return a text in another language than English, a half of them in another script."""
    while True:
        asked, answer = prose.question(), prose.sentences(7)
        if not answer.isascii():
            return asked, answer


TEXTS: dict[str, Callable[[Prose], tuple[str, str]] | None] = {
    "plain chat": None,
    "sums": sums,
    "code": code,
    "other languages": scripts,
}
"""Kind of text -> what makes a question and its answer; None for the rows of `generate.py`."""


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="300MB", help="of each file")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; the least counts")
    parser.add_argument("--only", default="; ".join(TEXTS), help="some of the kinds of text")
    parser.add_argument("--folder", type=Path, help="where the inputs are written for the time")
    given = parser.parse_args()
    names = [name.strip() for name in given.only.split(";")]
    if unknown := [name for name in names if name not in TEXTS]:
        parser.error(f"no text is called {unknown[0]!r}; there are: {'; '.join(TEXTS)}")
    print(f"{machine()}; {given.size}; least of {given.rounds} interleaved runs\n", flush=True)
    lines: list[list[str]] = []
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-", dir=given.folder) as folder:
        for name in names:
            path = Path(folder) / "input.jsonl"
            write(name, given.size, path)
            lines.append([name, *measured(path, given.rounds, Path(folder) / "pyc")])
    print(table(HEADER, lines))


def write(name: str, size: str, path: Path) -> None:
    """Write a file of chat rows with a kind of text.

    Args:
        name: a key of `TEXTS`.
        size: as `generate.py` takes it.
        path: the file.
    """
    make, prose = TEXTS[name], Prose(0)
    if make is None:
        generate("chat-plain", size, path)
        return
    limit, rows = parse_size(size)
    written = count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while (limit is None or written < limit) and count != rows:
            asked, answer = make(prose)
            messages = [
                {"role": "user", "content": asked},
                {"role": "assistant", "content": answer},
            ]
            line = json.dumps({"messages": messages}, ensure_ascii=False) + "\n"
            file.write(line)
            written += len(line.encode())
            count += 1


def measured(path: Path, rounds: int, cache: Path) -> list[str]:
    """Return the cells of a file: megabytes a second for each selection, and what they cost."""
    command = [sys.executable, "-m", "dataprep", "validate", str(path), "--isolated",
               "--exit-zero", "--jobs", "1", "--statistics"]  # fmt: skip
    environment = checkout_environment(cache)
    found: dict[str, float] = {}
    for _ in range(rounds):
        for name, options in SELECTIONS.items():
            took = cost(Run([*command, *options], environment)).cpu
            found[name] = min(took, found.get(name, took))
    megabytes = path.stat().st_size / 1e6
    speeds = [f"{megabytes / took:.0f}" for took in found.values()]
    return [*speeds, *(f"{took / found[BASE]:.2f}" for took in found.values())]


if __name__ == "__main__":
    main()
