"""A job by its id: its events, its end, and what a server may leave out or do wrong."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator

import pytest
from training.stub import Stub
from training.stub.progress import checkpoint, happened, started

from dataprep.errors import ServerError
from dataprep.targets import get
from dataprep.training.job import Job, Update
from dataprep.training.server import Client, server_of

KEY = "sk-test-" + "0" * 12


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as one:
        yield one


def job_of(
    stub: Stub, job_id: str, between: Callable[[], object] = lambda: None, **more: int
) -> Job:
    """Return a job whose client lets `between` happen instead of every pause."""
    environ = {"OPENAI_API_KEY": KEY}
    server = server_of(get("generic"), stub.url, environ=environ)
    return Job(Client(server, environ, lambda _: between() and None), job_id, **more)


def messages(events: object) -> list[str]:
    return [one["message"] for one in events]  # type: ignore[attr-defined]


def test_wait_returns_the_job_when_it_is_over(stub: Stub) -> None:
    """The job goes through its statuses, and is given back with what the server made of it."""
    job = job_of(stub, started(stub, "validating_files", "queued", "running", "succeeded"))
    seen: list[str] = []
    done = job.wait(0, lambda update: seen.append(update.data["status"]))
    assert seen == ["validating_files", "queued", "running", "succeeded"]
    assert done["status"] == "succeeded"
    assert done["fine_tuned_model"].startswith("ft:gpt-4.1-mini-2025-04-14:stub:")
    assert job.status == "succeeded"


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_job_that_comes_to_nothing_is_over_too(stub: Stub, status: str) -> None:
    """`wait` ends with a failed and with a cancelled job."""
    assert job_of(stub, started(stub, "running", status)).wait(0)["status"] == status


def test_a_status_that_nobody_knows_is_no_end(stub: Stub) -> None:
    """Statuses and keys of tomorrow pass through, and the job goes on."""
    job_id = started(stub, "pausing", "paused", "dreaming", "succeeded")
    stub.jobs[job_id]["shared_with_mars"] = {"since": [1]}
    seen: list[str] = []
    done = job_of(stub, job_id).wait(0, lambda update: seen.append(update.data["status"]))
    assert seen == ["pausing", "paused", "dreaming", "succeeded"]
    assert done["shared_with_mars"] == {"since": [1]}


def test_events_come_oldest_first_over_all_pages(stub: Stub) -> None:
    """More events than a page holds come in the order in which they happened, each once."""
    job_id = started(stub)
    for n in range(250):
        happened(stub, job_id, f"event {n}", created_at=1_700_000_000 + n // 7)
    assert messages(job_of(stub, job_id).events()) == [f"event {n}" for n in range(250)]


def test_events_after_one(stub: Stub) -> None:
    """Only what stands behind the named event comes."""
    job_id = started(stub)
    events = [happened(stub, job_id, f"event {n}") for n in range(5)]
    job = job_of(stub, job_id)
    assert messages(job.events(events[2]["id"])) == ["event 3", "event 4"]
    assert messages(job.events("ftevent-unknown")) == [f"event {n}" for n in range(5)]


def test_a_list_without_end_ends(stub: Stub) -> None:
    """A server whose `has_more` is true for ever keeps nobody waiting, and doubles no event."""
    job_id = started(stub)
    for n in range(120):
        happened(stub, job_id, f"event {n}")
    stub.endless = True
    assert messages(job_of(stub, job_id).events()) == [f"event {n}" for n in range(120)]
    assert len(stub.sent("GET", "/fine_tuning/jobs/*/events")) < 5


def test_new_events_for_ever_end_too(stub: Stub) -> None:
    """A server that makes up a new event for every page is not listened to for ever."""
    job_id = started(stub)
    for n in range(300):
        event = {"id": f"e{n}", "object": "fine_tuning.job.event", "created_at": 5, "level": "info",
                 "message": f"event {n}"}  # fmt: skip
        body = {"object": "list", "data": [event], "has_more": True}
        stub.fault("GET", f"/fine_tuning/jobs/{job_id}/events", body=body)
    assert len(list(job_of(stub, job_id, most_pages=20).events())) == 20


def test_no_event_is_missed_or_doubled_while_it_runs(stub: Stub) -> None:
    """Events that happen between two looks, within one second and before the end, come once each."""
    job_id = started(stub, *["running"] * 6, "succeeded")
    told: list[str] = []
    numbers = iter(range(1000))

    def between() -> None:
        for _ in range(130):  # more than a page
            n = next(numbers)
            happened(stub, job_id, f"event {n}", created_at=1_700_000_000 + n // 50)

    job_of(stub, job_id, between).wait(0, lambda update: told.extend(messages(update.events)))
    assert told == [f"event {n}" for n in range(780)]


def test_events_survive_a_lost_connection(stub: Stub) -> None:
    """A connection that is lost between two pages is said, and hides no event and doubles none."""
    job_id = started(stub, *["running"] * 12, "succeeded")
    for n in range(150):
        happened(stub, job_id, f"event {n}", created_at=1_700_000_000 + n)
    # The first page comes; then the events are out of reach, longer than one call tries.
    newest = stub.events[job_id][::-1][:100]
    stub.fault("GET", f"/fine_tuning/jobs/{job_id}/events", body={"data": newest, "has_more": True})
    stub.fault("GET", f"/fine_tuning/jobs/{job_id}/events", lose_answer=True, times=9)
    updates: list[Update] = []
    job_of(stub, job_id).wait(0, updates.append)
    assert [bool(one.lost) for one in updates][:2] == [True, True]
    assert "no answer from 127.0.0.1" in updates[0].lost
    assert messages(e for one in updates for e in one.events) == [f"event {n}" for n in range(150)]
    assert updates[-1].over


def test_a_server_that_stays_away_is_given_up(stub: Stub) -> None:
    """After about an hour without an answer `wait` raises what the server said last."""
    job_id = started(stub, "running")
    stub.fault("GET", f"/fine_tuning/jobs/{job_id}", status=503, times=10_000)
    pauses: list[float] = []
    environ = {"OPENAI_API_KEY": KEY}
    server = server_of(get("generic"), stub.url, environ=environ)
    lost: list[str] = []
    with pytest.raises(ServerError, match="scripted 503"):
        Job(Client(server, environ, pauses.append), job_id).wait(
            1, lambda update: lost.append(update.lost)
        )
    assert 2_000 < sum(pauses) < 20_000
    assert max(pauses) <= 60
    assert len(lost) == 60


def test_a_job_that_is_not_there_is_an_error_at_once(stub: Stub) -> None:
    """The server's own words are raised, and survive the way between processes."""
    with pytest.raises(ServerError, match="Could not find fine tune: ftjob-none") as caught:
        job_of(stub, "ftjob-none").wait(0)
    assert caught.value.status == 404
    assert pickle.loads(pickle.dumps(caught.value)).code == "fine_tune_not_found"
    assert len(stub.requests) == 1


def test_events_in_the_other_order(stub: Stub) -> None:
    """A server that lists the oldest first gives the same events from all pages, none twice."""
    job_id = started(stub, *["running"] * 2, "succeeded")
    events = [happened(stub, job_id, f"event {n}", created_at=10 + n) for n in range(6)]
    for seen in (3, 4, 6):
        for page, more in ((events[:2], True), (events[2:seen], False)):
            body = {"object": "list", "data": page, "has_more": more}
            stub.fault("GET", f"/fine_tuning/jobs/{job_id}/events", body=body)
    told: list[str] = []
    job_of(stub, job_id).wait(0, lambda update: told.extend(messages(update.events)))
    assert told == [f"event {n}" for n in range(6)]


def test_what_a_server_has_not_got_is_not_there(stub: Stub) -> None:
    """404 for events and checkpoints is no events and no checkpoints; lists may be null."""
    job_id = started(stub, "running", "succeeded")
    stub.fault("GET", f"/fine_tuning/jobs/{job_id}/events", status=404, times=9)
    stub.fault("GET", f"/fine_tuning/jobs/{job_id}/checkpoints", status=404)
    stub.fault("GET", f"/fine_tuning/jobs/{job_id}/checkpoints", body={"data": None})
    job = job_of(stub, job_id)
    assert job.wait(0)["status"] == "succeeded"
    assert list(job.events()) == job.checkpoints() == job.checkpoints() == []


def test_events_that_are_no_list(stub: Stub) -> None:
    """A server that streams its events, or answers a page of a proxy once, does not end the watch."""
    job_id = started(stub, "running", "running", "succeeded")
    happened(stub, job_id, "one")
    stub.fault("GET", f"/fine_tuning/jobs/{job_id}/events", body=b"event: x\ndata: y\n\n")
    told: list[str] = []
    job_of(stub, job_id).wait(0, lambda update: told.extend(messages(update.events)))
    assert told == ["one"]


def test_checkpoints_by_step(stub: Stub) -> None:
    """Checkpoints come in the order of their steps."""
    job_id = started(stub)
    stub.jobs[job_id]["_checkpoints"] = [
        checkpoint(job_id, n, train_loss=0.5) for n in (10, 20, 30)
    ]
    assert [one["step_number"] for one in job_of(stub, job_id).checkpoints()] == [10, 20, 30]


def test_pause_resume_cancel(stub: Stub) -> None:
    """A job can be paused, resumed and ended; what cannot be done is said in the server's words."""
    job = job_of(stub, started(stub, "running"))
    assert job.pause()["status"] == "paused"
    assert job.resume()["status"] == "running"
    assert job.cancel()["status"] == "cancelled"
    with pytest.raises(ServerError, match=r"cannot cancel the job .*Job has already completed"):
        job.cancel()


def test_how_often_the_target_wants_to_be_asked(stub: Stub) -> None:
    """A platform that states an interval is asked at that, others every 10 seconds."""
    assert job_of(stub, "ftjob-1").poll_seconds == 10
    environ = {"NEBIUS_API_KEY": KEY}
    nebius = server_of(get("nebius"), stub.url, environ=environ)
    assert Job(Client(nebius, environ), "ftjob-1").poll_seconds == 15
