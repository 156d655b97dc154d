"""Killed at every step, then run again: one job, one upload, nothing lost.

A child process uploads and creates. It is killed with SIGKILL before and after each line of its ledger,
and while the server has its request: before it is carried out, and after. The same call again must end
with exactly one job whose file holds what was to be trained.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from training.connecting import KEY
from training.stub import Stub
from training.walking import walk

from dataprep.training.ledger import Ledger

if sys.platform == "win32":
    pytest.skip("there is no SIGKILL", allow_module_level=True)

ROWS = b'{"messages": []}\n' * 3000
WAYS = {"one": (0, True), "no metadata": (0, False), "parts": (20_000, True)}
"""How the file goes up (bytes of a part), and whether the server keeps metadata."""

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["openai", "training.walking"])


class Run(NamedTuple):
    """The same command on one server and in one folder."""

    stub: Stub
    folder: Path
    part: int
    metadata: bool

    def child(self, line: int = 0, when: str = "") -> Any:
        """Start it as a process, killed at a line of its ledger."""
        found = processes.Process(target=walk, args=(self.stub.url, *self[1:], line, when))
        found.start()
        return found

    def check(self) -> None:
        """Run to the end, and once more: one job, its file whole, no other file."""
        found = walk(self.stub.url, *self[1:])
        (job,) = self.stub.jobs.values()
        assert found == job["id"]
        assert self.stub.content(job["training_file"]) == ROWS
        assert list(self.stub.files) == [job["training_file"]]
        assert walk(self.stub.url, *self[1:]) == found
        assert len(self.stub.jobs) == len(self.stub.files) == 1
        assert KEY not in Ledger(self.folder).path.read_text("utf-8")


def prepared(stub: Stub, folder: Path, way: str) -> Run:
    """Return a run whose file is there and whose server behaves."""
    part, stub.keeps_metadata = WAYS[way]
    folder.mkdir()
    (folder / "train.jsonl").write_bytes(ROWS)
    return Run(stub, folder, part, stub.keeps_metadata)


@pytest.mark.parametrize("way", WAYS)
def test_killed_at_every_line_of_the_ledger(way, tmp_path):
    """Before the line is written, and after."""
    with Stub() as stub:
        run = prepared(stub, tmp_path / "whole", way)
        run.check()
        lines = len(Ledger(run.folder).entries())
    assert lines >= 4
    for line in range(1, lines + 1):
        for when in ("before", "after"):
            with Stub() as stub:
                run = prepared(stub, tmp_path / f"{when}-{line}", way)
                child = run.child(line, when)
                child.join(60)
                assert child.exitcode == -signal.SIGKILL
                run.check()


@pytest.mark.parametrize("way", WAYS)
def test_killed_at_every_request(way, tmp_path):
    """While the server has it: before it is carried out, and after."""
    with Stub() as stub:
        prepared(stub, tmp_path / "whole", way).check()
        posts = sum(one.method == "POST" for one in stub.requests)
    assert posts >= 2
    for at in range(1, posts + 1):
        for when in ("before", "after"):
            with Stub() as stub:
                run = prepared(stub, tmp_path / f"{when}-{at}", way)
                left, pid = [at], []

                def kill(request, left=left, pid=pid):
                    left[0] -= request.method == "POST"
                    if request.method == "POST" and left[0] == 0:
                        os.kill(pid[0], signal.SIGKILL)

                with stub.lock:  # no request is answered before the process is known
                    setattr(stub, when, kill)
                    child = run.child()
                    pid.append(child.pid)
                child.join(60)
                assert child.exitcode == -signal.SIGKILL
                setattr(stub, when, None)
                run.check()
