"""`dataprep prepare` in a terminal, without one, and interrupted."""

from __future__ import annotations

import csv
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-21"
NOT_HERE = "needs a pseudo-terminal"
LONGEST = 60  # seconds without a word


def table(path: Path, *lines: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def faq(folder: Path) -> Path:
    """Write a table with a duplicate and a missing answer."""
    return table(
        folder / "faq.csv", ("question", "answer"), ("Where?", "Here."), ("When?", ""),
        ("Where?", "Here."), ("Who?", "She."),
    )  # fmt: skip


def contents(path: Path) -> list[tuple[str, str]]:
    """Return the question and the answer of each row."""
    found = [json.loads(line)["messages"] for line in path.read_bytes().splitlines()]
    return [(one["content"], two["content"]) for one, two in found]


class Terminal:
    """The command in a pseudo-terminal, as a person has it before them.

    Args:
        cwd: where it runs.
        arguments: of `dataprep prepare`.
    """

    def __init__(self, cwd: Path, *arguments: str) -> None:
        pty = pytest.importorskip("pty", reason=NOT_HERE)
        self._ours, theirs = pty.openpty()
        self._said = b""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
        environment.pop("CI", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dataprep", "prepare", "--isolated", "--today", TODAY, *arguments],
            cwd=cwd, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env=environment, preexec_fn=lambda: _own_terminal(theirs),
        )  # fmt: skip
        os.close(theirs)

    def wait_for(self, text: str) -> str:
        """Read until the screen shows a text; return what was shown since the last time."""
        while text not in self._said.decode("utf-8", "replace"):
            assert self._read(), self._said.decode("utf-8", "replace")
        shown, _, rest = self._said.decode("utf-8", "replace").partition(text)
        self._said = rest.encode()
        return shown

    def type(self, keys: str) -> None:
        """Type keys; the line's end is one of them."""
        os.write(self._ours, keys.encode())

    def finish(self) -> tuple[int, str]:
        """Return the exit code and what was shown until the end."""
        while self._read():
            pass
        os.close(self._ours)
        return self.process.wait(60), self._said.decode("utf-8", "replace").replace("\r\n", "\n")

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], LONGEST)[0]:
            self.process.kill()
            pytest.fail(f"nothing for {LONGEST} seconds after: {self._said.decode()}")
        try:
            found = os.read(self._ours, 1 << 16)
        except OSError:  # the other end is closed
            return False
        self._said += found
        return bool(found)


def _own_terminal(terminal: int) -> None:
    """Make the pseudo-terminal that of the process, so that Ctrl-C reaches it."""
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    # A shell lets what it runs in the background ignore Ctrl-C, and that is inherited.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def piped(cwd: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "dataprep", "prepare", "--isolated", "--today", TODAY, *arguments],
        cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}, **options,
    )  # fmt: skip


def test_questions_are_answered_in_a_terminal(tmp_path: Path) -> None:
    """Columns by name or number, groups by yes and no, Enter for what is recommended."""
    table(
        tmp_path / "t.csv", ("one", "two", "three"), ("Where?", "Here.", "x"), ("Who?", "She.", "y"),
        ("Where?", "Here.", "z"), ("How?", "So.", "z"),
    )  # fmt: skip
    terminal = Terminal(tmp_path, "t.csv")
    assert "2. two: Here." in terminal.wait_for("which column is the answer, to be learned?: ")
    terminal.type("9\n")
    terminal.wait_for("please answer with one of the choices or its number")
    terminal.wait_for("learned?: ")
    terminal.type("2\n")
    terminal.wait_for("which column is the prompt? - for none: ")
    terminal.type("one\n")
    assert "DUP001 duplicate-example: 1 finding" in terminal.wait_for("drop the later copies")
    terminal.wait_for("[Y/n]: ")
    terminal.type("maybe\n")
    terminal.wait_for("please answer with y or n")
    terminal.type("no\n")
    terminal.wait_for("[y/N]: ")
    terminal.type("\n")
    code, shown = terminal.finish()

    assert "wrote t_prepared.jsonl (4 rows)" in shown
    assert "next: dataprep validate t_prepared.jsonl\n" in shown
    assert code == 1  # fewer than ten rows are an error
    assert contents(tmp_path / "t_prepared.jsonl").count(("Where?", "Here.")) == 2


@pytest.mark.parametrize(("keys", "said"), [("\x03", "interrupted"), ("\x04", "interrupted")])
def test_leaving_a_question_leaves_nothing(tmp_path: Path, keys: str, said: str) -> None:
    """Ctrl-C, or the end of the input, at a question."""
    path = faq(tmp_path)
    terminal = Terminal(tmp_path, "faq.csv")
    terminal.wait_for("[Y/n]: ")
    terminal.type(keys)
    code, shown = terminal.finish()

    assert (code, said in shown) == (130, True)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("delay", [0.2, 0.5, 0.8, 1.2])
def test_an_interruption_leaves_nothing_half_done(tmp_path: Path, delay: float) -> None:
    """At any time: all files are there at the end, or none, and no working folder."""
    lines = [(f"Where is number {n}?", f"In room {n}, of course.") for n in range(20_000)]
    path = table(tmp_path / "faq.csv", ("question", "answer"), *lines)
    process = subprocess.Popen(
        [sys.executable, "-m", "dataprep", "prepare", "--isolated", "faq.csv", "-y"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    code = process.wait(60)

    left = {one.name for one in tmp_path.iterdir()} - {path.name}
    assert left in (set(), {"faq_prepared_train.jsonl", "faq_prepared_valid.jsonl"})
    assert code != 0 or left


def test_without_a_terminal_it_says_what_it_would_do(tmp_path: Path) -> None:
    """Each question with its recommended answer, and nothing is written."""
    path = faq(tmp_path)
    done = piped(tmp_path, "faq.csv")

    assert done.returncode == 2
    assert "drop the later copies (1 finding of DUP001) [Y/n]: Y" in done.stdout
    assert "hold out 1 row of 2 to measure what was learned [y/N]: n" in done.stdout
    assert "nothing was written: there is no terminal to ask in" in done.stderr
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "arguments", [("faq.csv", "-y"), ("-f", "faq.csv", "-q"), ("faq.csv", "--yes")]
)
def test_the_recommendations_are_followed(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Also under the options of the old tool."""
    faq(tmp_path)
    done = piped(tmp_path, *arguments)

    assert done.returncode == 1, done.stderr
    assert "left: 1 error (SET001 too-few-examples)" in done.stdout
    assert contents(tmp_path / "faq_prepared.jsonl") == [("Where?", "Here."), ("Who?", "She.")]


def test_the_rows_of_the_old_tool_are_made_on_request(tmp_path: Path) -> None:
    """Its options and ours together: a space before each completion, and nothing else to do."""
    lines = [(f"{word}?", f"{word} it is") for word in ("Where", "Who", "How")]
    table(tmp_path / "pairs.csv", ("prompt", "Completion"), *lines)
    done = piped(tmp_path, "-f", "pairs.csv", "-q", "--compat")
    made = (tmp_path / "pairs_prepared.jsonl").read_text("utf-8").splitlines()

    assert "begin all completions with a space [Y/n]: Y" in done.stdout
    assert json.loads(made[1]) == {"prompt": "Who?", "completion": " Who it is"}


def test_a_plan_is_saved_and_followed(tmp_path: Path) -> None:
    """It answers without a terminal, and is never written over."""
    faq(tmp_path)
    done = piped(tmp_path, "faq.csv", "--save-plan", "plan.toml")
    assert done.returncode == 2
    plan = tmp_path / "plan.toml"
    plan.write_text(plan.read_text("utf-8").replace("DUP001 = true", "DUP001 = false"), "utf-8")
    followed = piped(tmp_path, "faq.csv", "--plan", "plan.toml", "-o", "out")
    again = piped(tmp_path, "faq.csv", "-y", "--save-plan", "plan.toml")

    assert followed.returncode == 1, followed.stderr
    assert len(contents(tmp_path / "out" / "faq_prepared.jsonl")) == 3
    assert again.returncode == 2 and "plan.toml: exists" in again.stderr
    assert not (tmp_path / "faq_prepared.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "Usage"),
        (("-y",), "no file was given"),
        (("a.csv", "-f", "b.csv"), "the file was given twice"),
        (("a.csv", "-y"), "a.csv: no such file"),
        (("-", "-y"), "standard input has no name for what is made of it"),
        (("a.csv", "--plan", "p.toml", "-y"), "`--plan` holds all options and answers"),
        (("a.csv", "--plan", "p.toml"), "p.toml: cannot be read"),
        (("a.csv", "--map", "question", "-y"), "--map 'question' is not PART=COLUMN"),
        (("a.csv", "--compat", "--to", "chat", "-y"), "`compat` makes rows of the columns"),
        (("a.csv", "-t", "nowhere", "-y"), "nowhere"),
    ],
)
def test_what_cannot_be_done_is_told(run: Any, arguments: tuple[str, ...], fault: str) -> None:
    """In one line, with exit code 2."""
    done = run("prepare", *arguments)

    assert done.code == 2
    assert fault in done.stderr


def test_a_hostile_name_steers_no_terminal(run: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """Escapes in names of files and columns are shown as such."""
    monkeypatch.chdir(tmp_path)
    path = table(tmp_path / "a\x1b[31m.csv", ("q\x1b[2J", "answer"), ("Where?", "Here."))
    done = run("prepare", "--isolated", "-y", path.name)

    assert "\x1b" not in done.stdout + done.stderr
    assert (tmp_path / "a\x1b[31m_prepared.jsonl").exists()
