"""What a short run costs over the bare interpreter: `--version`, and commands on a few rows.

    python benchmarks/startup.py
    python benchmarks/startup.py --rows 14 --rounds 25 --only "validate; fix"
    python benchmarks/startup.py --checkout ../other --checkout .

Milliseconds of processor time of the whole process, the least of runs in turns: other programs only
ever add to it. Several checkouts run in turns too, so that a change can be held against what was before.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generate import generate
from measure import Run, checkout_environment, cost, machine, table

HERE = Path(__file__).resolve().parents[1]
COMMANDS = {
    "version": ("--version",),
    "validate": ("validate", "rows.jsonl", "--isolated", "--tokens", "off"),
    "validate, exact tokens": ("validate", "rows.jsonl", "--isolated", "--tokens", "exact"),
    "fix": ("fix", "rows.jsonl", "--isolated", "-o", "fixed.jsonl"),
    "convert": ("convert", "table.csv", "-o", "converted.jsonl"),
}
"""Name -> arguments; a name with a dot is a file in the folder of the inputs."""

BARE = "bare interpreter"
MADE = ("fixed", "converted")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=14, help="of each file")
    parser.add_argument("--rounds", type=int, default=15, help="runs of each; the least counts")
    parser.add_argument("--only", default="; ".join(COMMANDS), help="some of the commands")
    parser.add_argument("--checkout", type=Path, action="append", help="instead of this one")
    given = parser.parse_args()
    names = [name.strip() for name in given.only.split(";")]
    if unknown := [name for name in names if name not in COMMANDS]:
        parser.error(f"no command is called {unknown[0]!r}; there are: {'; '.join(COMMANDS)}")
    places = [place.resolve() for place in given.checkout or [HERE]]
    print(f"{machine()}; {given.rows} rows; least of {given.rounds} interleaved runs\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-") as folder:
        generate("chat-plain", f"{given.rows}rows", Path(folder) / "rows.jsonl")
        generate("csv", f"{given.rows}rows", Path(folder) / "table.csv")
        least = measured(names, places, given.rounds, Path(folder))
    bare = least[BARE, places[0]]
    lines = [[name, *(f"{least[name, place] - bare:.1f}" for place in places)] for name in names]
    print(f"{BARE}: {bare:.1f} ms\n")
    print(table(("ms over it", *(place.name for place in places)), lines))


def measured(
    names: Sequence[str], places: Sequence[Path], rounds: int, folder: Path
) -> dict[tuple[str, Path], float]:
    """Return the least milliseconds of each command in each checkout, and of the bare interpreter.

    Args:
        names: keys of `COMMANDS`.
        places: the checkouts.
        rounds: how often each runs; once more before, which compiles the modules.
        folder: where the inputs are.
    """
    least: dict[tuple[str, Path], float] = {}
    for number in range(rounds + 1):
        for name in (BARE, *names):
            for place in places:
                for made in MADE:
                    for path in folder.glob(f"{made}*"):
                        path.unlink()
                words = (str(folder / one) if "." in one else one for one in COMMANDS.get(name, ()))
                # -P: else the checkout in which this runs would stand before the other one.
                program = ("-c", "pass") if name == BARE else ("-P", "-m", "dataprep", *words)
                environment = checkout_environment(folder / "pyc") | {"PYTHONPATH": str(place)}
                spent = 1e3 * cost(Run([sys.executable, *program], environment)).cpu
                if number:
                    least[name, place] = min(spent, least.get((name, place), spent))
    return least


if __name__ == "__main__":
    main()
