"""What a process and all that it starts hold in memory, sampled while they run; and their end.

Linux: the sum of the proportional set sizes of the tree (PSS: a page that several hold is shared out
among them), every 50 ms. A peak that is shorter than that may be missed. Elsewhere nothing is sampled.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

_EVERY = 0.05


class Watch:
    """Watches a process until it is left, and kills it and its children when time is up.

    Args:
        process: started in a session of its own.
        limit: seconds it may take.

    Attributes:
        peak: the most memory that was seen, in bytes; 0 where it cannot be seen.
        over: whether it was killed because time was up.
    """

    def __init__(self, process: subprocess.Popen[bytes], limit: float | None = None) -> None:
        self.peak = 0
        self.over = False
        self._process = process
        self._until = None if limit is None else time.monotonic() + limit
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._left.set()
        self._thread.join()
        self._kill()  # also what it left behind

    def _sample(self) -> None:
        while not self._left.wait(_EVERY):
            self.peak = max(self.peak, held(self._process.pid))
            if self._until is not None and time.monotonic() > self._until:
                self.over = True
                self._kill()
                return

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def held(pid: int) -> int:
    """Return the bytes that a process and its descendants hold; 0 where that cannot be seen."""
    total = 0
    folder = Path(f"/proc/{pid}")
    # Any of these may be gone in between.
    with contextlib.suppress(OSError):
        for line in (folder / "smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                total += int(line.split()[1]) * 1024
                break
        for task in (folder / "task").iterdir():
            total += sum(held(int(child)) for child in (task / "children").read_bytes().split())
    return total
