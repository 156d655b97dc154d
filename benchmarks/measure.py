"""What a command costs: its time and its peak memory, as the median of interleaved runs.

Times move on a machine that others use too. So commands that are compared run in turns, round after
round, what is reported of a comparison is a ratio, and the processor time stands beside the wall
time, which waits for others. Works on Linux and macOS.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from processes import Watch


class Run(NamedTuple):
    """A command that is measured.

    Attributes:
        command: the program and its arguments.
        environment: added to that of this process.
        exits: the codes with which it may end.
        limit: the seconds that it may take.
    """

    command: Sequence[str]
    environment: Mapping[str, str] = {}
    exits: Collection[int] = (0,)
    limit: float | None = None


class Cost(NamedTuple):
    """What a command took.

    Attributes:
        seconds: wall time of the whole process, its start included.
        cpu: processor time in seconds, that of its own children included.
        peak: the most memory that it and its children held together, in bytes (see `processes.py`);
            where that cannot be seen, that of the largest.
        output: what it wrote to standard output.
    """

    seconds: float
    cpu: float
    peak: int
    output: str


class CommandFailed(Exception):
    """A command ended with a code that it may not end with; the message is the end of what it said."""


class TookTooLong(CommandFailed):
    """A command did not end in its time."""


def cost(run: Run) -> Cost:
    """Run a command in a fresh process and return what it took.

    Raises:
        CommandFailed: it failed, or did not end in its time.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            run.command, stdout=output, stderr=errors, env={**os.environ, **run.environment},
            start_new_session=True,
        )  # fmt: skip
        with Watch(process, run.limit) as watch:
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if watch.over:
            raise TookTooLong(f"over {run.limit:g} s")
        output.seek(0)
        errors.seek(0)
        if process.returncode not in run.exits:
            said = errors.read().decode(errors="replace").strip() or "no message"
            raise CommandFailed(f"exit code {process.returncode}: {said[-400:]}")
        # Linux counts in KiB, macOS in bytes.
        largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        cpu = usage.ru_utime + usage.ru_stime
        return Cost(seconds, cpu, watch.peak or largest, output.read().decode(errors="replace"))


def in_turns(
    runs: Mapping[str, Run],
    rounds: int,
    between: Callable[[str], None] = lambda name: None,
) -> dict[str, Cost | CommandFailed]:
    """Run commands in turns and return the medians of each; a command that fails is not repeated.

    Args:
        runs: name -> command.
        rounds: how often each runs.
        between: called with the name before every run, to remove what the one before left.
    """
    found: dict[str, list[Cost]] = {name: [] for name in runs}
    failed: dict[str, CommandFailed] = {}
    for _ in range(rounds):
        for name, run in runs.items():
            if name in failed:
                continue
            between(name)
            try:
                found[name].append(cost(run))
            except CommandFailed as error:
                failed[name] = error
    return {name: failed.get(name) or _median(costs) for name, costs in found.items()}


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(one.seconds for one in costs),
        statistics.median(one.cpu for one in costs),
        int(statistics.median(one.peak for one in costs)),
        costs[-1].output,
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with aligned columns."""
    lines = [header, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(header))]

    def joined(cells: Sequence[str]) -> str:
        padded = [
            text.rjust(width) if at else text.ljust(width)
            for at, (text, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    rule = [f"{'-' * (width - 1)}{':' if at else '-'}" for at, width in enumerate(widths)]
    return "\n".join([joined(header), joined(rule), *map(joined, rows)])


def checkout_environment(cache: Path) -> dict[str, str]:
    """Return the environment in which the package of this checkout runs as an installed one would.

    Args:
        cache: a folder for compiled modules, which an installation brings along.
    """
    return {
        "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
        "PYTHONPYCACHEPREFIX": str(cache),
        "PYTHONDONTWRITEBYTECODE": "",
    }


def machine() -> str:
    """Return the class of this machine and how busy it is, without anything that names it."""
    version = ".".join(map(str, sys.version_info[:3]))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = f"{os.getloadavg()[0]:.1f} processes at work before"  # those of others, that is
    return f"{os.cpu_count()} processors, {memory:.0f} GB, Python {version}, {sys.platform}, {busy}"
