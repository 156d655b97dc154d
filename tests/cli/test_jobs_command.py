"""`dataprep jobs` against a server on the loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import ROOT, Ran
from training.stub import Stub
from training.stub.progress import checkpoint, happened, measured, started

from dataprep.training.ledger import Ledger

KEY = "sk-test-" + "3" * 12
Jobs = Callable[..., Ran]


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as one:
        yield one


@pytest.fixture
def jobs(
    stub: Stub, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Jobs:
    """``jobs("show", id)``: the command, with the stub as its server."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: run("jobs", *arguments, "--base-url", stub.url, "--isolated")


def test_following_a_job_to_its_success(stub: Stub, jobs: Jobs) -> None:
    """What happens is on standard error, how it ended on standard output, and the exit code is 0."""
    job_id = started(stub, "queued", "running", "succeeded")
    for n in (1, 2, 3):
        measured(stub, job_id, n, 3, train_loss=3.0 - n, valid_loss=4.0 - n)
    ran = jobs("follow", job_id, "--poll", "0")
    assert ran.code == 0
    said = [line.split("  ")[-1] for line in ran.stderr.splitlines()]
    assert said == [
        "Step 1/3: train_loss=2.0, valid_loss=3.0",
        "Step 2/3: train_loss=1.0, valid_loss=2.0",
        "Step 3/3: train_loss=0.0, valid_loss=1.0",
        "status: queued",
        "status: running",
        "status: succeeded",
    ]
    lines = ran.stdout.splitlines()
    assert lines[0] == "train loss"
    assert "train_loss: first 2, last 0, best 0 at step 3" in lines
    assert lines[-2] == "trained tokens: 1,000"
    assert lines[-1].startswith("model: ft:gpt-4.1-mini-2025-04-14:stub:")


def test_a_job_has_succeeded_though_nothing_can_be_told_of_it(stub: Stub, jobs: Jobs) -> None:
    """Where the server fails after the end, what was seen on the way is told; the exit code is 0."""
    job_id = started(stub, "running", "succeeded")
    measured(stub, job_id, 1, 1, train_loss=0.5)
    stub.fault("GET", f"/fine_tuning/jobs/{job_id}/checkpoints", status=418, times=9)
    ran = jobs("follow", job_id, "--poll", "0")
    assert ran.code == 0
    assert "train_loss: first 0.5, last 0.5, best 0.5 at step 1" in ran.stdout
    assert "note: cannot list the checkpoints" in ran.stdout


def test_ids_are_completed_from_the_ledger(tmp_path: Path) -> None:
    """Tab offers the jobs that were started here, the newest first, and asks no server."""
    ledger = Ledger(tmp_path)
    for n in (1, 2):
        ledger.record("job-intent", mark=f"{n}")
        ledger.record("job", id=f"ftjob-{n}")
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "_DATAPREP_COMPLETE": "zsh_complete",
               "COMP_WORDS": "dataprep jobs follow ftj", "COMP_CWORD": "3"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "dataprep"], cwd=tmp_path, env=environ, text=True,
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    offered = [line for line in done.stdout.splitlines() if line.startswith("ftjob")]
    assert offered == ["ftjob-2", "ftjob-1"]


def test_following_a_job_that_fails(stub: Stub, jobs: Jobs) -> None:
    """A failure has the server's words, the rule that finds the same, and exit code 1."""
    job_id = started(stub, "validating_files", "failed")
    stub.jobs[job_id]["error"] = {
        "code": "invalid_n_examples",
        "param": "training_file",
        "message": "Training file has 7 example(s), but must have at least 10 examples",
    }
    ran = jobs("follow", job_id, "--poll", "0")
    assert ran.code == 1
    assert ran.stdout.splitlines() == [
        "invalid_n_examples in the training file: Training file has 7 example(s), but must have at "
        "least 10 examples",
        "this is SET001: dataprep explain SET001",
    ]


def test_following_a_job_that_is_cancelled(stub: Stub, jobs: Jobs) -> None:
    """A cancelled job is exit code 1 as well; as JSON the whole end is data."""
    ran = jobs("follow", started(stub, "running", "cancelled"), "--poll", "0", "--json")
    assert ran.code == 1
    assert json.loads(ran.stdout)["job"]["status"] == "cancelled"


def test_following_what_is_not_there(stub: Stub, jobs: Jobs) -> None:
    """An unknown job is one line in the server's words, and exit code 2."""
    ran = jobs("follow", "ftjob-none")
    assert ran.code == 2
    assert "Could not find fine tune: ftjob-none" in ran.stderr.splitlines()[0]
    assert ran.stdout == ""


def child(stub: Stub, folder: Path, *arguments: str, **settings: Any) -> subprocess.Popen[str]:
    """Start the command as a process of its own."""
    environ = {**os.environ, "OPENAI_API_KEY": KEY, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    return subprocess.Popen(
        [sys.executable, "-m", "dataprep", "jobs", *arguments, "--base-url", stub.url],
        cwd=folder, env=environ, text=True, encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), **settings,
    )  # fmt: skip


def test_ctrl_c_detaches_and_leaves_the_job_running(stub: Stub, tmp_path: Path) -> None:
    """Ctrl-C prints the command that attaches again, exits 130, and cancels nothing."""
    job_id = started(stub, "running")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with child(stub, tmp_path, "follow", job_id, "--poll", "0.05", **pipes) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "status: running\n"
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    detached, again = stderr.splitlines()
    assert detached == "detached: the job goes on"
    assert (
        again
        == f"attach again: dataprep jobs follow {job_id} --target generic --base-url {stub.url}"
    )
    assert stub.jobs[job_id]["status"] == "running"
    assert not stub.sent("POST", "*")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_the_live_line_on_a_terminal(stub: Stub, tmp_path: Path) -> None:
    """On a terminal the state is one line that is rewritten, wiped out at the end; events stay."""
    import pty

    job_id = started(stub, "queued", "running", "running", "succeeded")
    happened(stub, job_id, "Created fine-tuning job")
    measured(stub, job_id, 7, 90, train_loss=0.5)
    reader, writer = pty.openpty()
    os.environ.pop("CI", None)
    with child(
        stub, tmp_path, "follow", job_id, "--poll", "0", stdout=subprocess.PIPE, stderr=writer
    ) as process:
        os.close(writer)
        seen = b""
        while True:
            try:
                piece = os.read(reader, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            seen += piece
        process.communicate(timeout=60)
    os.close(reader)
    text = seen.decode()
    assert process.returncode == 0
    assert "\x1b[2Krunning  step 7/90  train loss 0.5" in text
    assert text.count("Created fine-tuning job") == 1
    assert "Step 7/90" not in text
    assert text.endswith("\r\x1b[2K")


def test_the_list(stub: Stub, jobs: Jobs) -> None:
    """Jobs are columns behind tabs for programs, the newest first, as many as wanted."""
    ids = [started(stub, "running") for _ in range(25)]
    ran = jobs("list", "--limit", "22")
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    assert [row[0] for row in rows] == ids[::-1][:22]
    assert rows[0][1:3] == ["running", "gpt-4.1-mini-2025-04-14"]
    assert [one["id"] for one in json.loads(jobs("list", "--json").stdout)] == ids[::-1][:20]


def test_an_endless_list_ends(stub: Stub, jobs: Jobs) -> None:
    """A server that always has more does not keep the command."""
    ids = [started(stub, "running") for _ in range(3)]
    stub.endless = True
    ran = jobs("list")
    assert [line.split("\t")[0] for line in ran.stdout.splitlines()] == ids[::-1]


def test_showing_a_job(stub: Stub, jobs: Jobs) -> None:
    """What is set is shown, times as times, keys of tomorrow as well; escape sequences do not pass."""
    job_id = started(stub, "succeeded")
    stub.jobs[job_id] |= {"created_at": 1_700_000_000, "tomorrow": "\x1b[31mred"}
    ran = jobs("show", job_id)
    assert ran.code == 0
    lines = ran.stdout.splitlines()
    assert {
        "created_at: 2023-11-14 22:13:20",
        "tomorrow: \\x1b[31mred",
        "status: succeeded",
    } <= set(lines)
    assert not any(line.startswith("error") for line in lines)
    assert json.loads(jobs("show", job_id, "--json").stdout)["tomorrow"] == "\x1b[31mred"


def test_showing_a_failed_job(stub: Stub, jobs: Jobs) -> None:
    """The reason stands under the job; the command itself has done its work."""
    job_id = started(stub, "failed")
    stub.jobs[job_id]["error"] = {"code": "x", "message": 'Example 3 contains an extra "id"'}
    ran = jobs("show", job_id)
    assert ran.code == 0
    assert ran.stdout.splitlines()[-2:] == [
        "this is SCH002: dataprep explain SCH002",
        "look at line 3 of the file",
    ]


def test_events_and_checkpoints(stub: Stub, jobs: Jobs) -> None:
    """Events come oldest first, from where one wants; checkpoints by step, with their losses."""
    job_id = started(stub, "running")
    first = happened(stub, job_id, "one", created_at=1_700_000_000)
    happened(stub, job_id, "two", created_at=1_700_000_001, level="warn")
    stub.jobs[job_id]["_checkpoints"] = [
        checkpoint(job_id, 10, train_loss=0.5, full_valid_loss=0.75), checkpoint(job_id, 20),
    ]  # fmt: skip
    assert jobs("events", job_id).stdout.splitlines() == [
        "2023-11-14 22:13:20\tinfo\tone",
        "2023-11-14 22:13:21\twarn\ttwo",
    ]
    assert len(json.loads(jobs("events", job_id, "--after", first["id"], "--json").stdout)) == 1
    rows = [line.split("\t") for line in jobs("checkpoints", job_id).stdout.splitlines()]
    assert [row[:3] for row in rows] == [["10", "0.5", "0.75"], ["20", "", ""]]
    for name in ("events", "checkpoints"):
        assert jobs(name, "ftjob-none").code == 2


def test_pause_resume_cancel(stub: Stub, jobs: Jobs) -> None:
    """Each says the status that it led to; what cannot be done is exit code 2."""
    job_id = started(stub, "running")
    assert jobs("pause", job_id).stdout == f"{job_id}: paused\n"
    assert jobs("resume", job_id).stdout == f"{job_id}: running\n"
    assert jobs("cancel", job_id).stdout == f"{job_id}: cancelled\n"
    again = jobs("cancel", job_id)
    assert again.code == 2
    assert "Job has already completed" in again.stderr


def test_results_with_files_and_drawing(stub: Stub, jobs: Jobs, tmp_path: Path) -> None:
    """The summary is printed, the CSV and the drawing are written, several files under own names."""
    job_id = started(stub, "succeeded")
    csv = b"step,train_loss,valid_loss\n1,2.0,\n2,1.0,1.5\n3,0.5,1.25\n"
    files = [stub.add_file(one, "r.csv", "fine-tune-results") for one in (csv, b"step\n1\n")]
    stub.jobs[job_id]["result_files"] = [one["id"] for one in files]
    ran = jobs("results", job_id, "-o", "out.csv", "--svg", "loss.svg")
    assert ran.code == 0
    assert "valid_loss: first 1.5, last 1.25, best 1.25 at step 3" in ran.stdout
    assert (tmp_path / "out.csv").read_bytes() == csv
    assert (tmp_path / "out-2.csv").read_bytes() == b"step\n1\n"
    ElementTree.parse(tmp_path / "loss.svg")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["loss.svg", "out-2.csv", "out.csv"]
    assert (
        json.loads(jobs("results", job_id, "--json").stdout)["summary"]["train_loss"]["last"] == 0.5
    )


def test_results_of_a_job_that_has_none(stub: Stub, jobs: Jobs, tmp_path: Path) -> None:
    """A job that runs has measured nothing, which is no fault; a file of nothing cannot be written."""
    job_id = started(stub, "running")
    ran = jobs("results", job_id)
    assert ran.code == 0
    assert "nothing was measured yet: the job is running" in ran.stderr
    asked = jobs("results", job_id, "-o", "out.csv")
    assert asked.code == 2
    assert "no result file" in asked.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_drawing_that_cannot_be_written(stub: Stub, jobs: Jobs, tmp_path: Path) -> None:
    """A place that is a folder is one line and exit code 2."""
    job_id = started(stub, "succeeded")
    measured(stub, job_id, 1, 2, train_loss=1)
    ran = jobs("results", job_id, "--svg", str(tmp_path))
    assert ran.code == 2
    assert str(tmp_path) in ran.stderr


def test_without_a_key(stub: Stub, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is not set is said with the name of its variable, before anything is sent."""
    monkeypatch.delenv("OPENAI_API_KEY")
    ran = jobs("list")
    assert ran.code == 2
    assert "OPENAI_API_KEY" in ran.stderr
    assert not stub.requests


def test_a_key_of_another_name(stub: Stub, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable of the key can be chosen; a refused key is nowhere in the message."""
    stub.key = "sk-test-" + "4" * 12
    refused = jobs("list")
    assert refused.code == 2
    assert "401" in refused.stderr
    assert KEY not in refused.stderr
    monkeypatch.setenv("MY_KEY", stub.key)
    assert jobs("list", "--api-key-env", "MY_KEY").code == 0


@pytest.mark.parametrize("name", ["", "list", "show", "follow", "events", "checkpoints", "results",
                                  "cancel", "pause", "resume"])  # fmt: skip
def test_help_begins_with_examples(run: Callable[..., Ran], name: str) -> None:
    """Every help page has examples before its options, and needs no key."""
    text = run("jobs", *name.split(), "--help").stdout
    assert 0 < text.index("Examples:") < text.index("Options:")


def test_a_job_that_was_made_here_needs_no_server_named(
    stub: Stub, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The ledger knows where it runs and which variable holds the key; other ids go to the default."""
    monkeypatch.setenv("MY_KEY", KEY)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    job_id = started(stub, "running")
    Ledger(tmp_path).record(
        "job", server=stub.url, mark="1", id=job_id, target="generic", key_env="MY_KEY"
    )
    ran = run("jobs", "show", job_id, "--isolated")
    assert (ran.code, ran.stdout.splitlines()[0]) == (0, f"id: {job_id}")

    other = run("jobs", "show", "ftjob-elsewhere", "--isolated")
    assert other.code == 2
    assert "OPENAI_API_KEY" in other.stderr


def test_nothing_measured_makes_no_drawing(stub: Stub, jobs: Jobs, tmp_path: Path) -> None:
    """An empty picture would be taken for a result."""
    job_id = started(stub, "queued")
    stub.jobs[job_id]["_script"] = []
    ran = jobs("results", job_id, "--svg", "loss.svg")
    assert ran.code == 2
    assert f"loss.svg: not written, because nothing was measured of {job_id}" in ran.stderr
    assert not (tmp_path / "loss.svg").exists()

    none = jobs("checkpoints", job_id)
    assert (none.code, none.stdout) == (0, "")
    assert "no checkpoints" in none.stderr


def test_a_traceback_that_was_asked_for_is_no_finding(jobs: Jobs) -> None:
    """With --debug the exit code is the one without it."""
    ran = jobs("show", "ftjob-none", "--debug")
    assert ran.code == 2
    assert "Traceback" in ran.stderr
    assert "ServerError" in ran.stderr
