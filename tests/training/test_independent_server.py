"""The life cycle before a server that others wrote, and every request before the specification.

aimock is a server of files, jobs and answers; Prism stands as a proxy before it and before the stub,
and turns every request and answer that breaks the specification into an error. Both come from the npm
index into the folder that ORACLES_CACHE names, or a temporary one; without node, npm, the index or the
specification the tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Ran
from training.stub import Stub
from training.stub.progress import checkpoint, happened, measured, started

from dataprep.targets import get
from dataprep.training.job import Job
from dataprep.training.server import Client, server_of

PACKAGES = ("@copilotkit/aimock@1.43.0", "@stoplight/prism-cli@5.14.2")
SPECIFICATION = ROOT.parent / "shared" / "openapi" / "openapi-finetune-slim.json"
KEY = "sk-test-" + "8" * 12
MODEL = "gpt-4.1-mini-2025-04-14"
CHAT = [
    {"messages": [{"role": "user", "content": f"question {n} about a thing?"},
                  {"role": "assistant", "content": f"answer {n} is that."}]}
    for n in range(12)
]  # fmt: skip
ROWS: dict[str, tuple[str, list[dict[str, Any]], list[str]]] = {
    "supervised": (MODEL, CHAT, ["--epochs", "3", "--batch-size", "auto", "--suffix", "faq"]),
    "dpo": (
        MODEL,
        [
            {"input": {"messages": row["messages"][:1]}, "preferred_output": row["messages"][1:],
             "non_preferred_output": [{"role": "assistant", "content": f"no idea {n}"}]}
            for n, row in enumerate(CHAT)
        ],
        ["--beta", "0.1", "--seed", "7", "--metadata", "team=faq"],
    ),
    "reinforcement": (
        "o4-mini-2025-04-16",
        [{"messages": row["messages"][:1], "answer": f"answer {n}"} for n, row in enumerate(CHAT)],
        ["--grader", "grader.json", "--validation", "valid.jsonl", "--reasoning-effort", "low"],
    ),
}  # fmt: skip
GRADER = {"type": "string_check", "name": "same", "input": "{{sample.output_text}}",
          "reference": "{{item.answer}}", "operation": "eq"}  # fmt: skip


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the installed packages."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("node and npm run the servers")
    cache = os.environ.get("ORACLES_CACHE")
    folder = Path(f"{cache}-servers") if cache else tmp_path_factory.mktemp("servers")
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            npm,
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            folder,
            *PACKAGES,
        ]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=600
        )
        if done.returncode:
            pytest.skip(f"the servers cannot be had here: {done.stderr.strip()[-200:]}")
        (folder / "complete").touch()
    return folder / "node_modules" / ".bin"


@contextmanager
def serving(packages: Path, folder: Path, *arguments: str) -> Iterator[tuple[str, Path]]:
    """Run a program of node on a free port; give its address, and the file of what it says.

    Args:
        arguments: the program's name and its arguments; ``PORT`` stands for the port.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program, *rest = (one.replace("PORT", str(port)) for one in arguments)
    log = folder / f"{program}-{port}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            ["node", packages / program, *rest], cwd=folder, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            for _ in range(600):
                if process.poll() is not None:
                    pytest.skip(f"{program} does not run here: {log.read_text()[-200:]}")
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", log
        finally:
            process.kill()
            process.wait(30)


@contextmanager
def checked(packages: Path, folder: Path, url: str) -> Iterator[str]:
    """Give the address of Prism before a server; nothing broke the specification in the end.

    That an error's status stands in no list of the specification is no breach of ours.
    """
    if not SPECIFICATION.is_file():
        pytest.skip("the specification is absent")
    address = url.removesuffix("/v1")
    command = ("prism", "proxy", "--errors", "-p", "PORT", str(SPECIFICATION), address)
    with serving(packages, folder, *command) as (proxy, log):
        yield f"{proxy}/v1"
    lines = log.read_text("utf-8").splitlines()
    assert any("Request received" in line for line in lines)
    assert not [one for one in lines if "Violation" in one and "returned status code" not in one]


@contextmanager
def aimock(packages: Path, folder: Path) -> Iterator[str]:
    """Give the address of aimock, which answers questions about things."""
    answers = {
        "fixtures": [
            {"match": {"userMessage": "question 3"}, "response": {"content": "answer 3 is that."}},
            {"match": {"userMessage": "question"}, "response": {"content": "no idea"}},
        ]
    }
    (folder / "fixtures.json").write_text(json.dumps(answers))
    command = ("llmock", "-p", "PORT", "-f", "fixtures.json", "--log-level", "silent")
    with serving(packages, folder, *command) as (url, _):
        yield f"{url}/v1"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a key."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path.name


def test_the_life_cycle_before_a_server_of_others(
    packages: Path, work: Path, run: Callable[..., Ran]
) -> None:
    """Train, list, show, events, results, ask, cancel, files: before aimock, checked by Prism."""
    rows = written(work / "train.jsonl", CHAT)
    with aimock(packages, work) as server, checked(packages, work, server) as url:
        at = ("--base-url", url, "--isolated")
        flags = ("--yes", "--poll", "0", "--suffix", "faq", "--today", "2026-11-21")
        ran = run("train", rows, "--target", f"generic/{MODEL}", *flags, *at)
        assert ran.code == 0, ran.stderr
        (model,) = (one.split()[-1] for one in ran.stdout.splitlines() if one.startswith("model: "))
        assert model.startswith(f"ft:{MODEL}:aimock:faq:")
        (job,) = json.loads(run("jobs", "list", "--json", *at).stdout)
        assert job["status"] == "succeeded"
        assert run("jobs", "show", job["id"], *at).code == 0
        events = json.loads(run("jobs", "events", job["id"], "--json", *at).stdout)
        assert events == sorted(events, key=lambda one: one["created_at"])
        assert len({one["id"] for one in events}) == len(events) > 2
        assert run("jobs", "checkpoints", job["id"], *at).code == 0
        results = run("jobs", "results", job["id"], *at)
        assert results.code == 0
        assert model in results.stdout
        asked = run("ask", model, "-q", "question 3?", "--compare", MODEL, "-o", "-", *at)
        assert [one["answer"] for one in json.loads(asked.stdout)["answers"]] == [
            "answer 3 is that."
        ] * 2
        assert run("jobs", "cancel", job["id"], *at).code == 2
        (file,) = json.loads(run("files", "list", "--purpose", "fine-tune", "--json", *at).stdout)
        assert run("files", "delete", file["id"], *at).code == 0


@pytest.mark.parametrize("method", ROWS)
def test_every_method_is_asked_for_as_the_specification_has_it(
    packages: Path, work: Path, run: Callable[..., Ran], method: str
) -> None:
    """Prism lets the whole walk pass, for supervised, preference and reinforcement jobs."""
    model, rows, options = ROWS[method]
    written(work / "train.jsonl", rows)
    valid = [
        {"messages": [{"role": "user", "content": f"other {n}"}], "answer": f"{n}"}
        for n in range(12)
    ]
    written(work / "valid.jsonl", valid)
    (work / "grader.json").write_text(json.dumps(GRADER))
    words = ("train.jsonl", "--target", f"generic/{model}", "--method", method, *options)
    with Stub() as stub, checked(packages, work, stub.url) as url:
        flags = ("--yes", "--poll", "0", "--today", "2026-11-21", "--isolated", "--base-url", url)
        ran = run("train", *words, *flags)
        assert ran.code == 0, ran.stderr
        (sent,) = (one.json for one in stub.sent("POST", "/fine_tuning/jobs"))
        assert sent["method"]["type"] == method


def test_the_other_calls_keep_to_the_specification(packages: Path, work: Path) -> None:
    """Events, checkpoints and cancel pass, and so do the stub's answers; it has no status `paused`."""
    with Stub() as stub, checked(packages, work, stub.url) as url:
        environ = {"OPENAI_API_KEY": KEY}
        client = Client(server_of(get("generic"), url, environ=environ), environ)
        job_id = started(stub, "running")
        happened(stub, job_id, "Created")
        measured(stub, job_id, 1, 2, train_loss=1.5)
        stub.jobs[job_id]["_checkpoints"] = [checkpoint(job_id, 1, train_loss=1.5)]
        job = Job(client, job_id)
        assert job.data()["status"] == "running"
        assert len(list(job.events())) == 2
        assert len(job.checkpoints()) == 1
        assert job.cancel()["status"] == "cancelled"
