"""The memory of a folder: what is written stays, whatever happened to the program that wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from fnmatch import fnmatch

import pytest

from dataprep.errors import OutputError
from dataprep.training.ledger import Ledger


def test_lines_come_back_in_order(tmp_path):
    """Each has its time, its event and its fields."""
    ledger = Ledger(tmp_path)
    assert ledger.entries() == []

    ledger.record("one", server="a", note="ünïcode\nline")
    ledger.record("two", server="b")

    first, second = Ledger(tmp_path).entries()
    assert (first["event"], first["note"], second["event"]) == ("one", "ünïcode\nline", "two")
    assert first["time"].endswith("+00:00")
    assert [one["event"] for one in ledger.of("b")] == ["two"]


def test_the_file_is_no_data(tmp_path):
    """A JSON object a line, in a hidden folder that git ignores, under a name that no glob takes."""
    Ledger(tmp_path).record("one")

    path = tmp_path / ".dataprep" / "ledger.log"
    assert json.loads(path.read_text("utf-8"))["event"] == "one"
    assert not any(fnmatch(path.name, f"*.{end}") for end in ("jsonl", "json", "csv", "txt"))
    assert (path.parent / ".gitignore").read_text("utf-8") == "*\n"


@pytest.mark.parametrize("torn", [b'{"event": "tw', b"\xff\xfe", b"[1]", b"\0\0\0"])
def test_a_torn_line_harms_no_other(tmp_path, torn):
    """What a crash has cut short is passed over, and the next line begins anew."""
    ledger = Ledger(tmp_path)
    ledger.record("one")
    with ledger.path.open("ab") as file:
        file.write(torn)

    assert [one["event"] for one in ledger.entries()] == ["one"]
    ledger.record("three")
    assert [one["event"] for one in ledger.entries()] == ["one", "three"]


def test_it_only_grows(tmp_path):
    """No line is rewritten by those that follow."""
    ledger = Ledger(tmp_path)
    seen = b""
    for number in range(5):
        ledger.record("line", number=number)
        now = ledger.path.read_bytes()
        assert now.startswith(seen) and len(now) > len(seen)
        seen = now


def test_many_writers_mix_no_lines(tmp_path):
    """Processes and threads write at once; every line arrives whole."""
    code = (
        "import sys; from pathlib import Path; from dataprep.training.ledger import Ledger\n"
        "for n in range(20): Ledger(Path(sys.argv[1])).record('line', n=n, text='x' * 5000)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]
    ledger = Ledger(tmp_path)

    def write():
        for number in range(20):
            ledger.record("line", n=number, text="y" * 5000)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert [one.wait(60) for one in running] == [0, 0, 0]

    assert len(ledger.entries()) == 100
    assert {len(one["text"]) for one in ledger.entries()} == {5000}


def test_a_block_is_entered_by_one_alone(tmp_path):
    """Another waits until the first is through; a process that is killed lets go."""
    ledger, order, inside = Ledger(tmp_path), [], threading.Event()

    def second():
        inside.wait(10)
        with ledger.alone("job"):
            order.append("second")

    other = threading.Thread(target=second)
    other.start()
    with ledger.alone("job"):
        inside.set()
        other.join(0.2)
        order.append("first")
    other.join(10)
    assert order == ["first", "second"]

    code = (
        "import os, sys; from pathlib import Path; from dataprep.training.ledger import Ledger\n"
        "with Ledger(Path(sys.argv[1])).alone('job'): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=60)
    with ledger.alone("job"):
        pass


def test_a_place_that_cannot_be_written_stops_the_run(tmp_path):
    """What could not be announced must not be done: the error says so."""
    (tmp_path / ".dataprep").write_text("a file where the folder should be", "utf-8")

    for step in (lambda: Ledger(tmp_path).record("one"), Ledger(tmp_path).alone("x").__enter__):
        with pytest.raises(OutputError, match=r"\.dataprep"):
            step()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind here")
def test_a_ledger_that_cannot_be_read_is_no_empty_one(tmp_path):
    """Else a job would be paid twice."""
    ledger = Ledger(tmp_path)
    ledger.record("one")
    ledger.path.chmod(0)

    with pytest.raises(OutputError, match=r"ledger\.log: Permission denied"):
        ledger.entries()


def test_a_line_that_holds_too_little_is_passed_over(tmp_path):
    """A job without an id, a file without a hash: edited or damaged, and of no use."""
    ledger = Ledger(tmp_path)
    ledger.record("job", server="a", mark="m")
    ledger.record("file", server="a", id="file-1")
    with ledger.path.open("ab") as file:
        file.write(b'{"server": "a"}\n{"server": "a", "event": ["job"]}\n')
    ledger.record("job", server="a", mark="m", id="ftjob-1")

    assert [one.get("id") for one in ledger.of("a")] == ["ftjob-1"]


def test_who_waits_for_another_run_is_told(tmp_path):
    """Two terminals in one folder: the second one does not stand still without a word."""
    said, done = [], threading.Event()
    ledger = Ledger(tmp_path)

    def second():
        with Ledger(tmp_path).alone("upload", said.append):
            done.set()

    thread = threading.Thread(target=second)
    with ledger.alone("upload", said.append):
        thread.start()
        assert not done.wait(0.3)
        assert said == [f"another run in {tmp_path.resolve()} is at its upload; waiting for it"]
    thread.join(10)
    assert done.is_set()
    assert len(said) == 1
