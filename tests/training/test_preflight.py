"""What is known before anything is sent: about rows, options and server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from training.connecting import connected
from training.rows import TODAY, chat_rows, preference_rows, task_rows, write
from training.stub import Stub

from dataprep.config import Config
from dataprep.engine.validation.options import merge
from dataprep.errors import InputError, ServerError, UsageError
from dataprep.training.ledger import Ledger
from dataprep.training.options import JobOptions
from dataprep.training.preflight import Preflight, preflight
from dataprep.training.running import Talk, started

GRADER = {"type": "string_check", "name": "exact", "input": "{{ sample.output_text }}",
          "reference": "{{ item.answer }}", "operation": "eq"}  # fmt: skip


def look(
    train: Path,
    target: str = "azure/gpt-4.1-mini",
    job: JobOptions | None = None,
    client: Any = None,
    config: Config | None = None,
    **options: Any,
) -> Preflight:
    """Return what is found about a file, on a day that does not move."""
    config = config or Config()
    given = {"paths": (str(train),), "target": target, "today": TODAY, "jobs": 1, **options}
    return preflight(merge(given, config), config, job or JobOptions(), client)


def codes(found: Preflight) -> set[str]:
    """Return the codes of the findings."""
    return set(found.report.per_code())


@pytest.fixture
def train(tmp_path: Path) -> Path:
    """A clean training file."""
    return write(tmp_path / "train.jsonl", chat_rows())


def test_a_clean_file_has_a_plan(train: Path) -> None:
    """No error, and a plan for the method that the rows are made for."""
    found = look(train)
    assert found.errors == 0
    assert found.plan is not None
    assert (found.plan.model, found.plan.method) == ("gpt-4.1-mini-2025-04-14", "supervised")


def test_errors_leave_no_plan(train: Path) -> None:
    """A row that the platform rejects stands against the job."""
    with train.open("a", encoding="utf-8") as file:
        file.write('{"messages": []}\n')
    found = look(train)
    assert found.errors > 0
    assert found.plan is None


def test_leakage_between_the_files_is_found(train: Path, tmp_path: Path) -> None:
    """The validation file is looked at together with the training file."""
    held = write(tmp_path / "valid.jsonl", [*chat_rows(200, 210), chat_rows()[0]])
    assert "DUP004" in codes(look(train, validation_file=(str(held),)))


@pytest.mark.parametrize(
    ("target", "today", "code"),
    [
        ("openai/gpt-4.1-mini", "2026-12-20", "TGT002"),
        ("openai/gpt-4.1-mini", "2027-01-20", "TGT001"),
        ("openai/gpt-4.1-mini", TODAY, "TGT005"),
        ("azure/gpt-4.1-mini", "2027-04-20", "TGT005"),
    ],
)
def test_dates_are_errors_here(train: Path, target: str, today: str, code: str) -> None:
    """What `validate` warns of stops a job, until somebody says that it is known."""
    found = look(train, target, today=today)
    assert code in codes(found)
    assert found.only_dates
    assert found.plan is None
    passed = look(train, target, today=today, ignore=tuple(codes(found)))
    assert passed.errors == 0


def test_a_severity_of_the_configuration_stands(train: Path) -> None:
    """Somebody who may still train says so once."""
    config = Config(severity={"TGT": "warning"})
    assert look(train, "openai/gpt-4.1-mini", config=config).errors == 0


def test_the_mark_that_an_upload_adds_is_no_finding(train: Path) -> None:
    """Azure wants a byte order mark, and gets it with the upload."""
    assert "JSN006" not in codes(look(train))


def test_a_file_for_an_upload_in_parts_is_not_too_large(train: Path) -> None:
    """The bound is that of uploads in parts, where the platform has them."""
    limits = {"max_file_bytes": {"value": 100, "source": "a test"}}
    tight = {"tight": {"extends": "azure", "limits": limits}}
    assert look(train, "tight/gpt-4.1-mini", config=Config(targets=tight)).errors == 0
    limits["max_upload_bytes"] = {"value": 100, "source": "a test"}
    found = look(train, "tight/gpt-4.1-mini", config=Config(targets=tight))
    assert "JSN012" in codes(found)


def test_epochs_count_for_the_tokens_of_a_job(train: Path) -> None:
    """The limit of tokens x epochs is held against the epochs that were asked for."""
    limits = {"max_total_tokens": {"value": 10_000, "source": "a test"}}
    tight = Config(targets={"tight": {"extends": "azure", "limits": limits}})
    few, many = (JobOptions({"n_epochs": number}) for number in (1, 50))
    assert "TOK004" not in codes(look(train, "tight/gpt-4.1-mini", few, config=tight))
    assert "TOK004" in codes(look(train, "tight/gpt-4.1-mini", many, config=tight))


def test_preferences_are_trained_by_dpo(tmp_path: Path) -> None:
    """The method comes from the rows, and the model must offer it."""
    pairs = write(tmp_path / "pairs.jsonl", preference_rows())
    found = look(pairs, job=JobOptions({"beta": 0.1}))
    assert found.plan is not None, (found.problems, found.report.findings)
    assert found.plan.method == "dpo"
    assert "TGT003" in codes(look(pairs, "azure/gpt-4o-mini"))


def test_reinforcement_needs_both_files_and_a_grader(tmp_path: Path) -> None:
    """Tasks without a validation file or without a grader are no job."""
    tasks = write(tmp_path / "tasks.jsonl", task_rows())
    held = write(tmp_path / "held.jsonl", task_rows(100, 110))
    dates = {"ignore": ("TGT",), "target": "azure/o4-mini"}
    alone = look(tasks, job=JobOptions(grader=GRADER), **dates)
    assert "RFT001" in codes(alone)
    without = look(tasks, validation_file=(str(held),), **dates)
    assert "a reinforcement job needs a grader, and none was named" in without.problems[0].message
    both = look(tasks, job=JobOptions(grader=GRADER), validation_file=(str(held),), **dates)
    assert both.errors == 0, (both.problems, both.report.findings)
    assert both.plan is not None
    assert both.plan.method == "reinforcement"


def test_the_first_row_without_a_variable_of_the_grader_is_named(tmp_path: Path) -> None:
    """Both files are held against what the grader reads."""
    import json

    tasks = write(tmp_path / "tasks.jsonl", task_rows())
    rows = task_rows(100, 110)
    del rows[3]["answer"]
    held = write(tmp_path / "held.jsonl", rows)
    found = look(
        tasks, "azure/o4-mini", JobOptions(grader=GRADER), validation_file=(str(held),),
        grader=json.dumps(GRADER), ignore=("TGT",),
    )  # fmt: skip
    (one,) = [one for one in found.report.findings if one.code == "RFT003"]
    assert one.location.path.endswith("held.jsonl")
    assert one.location.line == 4


@pytest.mark.parametrize(
    ("job", "target", "message"),
    [
        (JobOptions(suffix=""), "openai/gpt-4.1-mini", "the suffix has 0 characters"),
        (JobOptions(suffix="x" * 65), "openai/gpt-4.1-mini", "the suffix has 65 characters"),
        (JobOptions(suffix="a.b"), "azure/gpt-4.1-mini", "the suffix `a.b` holds `.`"),
        (JobOptions(seed=-1), "azure/gpt-4.1-mini", "the seed is -1; azure takes 0 to 2,147,483,647"),
        (JobOptions(metadata={str(n): "" for n in range(16)}), "azure/gpt-4.1-mini",
         "there are 16 pairs of metadata; azure takes 16, and one is `dataprep_run`"),
        (JobOptions(metadata={"k" * 65: "v"}), "azure/gpt-4.1-mini", "has 65 characters"),
        (JobOptions(metadata={"k": "v" * 513}), "azure/gpt-4.1-mini", "has 513 characters"),
        (JobOptions(metadata={"dataprep_run": "v"}), "azure/gpt-4.1-mini", "is one of dataprep's own"),
        (JobOptions(metadata={"k": "v"}), "nebius/m", "`nebius` takes no `metadata` in a job"),
        (JobOptions(training_type="Standard"), "openai/gpt-4.1-mini", "takes no `trainingType`"),
        (JobOptions(training_type="fast"), "azure/gpt-4.1-mini", "the training type is `fast`"),
        (JobOptions(training_type="Standard"), "azure/qwen-32b", "is trained as `globalStandard` only"),
        (JobOptions(grader=GRADER), "azure/gpt-4.1-mini", "a reinforcement"),
    ],
)  # fmt: skip
def test_an_option_that_the_platform_refuses(
    train: Path, job: JobOptions, target: str, message: str
) -> None:
    """Each is said with its value and its limit before anything is sent."""
    if job.grader is not None:
        found = look(train, target, job, method="supervised")
        assert "a grader belongs to the method `reinforcement`" in found.problems[0].message
        return
    found = look(train, target, job, ignore=("TGT",))
    assert [one for one in found.problems if message in one.message], found.problems
    assert found.plan is None


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("azure", "which model to train is not said: `azure` is a platform"),
        (("azure/gpt-4.1", "openai/gpt-4.1"), "a job has one target, and 2 were named"),
    ],
)
def test_a_job_has_one_model(train: Path, target: Any, message: str) -> None:
    """A platform alone trains nothing."""
    with pytest.raises(UsageError, match=message.replace("`", ".")):
        look(train, target)


def test_a_job_has_one_training_file(train: Path, tmp_path: Path) -> None:
    """Several files are to be joined first."""
    other = write(tmp_path / "more.jsonl", chat_rows(100, 120))
    with pytest.raises(UsageError, match="a job takes one training file, and 2 were named"):
        look(train, paths=(str(train), str(other)))


def asked(stub: Stub, train: Path) -> Preflight:
    """Return what is found when the server is asked too."""
    return look(train, client=connected(stub, "azure/gpt-4.1-mini"))


def test_the_server_is_asked_last(train: Path) -> None:
    """Nothing is uploaded by a look, and a server with nothing to say changes nothing."""
    with Stub() as stub:
        found = asked(stub, train)
        assert found.errors == 0
        assert found.problems == ()
        assert {one.method for one in stub.requests} == {"GET"}


@pytest.mark.parametrize(
    ("end", "errors", "message"),
    [
        ("2026-11-20", 1, "the server says that `gpt-4.1-mini-2025-04-14` was shut down on 2026-11-20"),
        ("2026-11-21", 0, "down on 2026-11-21, in 1 day; what is trained from it ends with it"),
        (1798761600, 0, "down on 2027-01-01, in 42 days"),
        ("soon", 0, ""),
        ([], 0, ""),
    ],
)  # fmt: skip
def test_the_end_that_the_server_states(train: Path, end: Any, errors: int, message: str) -> None:
    """A model that has ended is an error, one that ends is told, and nonsense is passed over."""
    with Stub() as stub:
        stub.models["gpt-4.1-mini-2025-04-14"]["shutdown_date"] = end
        found = asked(stub, train)
    assert found.errors == errors
    assert message in "".join(one.message for one in found.problems)
    assert bool(found.problems) == bool(message)


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (None, False),
        ({"data": [{"model": "gpt-4.1-mini-2025-04-14", "max": 1}]}, False),
        ({"gpt-4.1-mini": {"jobs": 3}}, False),
        ({"data": [{"model": "gpt-6-luna"}]}, True),
        (["gpt-6-luna"], True),
        ({"note": "nothing here"}, False),
        ([1, None, [2]], False),
        ("text", False),
    ],
)
def test_limits_of_any_shape(train: Path, limits: Any, told: bool) -> None:
    """What can be read is read; a model that is not among those named is told, and never refused."""
    with Stub() as stub:
        stub.limits = limits
        found = asked(stub, train)
    assert found.errors == 0
    assert bool(found.problems) == told


def test_a_closed_organisation_is_told_before_an_upload(train: Path) -> None:
    """Whichever question is answered with the code."""
    for path in ("/fine_tuning/jobs", "/models/*", "/fine_tuning/model_limits"):
        with Stub() as stub:
            error = {"message": "no new jobs for you", "code": "training_not_available"}
            stub.fault("GET", path, status=403, error=error)
            found = asked(stub, train)
        assert found.errors == 1, path
        assert "no new jobs for you" in found.problems[0].message


@pytest.mark.parametrize(("status", "word"), [(403, "403"), (404, "check --base-url")])
def test_a_key_that_may_not_train(train: Path, status: int, word: str) -> None:
    """A right that lacks, or an address without the API, is told in the server's words."""
    with Stub() as stub:
        stub.fault("GET", "/fine_tuning/jobs", status=status, error={"message": "not here"})
        found = asked(stub, train)
    assert found.errors == 1
    assert "not here" in found.problems[0].message
    assert word in found.problems[0].message + found.problems[0].help


def test_a_wrong_key_is_an_error_of_the_server(train: Path) -> None:
    """401 names the variable that holds the key."""
    with Stub() as stub:
        stub.key = "another"
        with pytest.raises(ServerError) as caught:
            asked(stub, train)
    assert caught.value.status == 401
    assert "AZURE_OPENAI_API_KEY" in caught.value.hint


def test_what_is_sent_is_what_was_looked_at(train: Path, tmp_path: Path) -> None:
    """A file that changes between the look and the upload is not sent."""
    with Stub() as stub:
        found = asked(stub, train)
        with train.open("a", encoding="utf-8") as file:
            file.write("{}\n")
        client = connected(stub, "azure/gpt-4.1-mini")
        with pytest.raises(InputError, match="changed"):
            started(found, client, Ledger(tmp_path), Talk())
        assert stub.sent("POST", "*") == []


def test_a_look_without_a_network_still_has_a_plan(train: Path) -> None:
    """A dry run where the server cannot be reached says so, and shows what the job would cost."""
    with Stub() as gone:
        client = connected(gone)
    merged = merge(
        {"paths": (str(train),), "target": "generic/m", "today": TODAY, "jobs": 1}, Config()
    )
    with pytest.raises(ServerError, match="no answer from"):
        preflight(merged, Config(), JobOptions(), client)
    found = preflight(merged, Config(), JobOptions(), client, must=False)
    assert found.plan is not None
    assert "no answer from" in found.plan.notes[0]
