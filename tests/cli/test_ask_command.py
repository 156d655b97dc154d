"""`dataprep ask` against a server on the loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Ran
from training.stub import Stub

KEY = "sk-test-" + "6" * 12
TUNED, BASE = "ft:gpt-4.1-mini:acme::1", "gpt-4.1-mini"
Ask = Callable[..., Ran]


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as one:
        yield one


@pytest.fixture
def ask(
    stub: Stub, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Ask:
    """``ask(MODEL, ...)``: the command, with the stub as its server."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "83")
    monkeypatch.chdir(tmp_path)

    def call(*words: str, stdin: bytes = b"") -> Ran:
        return run("ask", *words, "--base-url", stub.url, "--isolated", stdin=stdin)

    return call


def test_side_by_side_with_the_base(ask: Ask, tmp_path: Path) -> None:
    """Question, expected answer and the answers of both models stand beside each other, wrapped."""
    row = {"messages": [{"role": "user", "content": "How long does the way take to the harbour?"},
                        {"role": "assistant", "content": "Ten minutes."}]}  # fmt: skip
    (tmp_path / "q.jsonl").write_text(json.dumps(row))
    ran = ask(TUNED, "--questions", "q.jsonl", "--compare", BASE)
    assert ran.code == 0
    assert ran.stdout.splitlines() == [
        "1. How long does the way take to the harbour?",
        "   expected                 | ft:gpt-4.1-mini:acme::1  | gpt-4.1-mini",
        "   ------------------------ | ------------------------ | ------------------------",
        "   Ten minutes.             | ft:gpt-4.1-mini:acme::1  | gpt-4.1-mini answers:",
        "                            | answers: How long does   | How long does the way",
        "                            | the way take to the      | take to the harbour?",
        "                            | harbour?                 |",
        "",
    ]


def test_a_narrow_terminal(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where columns would be too narrow, the answers stand below each other."""
    monkeypatch.setenv("COLUMNS", "50")
    ran = ask(TUNED, "-q", "a", "--compare", BASE)
    assert ran.stdout.splitlines() == [
        "1. a",
        "   ft:gpt-4.1-mini:acme::1:",
        "   ft:gpt-4.1-mini:acme::1 answers: a",
        "   gpt-4.1-mini: gpt-4.1-mini answers: a",
        "",
    ]


def test_wide_characters_and_escape_sequences(ask: Ask) -> None:
    """Characters of two columns keep the columns straight; an answer cannot steer the terminal."""
    ran = ask(TUNED, "-q", "寿司\x1b[2J", "--compare", BASE)
    lines = ran.stdout.splitlines()
    assert "\x1b" not in ran.stdout
    assert "寿司\\x1b[2J" in lines[0]
    (text,) = (line for line in lines[3:] if "寿司" in line.split("|")[0])
    assert text.index("|") + len("寿司") == lines[1].index("|")


def test_answers_as_json_lines(ask: Ask, tmp_path: Path) -> None:
    """The rows have question, expected answer and every model's answer; - is standard output."""
    questions = b'{"prompt": "p?", "completion": " yes"}\n'
    ran = ask(TUNED, "--questions", "-", "-o", "-", stdin=questions)
    (row,) = map(json.loads, ran.stdout.splitlines())
    answer = {"model": TUNED, "answer": f"{TUNED} answers: p?", "finish": "stop", "tokens": 9}
    assert row == {"question": "p?", "expected": "yes", "answers": [answer]}
    ran = ask(TUNED, "-q", "eins", "-q", "zwei ü", "-o", "out.jsonl")
    assert "1. eins" in ran.stdout
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [one["question"] for one in rows] == ["eins", "zwei ü"]


def test_the_marks_of_the_manifest(
    ask: Ask, stub: Stub, run: Callable[..., Ran], tmp_path: Path
) -> None:
    """What `convert` wrote down is repeated; what is typed stands before it."""
    lines = "".join(f"question {n}?,answer {n}\n" for n in range(12))
    (tmp_path / "pairs.csv").write_text("prompt,completion\n" + lines)
    marks = ("--separator", "\\n\\n###\\n\\n", "--stop", " END")
    made = run("convert", "pairs.csv", "-o", "p.jsonl", "--to", "prompt-completion", *marks)
    assert made.code == 0
    asked = ("davinci-002", "-q", "where?", "--manifest", "p.manifest.json")
    assert ask(*asked).code == 0
    assert ask(*asked, "--separator", "\\n->").code == 0
    sent = [one.json for one in stub.sent("POST", "/completions")]
    assert [one["prompt"] for one in sent] == ["where?\n\n###\n\n", "where?\n->"]
    assert [one["stop"] for one in sent] == [[" END"]] * 2
    assert ask(TUNED, "-q", "where?", "--system", "Be terse.").code == 0
    (chat,) = (
        one.json for one in stub.sent("POST", "/chat/completions") if "acme" in one.json["model"]
    )
    assert chat["messages"][0] == {"role": "system", "content": "Be terse."}


def test_some_answers_fail(ask: Ask, stub: Stub, tmp_path: Path) -> None:
    """A failed answer is shown and written with its error; the others come; the exit code is 1."""
    stub.fault("POST", "/chat/completions", status=400, error={"message": "too rude"})
    ran = ask(TUNED, "-q", "a", "-q", "b", "--jobs", "1", "-o", "out.jsonl")
    assert ran.code == 1
    assert "[no answer: cannot ask" in ran.stdout
    assert f"{TUNED} answers: b" in ran.stdout
    assert "1 of 2 answers failed" in ran.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert rows[0]["answers"][0]["answer"] is None
    assert "too rude" in rows[0]["answers"][0]["error"]


def test_no_answer_at_all(ask: Ask, stub: Stub) -> None:
    """Where nothing was answered, it could not be done: exit code 2, and the reason without the key."""
    stub.key = "sk-test-" + "7" * 12
    ran = ask(TUNED, "-q", "a")
    assert ran.code == 2
    assert "1 of 1 answers failed" in ran.stderr
    assert KEY not in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "there is nothing to ask"),
        (("--questions", "none.txt"), "none.txt: No such file"),
        (("-q", "a", "--manifest", "none.json"), "none.json: cannot be read"),
    ],
)
def test_what_cannot_be_asked(ask: Ask, stub: Stub, words: tuple[str, ...], fault: str) -> None:
    """Faults of the command line are told before anything is asked."""
    ran = ask(TUNED, *words)
    assert ran.code == 2
    assert fault in ran.stderr
    assert not stub.requests


def test_what_was_answered_before_an_interruption_is_kept(stub: Stub, tmp_path: Path) -> None:
    """Ctrl-C while a server lets us wait ends at once, with exit code 130 and the answers so far."""
    busy = {"status": 429, "headers": {"retry-after": "100"}}
    stub.fault("POST", "/chat/completions", body={"choices": [{"message": {"content": "yes"}}]})
    stub.fault("POST", "/chat/completions", times=9, **busy)
    environ = {**os.environ, "OPENAI_API_KEY": KEY, "PYTHONPATH": str(ROOT)}
    words = ["ask", TUNED, "-q", "a", "-q", "b", "--jobs", "1", "-o", "out.jsonl"]
    with subprocess.Popen(
        [sys.executable, "-m", "dataprep", *words, "--base-url", stub.url, "--isolated"],
        cwd=tmp_path, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        for _ in range(600):
            if len(stub.requests) == 2:
                break
            time.sleep(0.05)
        time.sleep(0.2)  # the refusal is on its way
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted after 1 of 2 questions" in stderr
    (row,) = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert row["answers"][0]["answer"] == "yes"


def test_questions_in_another_encoding(ask: Ask, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are named with their place."""
    (tmp_path / "q.txt").write_bytes("für wen?".encode("latin-1"))
    ran = ask(TUNED, "--questions", "q.txt")
    assert ran.code == 2
    assert "q.txt: is not UTF-8, at byte 2" in ran.stderr
