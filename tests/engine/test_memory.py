"""A file of 200 MB takes the memory that one of 20 MB takes, whatever is done with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from generated_input import write_chats, write_pairs

SMALL, LARGE = 20_000_000, 200_000_000
PROGRAM = """
import resource, sys
from dataprep.cli.main import run
code = run(sys.argv[1:])
try:
    # That of this program alone: what `getrusage` says includes who started it.
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print("\\npeak", peak)
sys.exit(code)
"""

Write = Callable[[Path, int], int]


def peak(arguments: list[str]) -> int:
    """Run the command line in a process of its own and return the most memory that it held."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return int(done.stdout.rpartition("peak ")[2])


@pytest.mark.parametrize(
    ("name", "write", "arguments"),
    [
        ("in.jsonl", write_chats, ["validate", "IN", "--isolated", "--jobs", "1"]),
        (
            "in.jsonl",
            lambda path, size: write_chats(path, size, flawed=True),
            ["fix", "IN", "-o", "OUT", "--isolated", "--jobs", "1", "-q"],
        ),
        ("in.csv", write_pairs, ["convert", "IN", "-o", "OUT", "--jobs", "1", "-q"]),
    ],
    ids=["validate", "fix", "convert"],
)
def test_memory_does_not_grow_with_the_file(
    name: str, write: Write, arguments: list[str], tmp_path: Path
) -> None:
    """Ten times the rows take about the same memory, and far less than the rows themselves.

    It is not quite the same: an automaton remembers the states in which it was, up to its bound.
    """
    peaks = []
    for size in (SMALL, LARGE):
        places = {"IN": tmp_path / name, "OUT": tmp_path / "out.jsonl"}
        write(places["IN"], size)
        peaks.append(peak([str(places.get(one, one)) for one in arguments]))
        for left in tmp_path.iterdir():
            left.unlink()
    assert peaks[1] <= 1.15 * peaks[0], peaks
