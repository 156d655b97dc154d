"""`dataprep files` and `dataprep models` against a server on the loopback."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Ran
from training.stub import Stub

KEY = "sk-test-" + "5" * 12
TUNED = "ft:gpt-4.1-mini-2025-04-14:acme:faq:abc123"
Command = Callable[..., Ran]


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as one:
        yield one


@pytest.fixture
def command(
    stub: Stub, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Command:
    """``command("files", "list")``: the command, with the stub as its server."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    return lambda *words: run(*words, "--base-url", stub.url, "--isolated")


def test_the_list_of_files(stub: Stub, command: Command) -> None:
    """Files are columns behind tabs, more than a page of them, of the purpose that is asked for."""
    ids = [stub.add_file(b"x" * n, f"f{n}.jsonl")["id"] for n in range(130)]
    other = stub.add_file(b"step\n", "r.csv", "fine-tune-results")
    rows = [
        row.split("\t") for row in command("files", "list", "--limit", "200").stdout.splitlines()
    ]
    assert [row[0] for row in rows] == [other["id"], *ids[::-1]]
    assert rows[1][1:4] == ["f129.jsonl", "129", "fine-tune"]
    found = command("files", "list", "--purpose", "fine-tune-results", "--json")
    assert [one["filename"] for one in json.loads(found.stdout)] == ["r.csv"]
    assert len(command("files", "list").stdout.splitlines()) == 100


def test_deleting_files(stub: Stub, command: Command) -> None:
    """Each deleted file is said; one that is not there ends it with the server's words."""
    one, two = (stub.add_file(b"{}", "f.jsonl")["id"] for _ in range(2))
    ran = command("files", "delete", one, "file-none", two)
    assert ran.code == 2
    assert ran.stdout == f"{one}: deleted\n"
    assert "No such File object: file-none" in ran.stderr
    assert list(stub.files) == [two]


def models(stub: Stub) -> None:
    """Let the server have two models, one of which was trained and ends."""
    data = [
        {"id": "gpt-4.1-mini", "object": "model", "created": 1_700_000_000, "owned_by": "system"},
        {"id": TUNED, "object": "model", "created": 1_700_000_001, "owned_by": "acme",
         "shutdown_date": "2027-01-14"},
    ]  # fmt: skip
    stub.fault("GET", "/models", body={"object": "list", "data": data})


def test_the_list_of_models(stub: Stub, command: Command) -> None:
    """Models have their owner and their end; those that were trained can be asked for alone."""
    models(stub)
    assert command("models", "list").stdout.splitlines() == [
        "gpt-4.1-mini\tsystem\t2023-11-14 22:13:20\t",
        f"{TUNED}\tacme\t2023-11-14 22:13:21\t2027-01-14",
    ]
    models(stub)
    found = json.loads(command("models", "list", "--fine-tuned", "--json").stdout)
    assert [one["id"] for one in found] == [TUNED]


def test_a_model_is_not_deleted_unasked(stub: Stub, command: Command) -> None:
    """Without a terminal nothing is deleted, and the way to do it is told."""
    ran = command("models", "delete", TUNED)
    assert ran.code == 2
    assert f"{TUNED} would be deleted for good" in ran.stderr
    assert "--yes" in ran.stderr
    assert not stub.requests


def test_a_model_is_deleted_with_yes(stub: Stub, command: Command) -> None:
    """`--yes` stands for the name."""
    stub.fault("DELETE", "/models/*", body={"id": TUNED, "object": "model", "deleted": True})
    assert command("models", "delete", TUNED, "--yes").stdout == f"{TUNED}: deleted\n"
    assert len(stub.sent("DELETE", "/models/*")) == 1


class Terminal(io.StringIO):
    """Standard input of somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "deleted"), [(TUNED, True), ("gpt-4.1-mini", False), ("y", False)]
)
def test_the_name_is_asked_for(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, typed: str, deleted: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """On a terminal the whole name has to be typed; anything else deletes nothing."""
    from dataprep.cli.main import run as run_command

    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr("sys.stdin", Terminal(f"{typed}\n"))
    stub.fault("DELETE", "/models/*", body={"id": TUNED, "object": "model", "deleted": True})
    code = run_command(["models", "delete", TUNED, "--base-url", stub.url, "--isolated"])
    said = capsys.readouterr()
    assert "type the name of the model" in said.err
    assert code == (0 if deleted else 2)
    assert said.out == (f"{TUNED}: deleted\n" if deleted else "")
    assert len(stub.sent("DELETE", "/models/*")) == deleted


@pytest.mark.parametrize("words", ["files", "files list", "files delete", "models", "models list",
                                   "models delete"])  # fmt: skip
def test_help_begins_with_examples(run: Callable[..., Ran], words: str) -> None:
    """Every help page has examples before its options, and needs no key."""
    text = run(*words.split(), "--help").stdout
    assert 0 < text.index("Examples:") < text.index("Options:")
