"""What is said while a job runs, and when it is over."""

from __future__ import annotations

from typing import Any

from dataprep.training.ending import ending_lines, failure_lines
from dataprep.training.following import Follower, duration, event_line, moment
from dataprep.training.job import Update
from dataprep.training.measures import of_events
from dataprep.training.results import ResultFile, Results

NOW = 1_700_000_000


def job(status: str, **more: Any) -> dict[str, Any]:
    return {"id": "ftjob-1", "status": status, **more}


def step(number: int, total: int, at: int, **losses: float) -> dict[str, Any]:
    data = {"step": number, "total_steps": total, **losses}
    return {"id": f"e{number}", "created_at": at, "level": "info", "type": "metrics",
            "message": f"Step {number}/{total}", "data": data}  # fmt: skip


def told(*updates: Update, live: bool) -> tuple[list[str], list[str]]:
    """Return the lines that stay and the states of the live line."""
    said: list[str] = []
    shown: list[str] = []
    follower = Follower(said.append, shown.append if live else None, lambda: NOW)
    for one in updates:
        follower(one)
    return said, shown


def test_plain_lines_say_everything_once() -> None:
    """Without a terminal every event and every new status is a line."""
    said, shown = told(
        Update(job("queued"), [{"message": "Created", "created_at": NOW, "level": "info"}]),
        Update(job("queued"), []),
        Update(job("running"), [step(1, 9, NOW + 1, train_loss=2.5)]),
        Update(job("succeeded"), [{"message": "slow\n down", "created_at": NOW, "level": "warn"}]),
        live=False,
    )
    assert said == [
        "22:13:20  Created",
        "status: queued",
        "22:13:21  Step 1/9",
        "status: running",
        "22:13:20  warn: slow down",
        "status: succeeded",
    ]
    assert shown == []


def test_the_live_line() -> None:
    """On a terminal, one line has status, step of total, losses and time left; messages stay above."""
    said, shown = told(
        Update(job("queued"), [{"message": "Created", "created_at": NOW, "type": "message"}]),
        Update(job("running"), [step(10, 90, NOW, train_loss=2.5)]),
        Update(job("running"), [step(20, 90, NOW + 60, train_loss=1.25, valid_loss=1.5)]),
        Update(job("running", estimated_finish=NOW + 4000), []),
        Update(job("succeeded"), []),
        live=True,
    )
    assert shown == [
        "queued",
        "running  step 10/90  train loss 2.5",
        "running  step 20/90  train loss 1.25  valid loss 1.5  7 min left",
        "running  step 20/90  train loss 1.25  valid loss 1.5  1 h 6 min left",
        "",
    ]
    assert said == ["22:13:20  Created", "status: succeeded"]


def test_an_unknown_status_is_shown_as_it_is() -> None:
    """A status of tomorrow is no fault, and one that is absent is called unknown."""
    said, shown = told(
        Update(job("dreaming"), []), Update({"id": "ftjob-1", "status": None}, []), live=True
    )
    assert shown == ["dreaming", "unknown"]
    assert said == []


def test_a_lost_connection_is_said_once() -> None:
    """The loss is said, not every attempt; and that it is over."""
    said, shown = told(
        Update(job("running"), []),
        Update(job("running"), [], "no answer from host"),
        Update(job("running"), [], "no answer from host"),
        Update(job("running"), []),
        live=True,
    )
    assert said == [
        "connection lost, the job goes on; trying again (no answer from host)",
        "connected again",
    ]
    assert shown == ["running", "connection lost", "connection lost", "running"]


def test_a_paused_job_says_how_it_goes_on() -> None:
    """Who follows a paused job is told the command."""
    said, _ = told(Update(job("paused"), []), live=True)
    assert said == ["status: paused", "it goes on with: dataprep jobs resume ftjob-1"]


def test_the_command_for_a_paused_job_reaches_its_server() -> None:
    """Without the target it would ask another platform for the job."""
    said: list[str] = []
    options = ["--target", "azure", "--base-url", "https://x.openai.azure.com/openai/v1"]
    Follower(said.append, options=options)(Update(job("paused"), []))
    assert said[-1] == f"it goes on with: dataprep jobs resume ftjob-1 {' '.join(options)}"


def test_no_time_left_without_a_pace() -> None:
    """An estimate that is past, one step, and steps without times give no time left."""
    _, shown = told(
        Update(job("running", estimated_finish=NOW - 5), [step(5, 90, NOW)]),
        Update(job("running"), [{"data": {"step": 7, "total_steps": 90, "train_loss": 1}}]),
        live=True,
    )
    assert shown == ["running", "running  step 7/90  train loss 1"]


def test_times_in_words() -> None:
    """Spans and moments are for people; what is no time is nothing."""
    spans = (5, 60, 3599, 3600, 4800, 100_000, 86_400)
    assert [duration(n) for n in spans] == [
        "under a minute", "1 min", "59 min", "1 h", "1 h 20 min", "1 d 3 h", "1 d",
    ]  # fmt: skip
    assert moment(NOW) == "2023-11-14 22:13:20"
    assert [moment(one) for one in (None, "soon", 0, -1, 10**15, float("nan"))] == [""] * 6
    assert event_line({}) == "event"


def test_how_a_job_ended() -> None:
    """The end has the curves, each measure, the hint, checkpoints, trained tokens and the model."""
    events = [step(n, 4, NOW + n, train_loss=4 / n, valid_loss=v) for n, v in
              ((1, 2.0), (2, 1.0), (3, 1.5), (4, 2.0))]  # fmt: skip
    data = job("succeeded", trained_tokens=12345, fine_tuned_model="ft:m:o:s:1")
    kept = [{"step_number": 2, "fine_tuned_model_checkpoint": "ft:m:o:s:1:ckpt-step-2"}]
    lost = ResultFile("file-1", "", {}, "cannot fetch the result file file-1")
    lines = list(ending_lines(Results(data, [lost], kept, of_events(events)), 60))
    assert lines[0] == "train loss"
    assert "valid loss" in lines
    assert lines[-7:] == [
        "train_loss: first 4, last 1, best 1 at step 4",
        "valid_loss: first 2, last 2, best 1 at step 2",
        "note: the validation loss was lowest at step 2 of 4 (1) and rose to 2: a checkpoint before "
        "the end, or fewer epochs, may do better",
        "note: cannot fetch the result file file-1",
        "checkpoint: ft:m:o:s:1:ckpt-step-2 (step 2)",
        "trained tokens: 12,345",
        "model: ft:m:o:s:1",
    ]


def test_why_a_job_failed() -> None:
    """A failure is the server's words, the rule that finds the same, and the lines it names."""
    error = {"code": "invalid_file_format", "param": "training_file",
             "message": 'Example 12 contains an extra "weight"'}  # fmt: skip
    assert list(failure_lines(job("failed", error=error))) == [
        'invalid_file_format in the training file: Example 12 contains an extra "weight"',
        "this is SCH002: dataprep explain SCH002",
        "look at line 12 of the file",
    ]
    flagged = {
        "code": "x",
        "message": "This file failed moderation safety checks. Flagged lines: 4, 7",
    }
    assert list(failure_lines(job("failed", error=flagged)))[1:] == [
        "take these rows out, or run a moderation model over the file first",
        "look at lines 4, 7 of the file",
    ]
    assert list(failure_lines(job("failed", error={"message": "boom"}))) == ["error: boom"]


def test_a_job_that_still_runs_has_not_failed() -> None:
    """What is known so far is told, and no failure."""
    points = of_events([step(1, 4, NOW, train_loss=1.0)])
    lines = list(ending_lines(Results(job("running"), [], [], points), 80))
    assert lines == ["train_loss: first 1, last 1, best 1 at step 1"]


def test_a_failure_without_a_reason() -> None:
    """A server that gives no reason is not put words into its mouth."""
    for error in (None, {}, "odd", {"code": None, "message": None}):
        (line,) = failure_lines(job("failed", error=error))
        assert line == "the job ftjob-1 is failed; the server gave no reason"
    (line,) = ending_lines(Results(job("cancelled"), [], [], {}), 80)
    assert line == "the job ftjob-1 is cancelled; the server gave no reason"
