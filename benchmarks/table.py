"""One table of what every command costs, beside its peers, on the same files in the same run.

    python benchmarks/table.py
    python benchmarks/table.py --sizes 10MB,100MB --rounds 3 --only "validate; exact; cookbook"
    python benchmarks/table.py --no-peers
    python benchmarks/table.py --write            # into docs/performance.md too

For each size the inputs of `subjects.py` are generated, the commands on each run in turns, and medians
count. The peers of `peers.py` get environments of their own, made once in the cache folder; one that
does not install, fails or takes longer than the limit stands in the table as such.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generate import parse_size
from measure import CommandFailed, Run, checkout_environment, cost, in_turns, machine
from page import PAGE, Measured, cells, page_with, text
from peers import ENVIRONMENT, PEERS, programs
from subjects import INPUTS, SUBJECTS

HERE = Path(__file__).resolve().parent
_CHANGED = 100
_SMALL = "20KB"


class Settings(NamedTuple):
    """What the command line asks for.

    Attributes:
        names: of the commands.
        programs: peer -> the folder of its programs.
        rounds: runs of each.
        limit: seconds for each.
    """

    names: list[str]
    programs: Mapping[str, Path]
    rounds: int
    limit: float


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10MB,100MB,1GB", help="10MB,100MB")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; medians count")
    parser.add_argument("--only", help=f"some of: {'; '.join([*SUBJECTS, *PEERS])}")
    parser.add_argument("--no-peers", action="store_true", help="dataprep alone")
    parser.add_argument("--limit", type=float, default=600, help="seconds for each run")
    default = Path.home() / ".cache" / "dataprep-benchmarks"
    parser.add_argument("--cache", type=Path, default=default, help="where environments are made")
    parser.add_argument("--folder", type=Path, help="where the inputs are written for the time")
    parser.add_argument("--write", action="store_true", help="put the table into the page")
    given = parser.parse_args()
    try:
        names = chosen(given.only, not given.no_peers)
        for size in given.sizes.split(","):
            parse_size(size)
    except ValueError as error:
        parser.error(str(error))
    conditions = f"{machine()}; medians of {given.rounds} interleaved runs"
    found, missing = programs(given.cache.resolve(), [name for name in names if name in PEERS])
    for name, why in missing.items():
        print(f"{name} does not install here: {why}", file=sys.stderr)
    settings = Settings(names, found, given.rounds, given.limit)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="dataprep-bench-", dir=given.folder) as folder:
        for name in INPUTS:  # the first run of anything compiles its modules
            list(measure(name, _SMALL, Path(folder), settings._replace(rounds=1)))
        for size in given.sizes.split(","):
            for name in INPUTS:
                for one in measure(name, size, Path(folder), settings):
                    measured.append(one)
                    said = " ".join(cells(one))
                    if isinstance(one.cost, CommandFailed):
                        said = str(one.cost)
                    print(f"{size} {name}: {one.name}: {said}", file=sys.stderr, flush=True)
    result = text(measured, conditions)
    print(result)
    if given.write:
        PAGE.write_text(page_with(PAGE.read_text("utf-8"), result), "utf-8")


def chosen(only: str | None, peers: bool) -> list[str]:
    """Return the names of the commands to run.

    Raises:
        ValueError: one of them does not exist.
    """
    every = [*SUBJECTS, *PEERS] if peers else list(SUBJECTS)
    if only is None:
        return every
    asked = [name.strip() for name in only.split(";")]
    for name in asked:
        if name not in every:
            raise ValueError(f"no command is called {name!r}; there are: {'; '.join(every)}")
    return [name for name in every if name in asked]


def measure(name: str, size: str, folder: Path, settings: Settings) -> Iterator[Measured]:
    """Write an input, run every command on it in turns, and yield what each took."""
    wanted = [one for one in settings.names if (SUBJECTS.get(one) or PEERS[one]).input == name]
    if not wanted:
        return
    given = INPUTS[name]
    path = folder / f"input{given.suffix}"
    planted = [word for one in given.defects for word in ("--defect", one)]
    program = [sys.executable, str(HERE / "generate.py")]
    cost(Run([*program, given.kind, size, str(path), *planted]))
    runs = {one: _ours(one, path, folder, settings) for one in wanted if one in SUBJECTS}
    runs |= {one: _theirs(one, path, settings) for one in wanted if one in settings.programs}
    again = {one for one in runs if one in SUBJECTS and SUBJECTS[one].again}
    if again:
        _count_before(path, folder, settings)

    def fresh(one: str) -> None:
        for left in folder.glob("input_prepared*"):  # the old tool writes beside its input
            left.unlink()
        for used in ("made", "counts"):
            shutil.rmtree(folder / used, ignore_errors=True)
        (folder / "made").mkdir()
        if one in again and (folder / "before").is_dir():
            shutil.copytree(folder / "before", folder / "counts")

    found = in_turns(runs, settings.rounds, fresh)
    fresh("")
    shutil.rmtree(folder / "before", ignore_errors=True)
    content = (parse_size(size)[0] if name == "xlsx" else None) or path.stat().st_size
    path.unlink()
    Path(f"{path}.planted").unlink(missing_ok=True)
    for one in wanted:
        took = found[one] if one in found else CommandFailed("does not install")
        yield Measured(one, name, size, content, took)


def _ours(name: str, path: Path, folder: Path, settings: Settings, counts: str = "counts") -> Run:
    """Return how a command of dataprep is run on a file, with token counts kept in a folder."""
    places = {"FILE": str(path), "OUT": str(folder / "made" / "out.jsonl")}
    arguments = [places.get(one, one) for one in SUBJECTS[name].arguments]
    environment = checkout_environment(folder / "pyc")
    environment["DATAPREP_CACHE_DIR"] = str(folder / counts)
    command = [sys.executable, "-m", "dataprep", *arguments]
    return Run(command, environment, limit=settings.limit)


def _theirs(name: str, path: Path, settings: Settings) -> Run:
    """Return how a peer is run on a file."""
    peer = PEERS[name]
    command = peer.command(settings.programs[name], path)
    return Run(command, ENVIRONMENT, peer.exits, settings.limit)


def _count_before(path: Path, folder: Path, settings: Settings) -> None:
    """Count the tokens of the file as it was: one row in a hundred had another content."""
    before = folder / "before.jsonl"
    with path.open("rb") as lines, before.open("wb") as out:
        for number, line in enumerate(lines):
            other = line.replace(b'"content": "', b'"content": "Well. ', 1)
            out.write(line if number % _CHANGED else other)
    with suppress(CommandFailed):  # then the run that is measured fails as well, and says why
        cost(_ours("exact again", before, folder, settings, "before"))
    before.unlink()


if __name__ == "__main__":
    main()
