"""`dataprep train` from the files to the model, against a server of the tests."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from training.connecting import KEY
from training.rows import TODAY, chat_rows, preference_rows, write
from training.stub import Stub

import dataprep
from dataprep.errors import InputError, ServerError, UsageError

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., Any]


@pytest.fixture
def stub() -> Iterator[Stub]:
    """The server."""
    with Stub() as server:
        yield server


@pytest.fixture
def train(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A clean training file in the working folder, and a key in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    monkeypatch.delenv("AZURE_OPENAI_ENDPOINT", raising=False)
    write(tmp_path / "valid.jsonl", chat_rows(200, 210))
    write(tmp_path / "train.jsonl", chat_rows())
    return Path("train.jsonl")


def words(stub: Stub, *more: str) -> list[str]:
    """Return the options of a run against the server."""
    return ["--target", "azure/gpt-4.1-mini", "--base-url", stub.url, "--today", TODAY, "--poll", "0",
            *more]  # fmt: skip


def test_from_the_file_to_the_model(run: Run, stub: Stub, train: Path) -> None:
    """Plan, upload, job, following, results: exit code 0, and each file is sent once."""
    done = run(
        "train", train, "--validation", "valid.jsonl", *words(stub, "--yes", "--epochs", "2")
    )
    assert done.code == 0, done.stderr
    assert "gpt-4.1-mini-2025-04-14, supervised" in done.stdout
    assert "epochs      2 (as given)" in done.stdout
    assert "model: ft:gpt-4.1-mini-2025-04-14:stub:" in done.stdout
    (request,) = stub.sent("POST", "/fine_tuning/jobs")
    assert request.json["method"]["supervised"] == {"hyperparameters": {"n_epochs": 2}}
    assert len(stub.files) == 2
    assert stub.content(request.json["training_file"]).startswith(b"\xef\xbb\xbf{")
    assert KEY not in done.stdout + done.stderr


def test_the_command_of_the_readme_from_the_check_to_the_answers(
    run: Run, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Validate, train as the page says it, look at the results, and ask the model that came of it."""
    page = (ROOT / "README.md").read_text("utf-8")
    (command,) = re.findall(r"^\$ dataprep (train .*) --dry-run$", page, re.MULTILINE)
    _, file, _, held, *options = shlex.split(command)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    shutil.copytree(ROOT / "dataset", "dataset")
    server = ("--target", "azure/gpt-4.1-mini", "--base-url", stub.url)

    checked = run("validate", file, "--validation", held, *options)
    assert checked.code == 0, checked.stdout

    done = run("train", file, "--validation", held, *options, "--base-url", stub.url, "--yes",
               "--poll", "0")  # fmt: skip
    assert done.code == 0, done.stderr
    (model,) = (one.split()[-1] for one in done.stdout.splitlines() if one.startswith("model: "))
    (job,) = stub.jobs

    results = run("jobs", "results", job)
    assert (results.code, model in results.stdout) == (0, True)

    asked = run(
        "ask", model, "-q", "Where is my order?", "--compare", "gpt-4.1-mini", "-o", "-", *server
    )
    assert asked.code == 0, asked.stderr
    answers = json.loads(asked.stdout)["answers"]
    assert [one["model"] for one in answers] == [model, "gpt-4.1-mini"]
    assert all(one["answer"] for one in answers)


def test_the_same_command_again_pays_nothing(run: Run, stub: Stub, train: Path) -> None:
    """The job is found again; --again makes another one, of the same upload."""
    first = run("train", train, *words(stub, "--yes"))
    again = run("train", train, *words(stub, "--yes"))
    assert (first.code, again.code, len(stub.jobs), len(stub.files)) == (0, 0, 1, 1)
    assert "made before from the same data and settings" in again.stderr
    other = run("train", train, *words(stub, "--yes", "--again", "--no-follow"))
    assert (other.code, len(stub.jobs), len(stub.files)) == (0, 2, 1)


@pytest.mark.parametrize(
    ("script", "code"), [(["failed"], 1), (["running", "cancelled"], 1), (["odd", "succeeded"], 0)]
)
def test_the_end_of_a_job_is_the_exit_code(
    run: Run, stub: Stub, train: Path, script: list[str], code: int
) -> None:
    """0 succeeded, 1 failed or cancelled; unknown statuses are waited through."""
    stub.script = script
    assert run("train", train, *words(stub, "--yes")).code == code


def test_findings_stop_before_anything_is_sent(run: Run, stub: Stub, train: Path) -> None:
    """They are printed as `validate` prints them; exit code 1, and the server hears nothing."""
    with train.open("a", encoding="utf-8") as file:
        file.write('{"messages": []}\n')
    done = run("train", train, *words(stub, "--yes"))
    assert done.code == 1
    assert "train.jsonl:71" in done.stdout
    assert "nothing was sent" in done.stderr
    assert stub.requests == []


def test_options_are_held_against_the_platform(run: Run, stub: Stub, train: Path) -> None:
    """All of them at once, each with its limit."""
    done = run("train", train, *words(stub, "--yes", "--epochs", "51", "--suffix", "a.b"))
    assert done.code == 1
    assert "error: `n_epochs` is 51; azure takes 1 to 50" in done.stdout
    assert "error: the suffix `a.b` holds `.`" in done.stdout
    assert stub.requests == []


def test_dates_say_how_to_go_on(run: Run, stub: Stub, train: Path, monkeypatch: Any) -> None:
    """A model that ends soon is an error; whoever knows it says so."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    typed = ["train", train, "--target", "openai/gpt-4.1-mini", "--base-url", stub.url, "--poll", "0",
             "--today", TODAY, "--yes"]  # fmt: skip
    done = run(*typed)
    assert done.code == 1
    assert "to train all the same: --ignore TGT002,TGT005" in done.stderr
    assert run(*typed, "--ignore", "TGT002,TGT005").code == 0


def test_without_a_terminal_it_asks_for_yes(run: Run, stub: Stub, train: Path) -> None:
    """The plan is shown, nothing is sent, and the error says what to add."""
    done = run("train", train, *words(stub))
    assert done.code == 2
    assert "cost" in done.stdout
    assert "start the job with --yes" in done.stderr
    assert stub.sent("POST", "*") == []


def test_a_dry_run_needs_neither_key_nor_address(run: Run, train: Path, monkeypatch: Any) -> None:
    """The plan, exit code 0, and what was not asked."""
    monkeypatch.delenv("AZURE_OPENAI_API_KEY")
    done = run("train", train, "--target", "azure/gpt-4.1-mini", "--today", TODAY, "--dry-run")
    assert done.code == 0, done.stderr
    assert "note        no server was asked: where to train with Azure" in done.stdout
    assert "this is a dry run: nothing was sent" in done.stderr


def test_a_dry_run_asks_the_server_and_sends_nothing(run: Run, stub: Stub, train: Path) -> None:
    """What the server says counts: exit code 1 where it is closed to this organisation."""
    assert run("train", train, *words(stub, "--dry-run")).code == 0
    assert {one.method for one in stub.requests} == {"GET"}
    error = {"message": "closed", "code": "training_not_available"}
    stub.fault("GET", "/fine_tuning/jobs", status=403, error=error)
    done = run("train", train, *words(stub, "--dry-run"))
    assert done.code == 1
    assert "closed" in done.stdout


def test_without_a_key_the_variable_is_named(
    run: Run, stub: Stub, train: Path, monkeypatch: Any
) -> None:
    """Before anything is looked at."""
    monkeypatch.delenv("AZURE_OPENAI_API_KEY")
    done = run("train", train, *words(stub, "--yes"))
    assert done.code == 2
    assert "AZURE_OPENAI_API_KEY" in done.stderr


def test_no_follow_prints_the_command_that_attaches(run: Run, stub: Stub, train: Path) -> None:
    """And the command works."""
    import shlex

    done = run("train", train, *words(stub, "--yes", "--no-follow"))
    assert done.code == 0
    last = done.stdout.splitlines()[-1]
    assert last.startswith("dataprep jobs follow ftjob-")
    followed = run(*shlex.split(last)[1:], "--poll", "0")
    assert followed.code == 0
    assert "model: ft:" in followed.stdout


def test_json_is_one_document(run: Run, stub: Stub, train: Path) -> None:
    """Plan and results, or plan and findings; nothing else on standard output."""
    done = run("train", train, *words(stub, "--yes", "--json"))
    data = json.loads(done.stdout)
    assert done.code == 0
    assert data["ok"] is True
    assert data["plan"]["train"]["rows"] == 70
    assert data["job"]["status"] == "succeeded"
    bad = run("train", train, *words(stub, "--yes", "--json", "--epochs", "99"))
    data = json.loads(bad.stdout)
    assert bad.code == 1
    assert (data["ok"], data["plan"], data["problems"][0]["severity"]) == (False, None, "error")


def test_a_closed_organisation_after_the_upload(run: Run, stub: Stub, train: Path) -> None:
    """Where it could not be known before, the command that removes the file is named."""
    stub.closed_out = True
    done = run("train", train, *words(stub, "--yes"))
    assert done.code == 2
    (name,) = stub.files
    assert f"remove what was uploaded: dataprep files delete {name}" in done.stderr
    assert KEY not in done.stdout + done.stderr


ANSWERING = """
import sys
sys.stdin.isatty = lambda: True
from dataprep.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def answered(stdin: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose questions are answered by somebody at a terminal."""
    return subprocess.run(
        [sys.executable, "-c", ANSWERING, *map(str, arguments)],
        input=stdin, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.parametrize(("answer", "code", "jobs"), [("y\n", 0, 1), ("n\n", 2, 0), ("\n", 2, 0)])
def test_in_a_terminal_it_asks(stub: Stub, train: Path, answer: str, code: int, jobs: int) -> None:
    """Only a yes starts the job; Enter does not."""
    done = answered(answer, "train", str(train), *words(stub))
    assert done.returncode == code, done.stderr
    assert "upload and start this job?" in done.stderr
    assert len(stub.jobs) == jobs


def test_in_a_terminal_the_removal_is_offered(stub: Stub, train: Path) -> None:
    """The file that no job can use is removed again where that is wanted."""
    stub.closed_out = True
    done = answered("y\n", "train", str(train), *words(stub, "--yes"))
    assert done.returncode == 2
    assert "the uploaded files are removed again" in done.stderr
    assert stub.files == {}


def test_ctrl_c_detaches_and_the_job_goes_on(stub: Stub, train: Path) -> None:
    """Exit code 130, the command that attaches again, and nothing is cancelled."""
    stub.script = ["running"]
    child = subprocess.Popen(
        [sys.executable, "-c", ANSWERING, "train", str(train), *words(stub, "--yes")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    for _ in range(1200):
        if stub.sent("GET", "/fine_tuning/jobs/*") or child.poll() is not None:
            break
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=30)
    assert child.returncode == 130, said
    (job,) = stub.jobs
    assert f"attach again: dataprep jobs follow {job} --target azure/gpt-4.1-mini" in said
    assert stub.sent("POST", "/fine_tuning/jobs/*/cancel") == []


def test_a_dataset_is_trained_by_its_name(run: Run, stub: Stub, train: Path) -> None:
    """Files, target and method come from the configuration; the ledger stands beside it."""
    Path("dataprep.toml").write_text(
        '[datasets.legs]\ntrain = "train.jsonl"\nvalidation = "valid.jsonl"\n'
        'target = "azure/gpt-4.1-mini"\nmethod = "supervised"\n'
    )
    done = run("train", "--dataset", "legs", "--base-url", stub.url, "--today", TODAY, "--yes",
               "--poll", "0")  # fmt: skip
    assert done.code == 0, done.stderr
    assert len(stub.files) == 2
    assert Path(".dataprep/ledger.log").exists()


def test_the_rows_decide_the_method(run: Run, stub: Stub, train: Path) -> None:
    """Preferences become a dpo job with its hyperparameters."""
    write(train, preference_rows())
    done = run("train", train, *words(stub, "--yes", "--no-follow", "--beta", "0.1"))
    assert done.code == 0, done.stdout
    (request,) = stub.sent("POST", "/fine_tuning/jobs")
    assert request.json["method"] == {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}}


def test_a_compressed_file_is_to_be_unpacked(run: Run, stub: Stub, train: Path) -> None:
    """Servers take plain files."""
    import gzip

    Path("train.jsonl.gz").write_bytes(gzip.compress(train.read_bytes()))
    done = run("train", "train.jsonl.gz", *words(stub, "--yes"))
    assert done.code == 2
    assert "train.jsonl.gz is compressed, and the server takes plain files" in done.stderr
    assert stub.requests == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--metadata", "team"], "--metadata 'team' is not NAME=VALUE"),
        (["--epochs", "many"], "`n_epochs` is `many`, which is no number"),
        (["--target", "together/x"], "has an API of its own"),
        (["--target", "azure"], "which model to train is not said"),
        (["--base-url", "http://198.51.100.7/v1"], "unencrypted"),
        (["--grader", "none.json"], "cannot read the grader none.json"),
    ],
)
def test_what_cannot_be_done(
    run: Run, stub: Stub, train: Path, options: list[str], message: str
) -> None:
    """Exit code 2, one line that says why, and nothing is sent."""
    done = run("train", train, *words(stub, "--yes"), *options)
    assert done.code == 2
    assert message in done.stderr
    assert stub.requests == []


def api(stub: Stub, train: Path, **more: Any) -> dataprep.Job:
    """Train by the function."""
    options = {"target": "azure/gpt-4.1-mini", "base_url": stub.url, "today": TODAY, **more}
    return dataprep.train(train, **options)


def test_the_function_returns_the_job(stub: Stub, train: Path) -> None:
    """It checks, uploads and starts; the job can be waited for; a second call finds it."""
    job = api(stub, train, validation="valid.jsonl", hyperparameters={"n_epochs": 2})
    assert job.wait(poll=0)["status"] == "succeeded"
    assert api(stub, train, validation="valid.jsonl", hyperparameters={"n_epochs": 2}).id == job.id
    assert len(stub.jobs) == 1


def test_the_function_raises_what_stands_against_the_job(stub: Stub, train: Path) -> None:
    """Findings travel on the exception; the server's refusal is an error of its own."""
    with pytest.raises(InputError, match="`n_epochs` is 51; azure takes 1 to 50"):
        api(stub, train, hyperparameters={"n_epochs": 51})
    with pytest.raises(UsageError, match="nothing was sent"):
        api(stub, train, yes=False)
    assert stub.sent("POST", "*") == []
    stub.closed_out = True
    with pytest.raises(ServerError) as caught:
        api(stub, train)
    assert caught.value.code == "training_not_available"
    assert KEY not in repr(caught.value)


@pytest.mark.parametrize(
    ("target", "offered"),
    [("azure/gpt-4.1-mini", True), ("together/x", False), ("azure", False), ("generic", False)],
)
def test_prepare_ends_with_the_train_command(
    run: Run, train: Path, target: str, offered: bool
) -> None:
    """Where a model is named on a server that this project can train on; it takes the files."""
    done = run("prepare", train, "-y", "--target", target, "-o", "out", "--today", TODAY)
    said = [line for line in done.stdout.splitlines() if line.startswith("next: dataprep train ")]
    assert bool(said) == offered, done.stdout + done.stderr
    if said:
        assert said[0].endswith(f" --target {target}")
        named = said[0].split()[3:]
        assert run("train", *named, "--today", TODAY, "--dry-run").code == 0
