"""Commands as real processes: started, watched and stopped while they work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import dataprep

COMMANDS = {
    "convert": ("convert", "big.jsonl", "-o", "out/made.jsonl"),
    "validate": ("validate", "big.jsonl", "--isolated"),
    "fix": ("fix", "big.jsonl", "-o", "out.jsonl", "--unsafe-fixes", "--isolated"),
    "stats": ("stats", "big.jsonl", "--isolated"),
}
"""Each command that works on many rows, on `big.jsonl`."""


def start(
    *arguments: str, folder: Path, before: Callable[[], object] | None = None,
    out: int | IO[str] = subprocess.PIPE, err: int = subprocess.PIPE, **environment: str,
) -> subprocess.Popen[str]:  # fmt: skip
    """Start a command in a folder; temporary files go to its sub-folder ``tmp``.

    Args:
        before: called in the new process before the command.
        out, err: its standard output and standard error.
    """
    (folder / "tmp").mkdir(exist_ok=True)

    def prepare() -> None:
        # A shell lets what it runs in the background ignore Ctrl-C, and that is inherited.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if before is not None:
            before()

    return subprocess.Popen(
        [sys.executable, "-m", "dataprep", *arguments],
        cwd=folder, stdout=out, stderr=err, text=True, preexec_fn=prepare,
        env={**os.environ, "PYTHONPATH": str(Path(dataprep.__file__).parents[1]),
             "TMPDIR": str(folder / "tmp"), **environment},
    )  # fmt: skip


def workers(parent: int) -> list[int]:
    """Return the worker processes of a command."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            of = int((one / "stat").read_text().rpartition(")")[2].split()[1])
            if of == parent and b"--multiprocessing-fork" in (one / "cmdline").read_bytes():
                found.append(int(one.name))
        except (OSError, ValueError):  # it has ended in the meantime
            continue
    return sorted(found)


def wait_for(process: subprocess.Popen[str], ready: Callable[[], object]) -> None:
    """Wait until something holds while a command works."""
    for _ in range(1000):
        if ready():
            return
        assert process.poll() is None, "it was over before that: " + process.communicate()[1]
        time.sleep(0.01)
    raise AssertionError("that did not come about")


def left(folder: Path) -> list[str]:
    """Return what is in a folder and those below, the empty folder of temporary files left out."""
    names = sorted(str(one.relative_to(folder)) for one in folder.rglob("*"))
    return [name for name in names if name != "tmp"]


def lasting(pids: list[int]) -> list[int]:
    """Return those of some processes that are there after a moment."""
    for _ in range(100):
        pids = [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists()]
        if not pids:
            break
        time.sleep(0.02)
    return pids
