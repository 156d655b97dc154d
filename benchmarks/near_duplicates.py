"""`dataprep validate --near-duplicates` on rows with planted edits: time, memory, recall, precision.

    python benchmarks/near_duplicates.py
    python benchmarks/near_duplicates.py --rows 20000 --rounds 1 --jobs 1

The rows are chats in made-up words of three scripts, about 1.5 KB each, and short ones. Planted among
them, each somewhere after its original: rows of which 5 % of the words were replaced, short rows of
which two words of 35 were, and exact copies, which are another rule's. What must not be found: rows that
fill in one template, of which three fifths are always the same, and rows about one topic, in few words.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from measure import CommandFailed, Cost, Run, checkout_environment, cost, in_turns, machine, table

EDITED, SHORT, COPIED = "5 % of words", "two words of 35", "exact copy"
SHARES = {EDITED: 0.02, SHORT: 0.01, COPIED: 0.01}
"""Kind of planted row -> how many of all rows."""

FRESH = {"": 0.84, "short": 0.02, "template": 0.05, "topic": 0.05}
"""Kind of row that is like no other -> how many of all rows."""

_AGAIN = {"": (EDITED, COPIED), "short": (SHORT,)}
"""What is planted of a row of a kind."""

_SCRIPTS = (("bdfgklmnprstvz", "aeiou"), ("бвгдклмнпрст", "аеиоу"))
_OPTIONS = ("--isolated", "--exit-zero", "--max-per-rule", "0", "--output-format", "json")
_NAMED = re.compile(r"line (\d+)")
_ANSWER_FROM = 20

Row = tuple[int, list[str]]
"""The number of the script, and the words."""


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; medians count")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where the input is written for the time")
    parser.add_argument("--write", type=Path, help="only write the input, and FILE.planted")
    given = parser.parse_args()
    if given.write:
        write(given.write, given.rows, given.seed)
        return
    print(f"{machine()}; medians of {given.rounds} interleaved runs\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-", dir=given.folder) as folder:
        path = Path(folder) / "rows.jsonl"
        made = ("--rows", str(given.rows), "--seed", str(given.seed), "--write", str(path))
        cost(Run([sys.executable, __file__, *made]))
        planted = json.loads(Path(f"{path}.planted").read_text())
        print(f"{given.rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        print("planted:", ", ".join(f"{len(lines):,} {kind}" for kind, lines in planted.items()))
        environment = checkout_environment(Path(folder))
        program = (sys.executable, "-m", "dataprep", "validate", str(path))
        runs = {
            f"{name}, {jobs} {'job' if jobs == '1' else 'jobs'}": Run(
                (*program, "--jobs", jobs, *_OPTIONS, "--select", codes), environment
            )
            for jobs in given.jobs.split(",")
            for name, codes in (("without", "DUP001"), ("near-duplicates", "DUP001,DUP002"))
        }
        found = in_turns(runs, given.rounds)
    print()
    print(table(("command", "wall s", "CPU s", "peak MB"), [_cells(*one) for one in found.items()]))
    last = list(found.values())[-1]
    if isinstance(last, CommandFailed):
        raise SystemExit(1)
    print()
    print(table(("planted", "rows", "found", "recall"), quality(last.output, planted)))


def _cells(name: str, one: Cost | CommandFailed) -> list[str]:
    if isinstance(one, CommandFailed):
        return [name, str(one), "", ""]
    return [name, f"{one.seconds:.2f}", f"{one.cpu:.2f}", f"{one.peak / 1e6:.0f}"]


def quality(output: str, planted: dict[str, dict[str, int]]) -> list[list[str]]:
    """Return what was found of each kind, and how many findings are right.

    Args:
        output: the report as JSON.
        planted: kind -> line -> line of its original.
    """
    named: dict[str, dict[int, int]] = {"DUP001": {}, "DUP002": {}}
    for one in json.loads(output)["findings"]:
        match = _NAMED.search(one["message"])
        named[one["code"]][one["location"]["line"]] = int(match[1]) if match else 0
    # Which original a line is of: copies and edits of one row are alike among themselves too.
    origin = {int(line): first for lines in planted.values() for line, first in lines.items()}
    rows = []
    for kind, lines in planted.items():
        code = "DUP001" if kind == COPIED else "DUP002"
        hits = sum(int(line) in named[code] for line in lines)
        rows.append([kind, f"{len(lines):,}", f"{hits:,}", f"{hits / max(1, len(lines)):.4f}"])
    said = named["DUP002"]
    right = sum(origin.get(line, line) == origin.get(other, other) for line, other in said.items())
    share = f"{right / max(1, len(said)):.4f}"
    return [*rows, ["DUP002 in all, of them right", f"{len(said):,}", f"{right:,}", share]]


def write(path: Path, count: int, seed: int) -> None:
    """Write the rows as JSON Lines, and beside them which are planted: kind -> line -> original."""
    planted: dict[str, dict[int, int]] = {kind: {} for kind in SHARES}
    rows = Rows(seed)
    with path.open("w", encoding="utf-8") as file:
        for line, (kind, original, row) in enumerate(rows.all(count), 1):
            if kind:
                planted[kind][line] = original
            file.write(json.dumps(_chat(row), ensure_ascii=False) + "\n")
    Path(f"{path}.planted").write_text(json.dumps(planted))


def _chat(row: Row) -> dict[str, object]:
    script, words = row
    space = " " if script < len(_SCRIPTS) else ""  # the last one has none between its words
    asked, answered = words[:_ANSWER_FROM], words[_ANSWER_FROM:]
    turns = (
        ("system", "You answer as the handbook of the works says, and in whole sentences."),
        ("user", space.join(asked) + "?"),
        ("assistant", space.join(answered) + "."),
    )
    return {"messages": [{"role": role, "content": content} for role, content in turns]}


class Rows:
    """The rows and what is planted among them.

    Args:
        seed: equal seeds give equal rows.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.stocks = [self._words(*letters) for letters in _SCRIPTS]
        self.stocks.append([chr(0x4E00 + number) for number in range(3000)])
        # As in any language, few words make most of a text.
        self.weights = [
            list(accumulate(1 / (rank + 10) for rank in range(len(stock)))) for stock in self.stocks
        ]
        self.frames = [self._drawn(0, 200) for _ in range(20)]
        self.topics = [self.random.sample(self.stocks[0], 150) for _ in range(50)]

    def all(self, count: int) -> Iterator[tuple[str, int, Row]]:
        """Yield kind, line of the original (0 for what is not planted), and row."""
        kinds = {**SHARES, **FRESH}
        # The last rows that can be planted again.
        waiting: dict[str, deque[tuple[int, Row]]] = {kind: deque(maxlen=200) for kind in SHARES}
        for line in range(1, count + 1):
            (kind,) = self.random.choices(list(kinds), list(kinds.values()))
            if kind not in SHARES:
                row = self._row(kind)
                for planted in _AGAIN.get(kind, ()):
                    waiting[planted].append((line, row))
                yield "", 0, row
            elif waiting[kind]:
                original, row = self.random.choice(waiting[kind])
                yield kind, original, self._edited(kind, row)

    def _row(self, kind: str) -> Row:
        if kind == "template":
            frame = self.random.choice(self.frames)
            filled = zip(frame, self._drawn(0, len(frame)), strict=True)
            return 0, [own if at % 5 > 2 else word for at, (word, own) in enumerate(filled)]
        if kind == "topic":
            return 0, self.random.choices(self.random.choice(self.topics), k=150)
        if kind == "short":
            return 0, self._drawn(0, 35)
        (script,) = self.random.choices((0, 1, 2), (80, 10, 10))
        return script, self._drawn(script, self.random.randrange(60, 330))

    def _edited(self, kind: str, row: Row) -> Row:
        script, words = row
        edited = list(words)
        number = {EDITED: round(0.05 * len(words)), SHORT: 2, COPIED: 0}[kind]
        for at in self.random.sample(range(len(words)), number):
            edited[at] = self.random.choice(self.stocks[script])
        return script, edited

    def _drawn(self, script: int, count: int) -> list[str]:
        stock, weights = self.stocks[script], self.weights[script]
        return self.random.choices(stock, cum_weights=weights, k=count)

    def _words(self, consonants: str, vowels: str) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < 20_000:
            length = 1 + int(self.random.random() * 4)
            found["".join(map(self.random.choice, (consonants, vowels) * length))] = None
        return list(found)


if __name__ == "__main__":
    main()
