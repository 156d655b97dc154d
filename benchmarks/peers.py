"""`dataprep convert` against what people used before, on the same CSV, in the same run.

    python benchmarks/peers.py
    python benchmarks/peers.py --sizes 20MB,100MB --rounds 3 --cache ~/.cache/dataprep-benchmarks

The peer is `openai tools fine_tunes.prepare_data` of openai 1.109.1, the last of its line with the
data tools; it gets an environment of its own, made once in the cache folder. It reads the whole file
with pandas and writes prompt-completion rows. dataprep writes chat rows, rejects and a manifest, with
one process and with all its default steps.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environments import NotInstalled, environment
from measure import (
    CommandFailed,
    Cost,
    checkout_environment,
    cost,
    in_turns,
    machine,
    table,
)

HERE = Path(__file__).resolve().parent
REQUIREMENTS = ("openai[datalib]==1.109.1",)
HEADER = (
    "CSV", "prepare_data s", "CPU s", "peak MB", "dataprep s", "CPU s", "peak MB",
    "times faster", "by CPU", "less memory",
)  # fmt: skip


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="20MB,100MB", help="20MB,100MB")
    parser.add_argument("--rounds", type=int, default=3, help="pairs of runs; medians count")
    default = Path.home() / ".cache" / "dataprep-benchmarks"
    parser.add_argument("--cache", type=Path, default=default, help="where environments are made")
    parser.add_argument("--folder", type=Path, help="where the inputs are written for the time")
    given = parser.parse_args()
    try:
        peer = environment(given.cache / "openai-1.109.1", REQUIREMENTS)
    except NotInstalled as error:
        sys.exit(f"the peer does not install here: {error}")
    print(
        f"{machine()}; {versions(peer)}; medians of {given.rounds} interleaved pairs\n", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-", dir=given.folder) as folder:
        rows = [measured(size, Path(folder), peer, given.rounds) for size in given.sizes.split(",")]
    print(table(HEADER, rows))


def versions(programs: Path) -> str:
    """Return the versions of what the peer is made of."""
    ask = "from importlib.metadata import version as v; print(*(f'{n} {v(n)}' for n in {names}))"
    ask = ask.replace("{names}", repr(("openai", "pandas", "numpy")))
    said = subprocess.run([programs / "python", "-c", ask], capture_output=True, check=True)
    return said.stdout.decode().strip()


def measured(size: str, folder: Path, peer: Path, rounds: int) -> list[str]:
    """Write a CSV, run both on it in turns, and return the cells of its row."""
    path, made = folder / "pairs.csv", folder / "made"
    cost([sys.executable, str(HERE / "generate.py"), "csv", size, str(path)])
    prepare = [str(peer / "openai"), "tools", "fine_tunes.prepare_data", "-f", str(path), "-q"]
    convert = [sys.executable, "-m", "dataprep", "convert", str(path), "-q", "--jobs", "1"]
    convert += ["--to", "chat", "-o", str(made / "out.jsonl")]

    def fresh() -> None:
        # The peer writes beside its input, under another name when one is there already.
        for left in folder.glob("pairs_prepared*"):
            left.unlink()
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()

    environment = checkout_environment(folder / "pyc") | {"OPENAI_API_KEY": "none"}
    found = in_turns({"peer": prepare, "dataprep": convert}, rounds, fresh, environment)
    path.unlink()
    old, new = found["peer"], found["dataprep"]
    for name, one in found.items():
        if isinstance(one, CommandFailed):
            print(f"{size}: {name}: {one}", file=sys.stderr)
    ratios = ["", "", ""]
    if isinstance(old, Cost) and isinstance(new, Cost):
        pairs = (old.seconds, new.seconds), (old.cpu, new.cpu), (old.peak, new.peak)
        ratios = [f"{before / now:.1f}" for before, now in pairs]
    return [size, *_cells(old), *_cells(new), *ratios]


def _cells(one: Cost | CommandFailed) -> list[str]:
    if isinstance(one, CommandFailed):
        return ["failed", "", ""]
    return [f"{one.seconds:.2f}", f"{one.cpu:.2f}", f"{one.peak / 1e6:.0f}"]


if __name__ == "__main__":
    main()
