"""Commands whose workers die, and commands that are stopped: one line, and nothing left behind."""

import os
import re
import signal
from pathlib import Path

import pytest

from tests.running import COMMANDS, lasting, left, start, wait_for, workers

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")

_ROW = (
    '{"messages": [{"role": "human", "content": "What is %d?"}, '
    '{"role": "assistant", "content": "%s"}]}\n'
)


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    """Rows enough to be in the middle of them, each with something to repair."""
    path = tmp_path_factory.mktemp("big") / "big.jsonl"
    path.write_text("".join(_ROW % (number, "a word " * 100) for number in range(50_000)))
    return path


@pytest.fixture
def here(tmp_path, big):
    """A folder with that file."""
    os.link(big, tmp_path / "big.jsonl")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_worker_is_one_error_with_its_place(here, command):
    """Input, bytes, line, and how it ended; exit code 2, no traceback, no file, no process."""
    process = start(*COMMANDS[command], "-j", "2", folder=here)
    wait_for(process, lambda: len(workers(process.pid)) == 2)
    pids = workers(process.pid)
    os.kill(pids[1], signal.SIGKILL)
    out, error = process.communicate(timeout=60)

    assert process.returncode == 2
    assert out == ""
    assert re.fullmatch(
        r"error: big\.jsonl, bytes [\d,]+ to [\d,]+, from line [\d,]+: a worker process ended "
        r"before its work was done \(killed by SIGKILL; perhaps out of memory\)\n"
        r"help: free some memory, or run again with --jobs 1, which needs less of it\n",
        error,
    ), error
    assert left(here) == ["big.jsonl"]
    assert lasting(pids) == []


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("stuck", [False, True])
def test_ctrl_c_ends_all_workers_at_once(here, command, stuck):
    """Exit code 130 and one line, also when workers do not answer, as in a long native call."""
    process = start(*COMMANDS[command], "-j", "2", folder=here)
    wait_for(process, lambda: len(workers(process.pid)) == 2)
    pids = workers(process.pid)
    if stuck:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=20)

    assert (process.returncode, out) == (130, "")
    assert error == "error: interrupted; nothing was written\n"
    assert left(here) == ["big.jsonl"]
    assert lasting(pids) == []


def test_workers_of_a_killed_command_end_by_themselves(here):
    """When the command itself is killed, none of its workers stays about."""
    process = start(*COMMANDS["validate"], "-j", "2", folder=here)
    wait_for(process, lambda: len(workers(process.pid)) == 2)
    pids = workers(process.pid)
    process.kill()
    process.communicate(timeout=60)

    assert lasting(pids) == []
