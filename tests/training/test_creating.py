"""A job is made once: whatever is lost, refused, late or repeated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from training.connecting import connected
from training.stub import Refused, Stub

from dataprep.errors import OutputError, ServerError
from dataprep.training.creating import JobRequest, created
from dataprep.training.ledger import Ledger

MARK = "0123abcd"


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as running:
        running.file = running.add_file(b"{}\n", "train.jsonl")["id"]
        yield running


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path)


def request_for(stub, mark=MARK, **body):
    metadata = {"dataprep_run": mark} if stub.keeps_metadata else {}
    return JobRequest(
        {"model": "gpt-4.1-mini", "training_file": stub.file, "metadata": metadata, **body}, mark
    )


def events(ledger):
    return [one["event"] for one in ledger.entries()]


def posted(stub):
    return stub.sent("POST", "/fine_tuning/jobs")


BOTH = pytest.mark.parametrize("keeps_metadata", [True, False])
"""On servers that keep metadata, and on those that do not."""
AMBIGUOUS = pytest.mark.parametrize(
    "fault", [{"lose_answer": True}, {"status": 500}, {"status": 504}, {"cut": 10}]
)


def test_what_is_sent_is_the_body(stub, ledger):
    """Exactly: no key more, none less, nested ones as they are."""
    method = {"type": "dpo", "dpo": {"hyperparameters": {"n_epochs": 3, "beta": "auto"}}}
    request = request_for(stub, method=method, suffix="x", seed=0, trainingType="Standard")

    job = created(connected(stub), ledger, request)

    (sent,) = posted(stub)
    assert sent.json == request.body
    assert list(stub.jobs) == [job["id"]]
    assert (job["status"], job["metadata"]) == ("validating_files", {"dataprep_run": MARK})
    assert events(ledger) == ["job-intent", "job"]


@BOTH
def test_the_same_request_again_finds_the_job(stub, ledger, keeps_metadata):
    """While it runs and after it succeeded; another request makes another."""
    stub.keeps_metadata = keeps_metadata
    client, said = connected(stub), []
    first = created(client, ledger, request_for(stub))

    for status in ("running", "succeeded", "paused"):
        stub.jobs[first["id"]].update(status=status, _script=[])
        found = created(client, ledger, request_for(stub), say=said.append)
        assert (found["id"], found["status"]) == (first["id"], status)
    assert len(said) == 3 and first["id"] in said[0]

    assert created(client, ledger, request_for(stub, "another"))["id"] != first["id"]
    assert created(client, ledger, request_for(stub), again=True)["id"] != first["id"]
    assert len(stub.jobs) == 3


def test_another_folder_finds_the_job_too(stub, ledger, tmp_path):
    """By its metadata, without the ledger: a lost folder is no reason to pay twice."""
    first = created(connected(stub), ledger, request_for(stub))

    found = created(connected(stub), Ledger(tmp_path / "elsewhere"), request_for(stub))

    assert found["id"] == first["id"] and len(posted(stub)) == 1


@BOTH
@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_job_that_came_to_nothing_is_made_again(stub, ledger, status, keeps_metadata):
    """Nobody would want to wait for it."""
    stub.keeps_metadata = keeps_metadata
    client = connected(stub)
    first = created(client, ledger, request_for(stub))
    stub.jobs[first["id"]]["status"] = status

    second = created(client, ledger, request_for(stub))

    assert second["id"] != first["id"] and len(stub.jobs) == 2


@BOTH
@AMBIGUOUS
def test_a_lost_answer_makes_no_second_job(stub, ledger, fault, keeps_metadata):
    """The jobs are looked through before the request is sent once more."""
    stub.keeps_metadata = keeps_metadata
    stub.fault("POST", "/fine_tuning/jobs", **fault)

    job = created(connected(stub), ledger, request_for(stub))

    assert list(stub.jobs) == [job["id"]]
    assert events(ledger)[-1] == "job"
    order = [one.method for one in stub.requests if one.path == "/fine_tuning/jobs"]
    assert order[:3] == ["GET", "POST", "GET"]


@BOTH
def test_a_lost_answer_of_a_job_that_fails_at_once(stub, ledger, keeps_metadata):
    """It is that job all the same: its failure is what there is to see."""
    stub.keeps_metadata = keeps_metadata
    stub.script = ["failed"]
    stub.fault("POST", "/fine_tuning/jobs", lose_answer=True)

    job = created(connected(stub), ledger, request_for(stub))

    assert job["status"] == "failed" and len(stub.jobs) == 1


@AMBIGUOUS
def test_it_is_sent_twice_at_most(stub, ledger, fault):
    """A server that fails for good: two requests, and a hint that the same command looks first."""
    stub.before = lambda one: stub.jobs.clear()
    stub.fault("POST", "/fine_tuning/jobs", times=99, **fault)

    with pytest.raises(ServerError) as caught:
        created(connected(stub), ledger, request_for(stub))

    assert len(posted(stub)) == 2
    assert caught.value.hint.startswith(
        "whether the job was made is not known; run the same command"
    )


@BOTH
@pytest.mark.parametrize("again", [False, True])
def test_the_next_run_finds_what_the_last_could_not(stub, ledger, keeps_metadata, again):
    """Both answers were lost and the list was out of order: the next run looks, and makes none."""
    stub.keeps_metadata = keeps_metadata
    client = connected(stub)
    old = created(client, ledger, request_for(stub))
    stub.jobs[old["id"]]["status"] = "succeeded" if again else "failed"

    stub.fault("POST", "/fine_tuning/jobs", lose_answer=True)
    stub.after = lambda one: (
        one.method == "POST" and stub.fault("GET", "/fine_tuning/jobs", status=500, times=99)
    )
    with pytest.raises(ServerError):
        created(client, ledger, request_for(stub), again=again)
    assert len(stub.jobs) == 2
    stub.after, stub._faults[:] = None, []

    job = created(client, ledger, request_for(stub), again=again)

    assert job["id"] != old["id"] and len(stub.jobs) == 2


def test_a_job_that_is_listed_late_is_waited_for(stub, ledger):
    """The list of a busy server lags behind."""
    pauses: list[float] = []
    client = connected(stub, pauses=pauses)
    stub.fault("POST", "/fine_tuning/jobs", lose_answer=True)
    stub.after = lambda one: (
        one.method == "POST"
        and stub.fault(
            "GET",
            "/fine_tuning/jobs",
            times=2,
            body={"object": "list", "data": [], "has_more": False},
        )
    )

    created(client, ledger, request_for(stub))

    assert len(stub.jobs) == len(posted(stub)) == 1 and len(pauses) >= 2


def test_jobs_of_others_are_not_taken(stub, ledger):
    """Not those of other marks, and without marks not those of other files, or from before."""
    others = [
        {"metadata": {"dataprep_run": "another"}},
        {"metadata": None, "training_file": "file-other"},
        {"metadata": {}, "validation_file": "file-other"},
        {"metadata": {"team": "x"}},
    ]
    client = connected(stub)
    for number, changes in enumerate(others):
        job = created(client, Ledger(ledger.folder / str(number)), request_for(stub, f"m{number}"))
        stub.jobs[job["id"]].update(changes)
    stub.fault("POST", "/fine_tuning/jobs", status=500)

    job = created(client, ledger, request_for(stub))

    assert len(stub.jobs) == 5 and job["metadata"] == {"dataprep_run": MARK}


def test_a_refusal_is_shown_and_not_sent_again(stub, ledger):
    """The server's words; the ledger knows that nothing is open."""
    error = {"message": "Model gpt-9 is not available", "code": "model_not_available"}
    stub.fault("POST", "/fine_tuning/jobs", status=400, error=error)

    with pytest.raises(ServerError, match="Model gpt-9 is not available") as caught:
        created(connected(stub), ledger, request_for(stub))

    assert caught.value.code == "model_not_available"
    assert len(posted(stub)) == 1
    assert events(ledger) == ["job-intent", "job-refused"]


def test_a_closed_organisation_names_the_command_that_cleans_up(stub, ledger):
    """403 training_not_available comes after the upload: what was uploaded can go."""
    stub.closed_out = True
    with pytest.raises(ServerError) as caught:
        created(connected(stub), ledger, request_for(stub, validation_file="file-2"))

    assert (caught.value.status, caught.value.code) == (403, "training_not_available")
    assert "winding down the fine-tuning platform" in caught.value.message
    assert caught.value.hint == (
        f"remove what was uploaded: dataprep files delete {stub.file} file-2 --target generic "
        f"--base-url {stub.url}"
    )
    assert len(posted(stub)) == 1


def test_too_many_requests_is_waited_out(stub, ledger):
    """429 says that nothing was done: it is sent again after the pause that is asked for."""
    pauses: list[float] = []
    stub.fault("POST", "/fine_tuning/jobs", status=429, headers={"retry-after": "3"}, times=2)

    created(connected(stub, pauses=pauses), ledger, request_for(stub))

    assert pauses == [3.0, 3.0] and len(stub.jobs) == 1


def test_a_file_that_is_still_processed_is_waited_for(stub, ledger):
    """The server says so at the request, whatever it says about the file."""
    stub.not_ready, said, pauses = 3, [], []

    job = created(connected(stub, pauses=pauses), ledger, request_for(stub), say=said.append)

    assert list(stub.jobs) == [job["id"]]
    assert len(posted(stub)) == 4 and pauses == [1.0, 2.0, 4.0]
    assert said[0] == "the server still processes the file; waiting"


def test_a_file_that_is_never_ready_ends_the_run(stub, ledger):
    """Waiting is bounded: half an hour."""
    stub.not_ready, pauses = 10_000, []

    with pytest.raises(ServerError, match="still being processed"):
        created(connected(stub, pauses=pauses), ledger, request_for(stub))

    assert 1000 < sum(pauses) < 3600


def test_a_list_that_never_ends_is_not_read_for_ever(stub, ledger):
    """Looking for the job is bounded."""
    stub.endless = True
    for number in range(3):
        created(connected(stub), ledger, request_for(stub, f"m{number}"))
    assert len(stub.jobs) == 3 and len(stub.requests) < 60


def test_a_server_without_a_list_still_makes_jobs(stub, ledger):
    """Where nothing can have been made, that is no fault; where it can, it is."""
    stub.fault("GET", "/fine_tuning/jobs", status=404, times=99)
    created(connected(stub), ledger, request_for(stub))
    assert len(stub.jobs) == 1

    stub.fault("POST", "/fine_tuning/jobs", lose_answer=True)
    for said in ("cannot create the job: no answer", "cannot list the jobs"):
        with pytest.raises(ServerError, match=said):
            created(connected(stub), ledger, request_for(stub, "another"))
    assert len(stub.jobs) == 2


def test_an_answer_that_is_no_job_leaves_it_open(stub, ledger):
    """A gateway's page instead of the answer: the job may be there, and the next run finds it."""
    stub.fault("POST", "/fine_tuning/jobs", body=b"<html>oops</html>")
    with pytest.raises(ServerError, match="answered no JSON") as caught:
        created(connected(stub), ledger, request_for(stub))
    assert "run the same command again" in caught.value.hint
    assert events(ledger) == ["job-intent"]


def test_nothing_is_asked_for_that_could_not_be_announced(stub, tmp_path):
    """No ledger, no job."""
    (tmp_path / ".dataprep").write_text("a file", "utf-8")

    with pytest.raises(OutputError):
        created(connected(stub), Ledger(tmp_path), request_for(stub))
    assert posted(stub) == []


def test_a_job_that_could_not_be_noted_is_named(stub, ledger, monkeypatch):
    """The disk fills up between request and answer: the job runs, and the next run finds it."""
    record = Ledger.record

    def full(self, event, **fields):
        if event == "job":
            raise OutputError("ledger.log: No space left on device")
        record(self, event, **fields)

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "record", full)
        with pytest.raises(OutputError, match="No space left") as caught:
            created(connected(stub), ledger, request_for(stub))
    (made,) = stub.jobs
    assert f"the job {made} is made" in caught.value.message
    assert "run the same command again" in caught.value.hint
    assert created(connected(stub), ledger, request_for(stub))["id"] == made


def test_the_stub_refuses_what_a_platform_refuses(stub):
    """The tests above stand on it."""
    client = connected(stub)
    with pytest.raises(ServerError, match="invalid training_file: none"):
        client.call("create", client.sdk.fine_tuning.jobs.create, model="m", training_file="none")
    assert issubclass(Refused, Exception)


def test_one_more_is_one_more_though_the_first_request_fails(stub, ledger):
    """`again`: the job that is there already is not the answer to a request that came to nothing."""
    client = connected(stub)
    old = created(client, ledger, request_for(stub))
    stub.fault("POST", "/fine_tuning/jobs", status=500)

    job = created(client, ledger, request_for(stub), again=True)

    assert job["id"] != old["id"] and len(stub.jobs) == 2


def test_a_lost_one_more_is_found_by_the_plain_command(stub, ledger):
    """An open request is looked for before what is known of earlier ones."""
    client = connected(stub)
    old = created(client, ledger, request_for(stub))
    ledger.record("job-intent", server=client.identity, mark=MARK, before=[old["id"]])
    lost = created(connected(stub), Ledger(ledger.folder / "b"), request_for(stub), again=True)

    assert created(client, ledger, request_for(stub))["id"] == lost["id"]


@BOTH
def test_a_new_key_of_the_account_finds_the_job(stub, ledger, keeps_metadata):
    """Keys are renewed; what was paid for under the old one is not paid for again."""
    stub.keeps_metadata = keeps_metadata
    first = created(connected(stub), ledger, request_for(stub))

    found = created(connected(stub, key="sk-" + "renewed-9f3b"), ledger, request_for(stub))

    assert found["id"] == first["id"]
    assert len(posted(stub)) == 1


@pytest.mark.parametrize("status", [403, 404])
def test_another_account_makes_its_own_job(stub, ledger, status):
    """It does not see the job that the ledger knows of."""
    first = created(connected(stub), ledger, request_for(stub))
    stub.jobs.clear()
    stub.fault("GET", f"/fine_tuning/jobs/{first['id']}", status=status)

    other = created(connected(stub, key="sk-" + "other-41d7"), ledger, request_for(stub))

    assert other["id"] != first["id"]
