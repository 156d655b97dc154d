"""How much work a validation does: what it imports, and how often it looks at a row. No clocks."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from pathlib import Path
from typing import Any

import orjson
import pytest

import dataprep
from dataprep.rules.row import Row
from dataprep.rules.tools import calls

HEAVY = (
    "pandas", "numpy", "openpyxl", "openai", "pyarrow", "tiktoken", "tokenizers", "jsonschema",
    "multiprocessing",
)  # fmt: skip

ROWS = [
    {
        "messages": [
            {"role": "user", "content": f"What is {number} times {number}?"},
            {"role": "assistant", "content": f"It is {number * number}."},
        ]
    }
    for number in range(14)
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A good file of 14 rows."""
    path = tmp_path / "train.jsonl"
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in ROWS))
    return path


def loaded(path: Path, *options: str) -> tuple[int, str]:
    """Return the exit code of the command in a fresh process, and the heavy packages it loaded."""
    code = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('loaded:', *(n for n in {HEAVY!r} if n in sys.modules)))\n"
        "from dataprep.cli.main import main\n"
        f"sys.argv = ['dataprep', 'validate', '--isolated', {str(path)!r}, *{options!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout.rpartition("loaded:")[2].strip() or done.stderr


def test_small_file_needs_no_heavy_package(path: Path) -> None:
    """With tokens off, a file of 14 rows is checked without any package that takes time to load."""
    assert loaded(path, "--tokens", "off") == (0, "")


def test_tokenizer_waits_for_a_long_row(path: Path) -> None:
    """By default no tokenizer is loaded as long as no row is near the limit of its target."""
    assert loaded(path) == (0, "")

    text = "The tide comes in. " * 5_000
    row = {"messages": [{"role": "user", "content": text}, *ROWS[0]["messages"]]}
    path.write_bytes(path.read_bytes() + orjson.dumps(row) + b"\n")
    assert "tiktoken" in loaded(path, "--no-cache")[1].split()


def test_rows_are_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row behind the head of the file, which is looked at before, is parsed one time."""
    path = tmp_path / "long.jsonl"
    lines = []
    for number, row in enumerate(ROWS):
        question = {"role": "user", "content": f"{number} tides come in. " * 2_000}
        lines.append(orjson.dumps({"messages": [question, *row["messages"][1:]]}))
    path.write_bytes(b"\n".join(lines))
    parsed: list[bytes] = []
    parse = orjson.loads

    def counting(raw: bytes) -> object:
        parsed.append(bytes(raw).rstrip())
        return parse(raw)

    monkeypatch.setattr(orjson, "loads", counting)
    alike = ["DUP002", "DUP006"]  # which read again what they compare
    report = dataprep.validate(path, select=["ALL"], ignore=alike, tokens="off", today="2026-11-20")

    assert report.stats["rows"] == 14
    assert [parsed.count(line) for line in lines[-5:]] == [1] * 5


def test_calls_of_a_row_are_gathered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rules ask for the calls of a row, its messages are looked at once for them."""
    function = {"name": "look_up", "arguments": "{}"}
    tool = {"type": "function", "function": {"name": "look_up"}}
    data = {
        "messages": [
            {"role": "user", "content": "Look it up."},
            {
                "role": "assistant",
                "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
            },
        ],
        "tools": [tool],
    }
    row = Row(data, "chat")
    seen: list[object] = []
    plain = calls.of_message
    monkeypatch.setattr(calls, "of_message", lambda one: seen.append(one) or plain(one))

    first, second = list(calls.of_row(row)), list(calls.of_row(row))

    assert [call.name for call in first] == [call.name for call in second] == ["look_up"]
    assert len(seen) == 2


def test_the_lines_of_a_chunk_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What judged them is freed at once: in a circle it would wait for the collector, with its lines."""
    from dataprep.engine.validation import check

    alive = []

    class Watched(check.Work):
        def __init__(self, *parts: Any) -> None:
            super().__init__(*parts)
            alive.append(weakref.ref(self))

    monkeypatch.setattr(check, "Work", Watched)
    path = tmp_path / "train.jsonl"
    lines = [*map(orjson.dumps, ROWS), b"", b"{x", b'{"a": 1} {"a": 2}', b'{"a": 1, "a": 2}']
    path.write_bytes(b"\n".join(lines) + b"\n")
    gc.collect()
    gc.disable()
    try:
        dataprep.validate(path, today="2026-11-21")
        assert alive and not any(one() for one in alive)
    finally:
        gc.enable()


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_archive_is_unpacked_once_and_worked_on_meanwhile(tmp_path, monkeypatch, jobs):
    """A compressed file is read once to its end, and rows are judged before that is reached."""
    import gzip

    from dataprep.engine.validation import run
    from dataprep.readers.source import HEAD_SIZE, Source

    path = tmp_path / "a.jsonl.gz"
    line = b'{"messages": [{"role": "user", "content": "%d"}, {"role": "assistant", "content": "b"}]}\n'
    rows = b"".join(line % number for number in range(150_000))
    path.write_bytes(gzip.compress(rows, 1))
    read, judged_at = [], []
    opened, take = Source.open, run._take

    def counting(source):
        stream = opened(source)
        original = stream.read

        class Counted:
            def read(self, size=-1):
                data = original(size)
                read.append(len(data))
                return data

            def __enter__(self):
                return self

            def __exit__(self, *_):
                stream.close()

            def close(self):
                stream.close()

        return Counted()

    def noting(*arguments):
        judged_at.append(sum(read))
        return take(*arguments)

    monkeypatch.setattr(Source, "open", counting)
    monkeypatch.setattr(run, "_take", noting)
    report = dataprep.validate(path, jobs=jobs, today="2026-11-20")

    assert report.stats["rows"] == 150_000
    assert sum(read) <= len(rows) + HEAD_SIZE
    assert judged_at[0] < len(rows) / 2
