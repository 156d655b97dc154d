"""Hostile input: what is no file of rows, what changes meanwhile, and what the data tries to do."""

from __future__ import annotations

import gzip
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from dataprep import validate
from dataprep.engine.validation import lines
from dataprep.errors import InputError
from dataprep.readers import blocks

# What compares rows needs an extra.
NO_NEAR = () if find_spec("numpy") else ("DUP002", "DUP006")

TODAY = "2026-03-01"
ROW: dict[str, Any] = {
    "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
}
LINE = json.dumps(ROW).encode() + b"\n"
ESCAPE = "\x1b[31m\x1b]0;owned\x07\x9b2J\r\x08"


def said(path: Path, **options: Any) -> list[tuple[str, int | None]]:
    """Return code and line of what is wrong, without what is said of small data."""
    options.setdefault("ignore", ["SET", "DUP"])
    return [(one.code, one.location.line) for one in
            validate(path, today=TODAY, **options).findings]  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """``write(content)``: a file of the content."""

    def make(content: bytes, name: str = "data.jsonl") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


def test_a_line_above_the_cap_is_named_and_passed_over(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is skipped to its end, the rows around it are judged, and none of it is loaded."""
    monkeypatch.setattr(blocks, "LONGEST", 1000)
    monkeypatch.setattr(blocks, "BLOCK_SIZE", 256)
    path = write(LINE + b'{"text": "' + b"x" * 5000 + b'"}\n' + LINE + b"{\n")

    assert said(path) == [("JSN015", 2), ("JSN001", 4)]


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"messages":['])
def test_nesting_of_10_000_levels(write: Callable[..., Path], opening: bytes) -> None:
    """A row nested deeper than can be parsed is named, whether or not it ends."""
    closing = opening.replace(b"{", b"}").replace(b"[", b"]")[::-1]
    closing = bytes(one for one in closing if one in b"]}")
    deep = opening * 10_000 + b"1" + closing * 10_000

    assert said(write(LINE + deep + b"\n" + opening * 10_000 + b"\n" + LINE)) == [
        ("JSN015", 2),
        ("JSN015", 3),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x00" * 100, [("JSN014", 1)]),
        (LINE + b"\x00\x00\n" + LINE, [("JSN001", 2)]),
        (LINE[:40] + b"\x00" + LINE[40:], [("JSN001", 1)]),
        ((LINE * 3).decode().encode("utf-16"), [("JSN007", None)]),
        ((LINE * 3).decode().encode("utf-16-le"), [("JSN007", None)]),
        ((LINE * 3).decode().encode("utf-16-be"), [("JSN007", None)]),
        ((LINE * 3).decode().encode("utf-32"), [("JSN007", None)]),
        ((LINE * 3).decode().encode("utf-32-le"), [("JSN007", None)]),
        (b"\n\n\n", [("JSN013", None)]),
        (LINE + b"\n\n", [("JSN005", 2), ("JSN005", 3)]),
    ],
)
def test_bytes_of_other_kinds(
    write: Callable[..., Path], content: bytes, expected: list[tuple[str, int | None]]
) -> None:
    """NULs, other encodings with and without a mark, and blank lines end in one clear finding each."""
    assert said(write(content)) == expected


def test_a_parquet_file_and_a_workbook_by_the_name_of_rows(write: Callable[..., Path]) -> None:
    """The content decides what a file is, and the finding says it."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = write(b"", "a.jsonl")
    parquet.write_table(pyarrow.table({"a": [1]}), path)
    [finding] = [one for one in validate(path, today=TODAY).findings if one.code == "JSN014"]
    assert "a Parquet file" in finding.message and "dataprep convert" in finding.help

    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = path.with_name("b.jsonl")
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write(0, 0, "a")
    [finding] = [one for one in validate(path, today=TODAY).findings if one.code == "JSN014"]
    assert "a workbook" in finding.message and "dataprep convert" in finding.help


def test_folders_and_what_is_no_file(tmp_path: Path) -> None:
    """A folder is its files; an empty one, and a name without a file, are errors with a next step."""
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="the folder holds no file that can be read"):
        validate(tmp_path / "in")
    (tmp_path / "in/a.jsonl").write_bytes(LINE + b"{\n")
    assert said(tmp_path / "in") == [("JSN001", 2)]
    with pytest.raises(InputError, match=r"none\.jsonl"):
        validate(tmp_path / "none.jsonl")


def test_a_fifo_is_read_to_its_end(tmp_path: Path) -> None:
    """A named pipe is copied once, and read like any other file."""
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(LINE + b"{\n" + LINE,))
    writer.start()
    try:
        assert said(path) == [("JSN001", 2)]
    finally:
        writer.join(10)


def test_a_truncated_archive(write: Callable[..., Path]) -> None:
    """An archive that ends too early is an error that names it, wherever it was cut."""
    packed = gzip.compress(b"".join(json.dumps({"text": str(n)}).encode() + b"\n"
                                    for n in range(9999)))  # fmt: skip
    for cut in (8, 40, len(packed) // 2, len(packed) - 3):
        with pytest.raises(InputError, match=r"data\.jsonl\.gz"):
            validate(write(packed[:cut], "data.jsonl.gz"))


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda path: path.unlink(), "the file vanished while it was read"),
        (lambda path: path.write_bytes(LINE), "while it was read"),
        (lambda path: path.write_bytes(b""), "while it was read"),
        (lambda path: path.open("ab").write(LINE), "the file changed while it was read"),
    ],
)
def test_a_file_that_changes_while_it_is_read(
    write: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Path], object],
    message: str,
) -> None:
    """A file that vanishes, shrinks or grows between two chunks is an error, not half a report."""
    path = write(LINE * 50)
    monkeypatch.setattr(blocks, "BLOCK_SIZE", 200)
    content, calls = lines.LineChunk.content, iter(range(1000))

    def changed(self: lines.LineChunk) -> bytes:
        if next(calls) == 3:
            act(path)
        return content(self)

    monkeypatch.setattr(lines.LineChunk, "content", changed)
    with pytest.raises(InputError, match=message):
        validate(path)


def test_an_error_of_the_disk(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that fails in the middle names the file."""
    path = write(LINE)

    def broken(stream: Any, *rest: Any, **more: Any) -> Iterator[Any]:
        raise OSError(5, "Input/output error")
        yield

    monkeypatch.setattr(lines, "pieces", broken)
    with pytest.raises(InputError, match=r"data\.jsonl: .*Input/output error"):
        validate(path)


@pytest.mark.parametrize("form", ["full", "concise", "json"])
def test_no_escape_sequence_reaches_the_terminal(
    write: Callable[..., Path], run: Callable[..., Any], form: str
) -> None:
    """Control characters in texts, keys, names of tools and of the file are shown, never sent."""
    call = {"id": ESCAPE, "type": "function", "function": {"name": ESCAPE, "arguments": ESCAPE}}
    turns: list[dict[str, Any]] = [
        {"role": ESCAPE, "content": ESCAPE, ESCAPE: 1, "name": ESCAPE},
        {"role": "assistant", "tool_calls": [call], "weight": ESCAPE},
        {"role": "tool", "tool_call_id": ESCAPE + "x", "content": ESCAPE},
        {"role": "assistant", "content": ESCAPE + "<|endoftext|>"},
    ]
    raw = json.dumps({"messages": turns, ESCAPE: 1}, ensure_ascii=False).encode()
    # In keys and texts raw too: the rows do not parse, but excerpts show them.
    wild = f'{{"{ESCAPE}": "{ESCAPE}"}}\n{{"text": "{ESCAPE}'.encode()
    twice = json.dumps({ESCAPE: 1, "text": "x"}).encode()[:-1] + b', "\\u001b[31m": 1, "text": 2}'
    pairs = b"".join(
        json.dumps({"prompt": f"{ESCAPE}{n}", "completion": ESCAPE}).encode() + b"\n"
        for n in range(12)
    )
    path = write(b"\n".join((raw, wild, twice, pairs)), "a\x1b[31mb\x07.jsonl")

    ran = run("validate", path, "--output-format", form, "--isolated", "--today", TODAY)

    assert ran.code == 1
    shown = ran.stdout + ran.stderr
    assert not {one for one in shown if ord(one) < 32 or 127 <= ord(one) < 160} - {"\n"}
    if form == "json":
        json.loads(ran.stdout)


def test_excerpts_and_messages_are_cut(write: Callable[..., Path], run: Callable[..., Any]) -> None:
    """Of a row of a megabyte a finding shows a line."""
    long = "y" * 1_000_000
    row = {"messages": [{"role": long, "content": long, long: 1, "weight": long}], long: 1}
    ran = run("validate", write(json.dumps(row).encode() + b"\n"), "--isolated", "--today", TODAY)

    assert ran.code == 1
    assert max(map(len, ran.stdout.splitlines())) < 600


def test_a_reference_in_the_data_is_never_fetched(write: Callable[..., Path]) -> None:
    """A tool schema's `$ref` to a server is not asked for, whatever layer looks at it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/schema.json"
        schemas = [{"$ref": url}, {"$schema": url, "type": "object"}, {"$id": url, "$ref": "#/a"},
                   {"properties": {"a": {"$dynamicRef": url}}}]  # fmt: skip
        content = b""
        for schema in schemas:
            call = {
                "id": "c",
                "type": "function",
                "function": {"name": "f", "arguments": '{"a":1}'},
            }
            turns = [{"role": "user", "content": "x"}, {"role": "assistant", "tool_calls": [call]}]
            tool = {"type": "function", "function": {"name": "f", "parameters": schema}}
            content += json.dumps({"messages": turns, "tools": [tool]}).encode() + b"\n"
        validate(
            write(content),
            today=TODAY,
            target=["generic", "openai"],
            select=["ALL"],
            ignore=NO_NEAR,
        )
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
    assert asked == []


def _said(text: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}, {"role": "assistant", "content": text}]}


def _calls(arguments: str) -> dict[str, Any]:
    function = {"name": "f", "arguments": arguments}
    call = {"id": "c", "type": "function", "function": function}
    schema = {"type": "object", "properties": {"a": {"type": "array"}}}
    return {
        "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "tool_calls": [call]}],
        "tools": [{"type": "function", "function": {"name": "f", "parameters": schema}}],
    }


def _many_calls(size: int) -> dict[str, Any]:
    turns: list[dict[str, Any]] = [{"role": "user", "content": "x"}]
    for number in range(size // 200):
        function = {"name": f"g{number}", "arguments": "{}"}
        call = {"id": f"c{number}", "type": "function", "function": function}
        turns.append({"role": "assistant", "tool_calls": [call]})
        turns.append({"role": "tool", "tool_call_id": f"d{number}", "content": "1"})
    return {"messages": turns}


def _tools(size: int) -> dict[str, Any]:
    tools = [{"type": "function", "function": {"name": f"t{n}"}} for n in range(size // 50)]
    return {**_said("x"), "tools": tools}


ADVERSARIAL: dict[str, Callable[[int], Any]] = {
    **{
        f"text {text!r}": lambda size, text=text: _said(text * (size // len(text) // 2))  # type: ignore[misc]
        for text in ("<|", "<|im_start|", "<|endoftext|>", "<|endoftext", "[INST", "</s", "<s>[",
                     " ", "\n", "###", "\\u005", "{{", '"', "\\", "é", "A", "a.", "<start_of_turn",
                     "<｜", "[TOOL_CALL")
    },
    **{
        f"pair {text!r}": lambda size, text=text: {  # type: ignore[misc]
            "prompt": text * (size // len(text) // 2), "completion": text * (size // len(text) // 2)}
        for text in (" ", "\n", "###\n\n", " END", "->", "A")
    },
    "arguments": lambda size: _calls('{"a":[' + "1," * (size // 2) + "1]}"),
    "broken arguments": lambda size: _calls('{"a":"' + "\\" * size),
    "deep arguments": lambda size: _calls('{"a":' * (size // 6)),
    "brackets": lambda size: _calls("[" * size),
    "messages": lambda size: {"messages": _said("x")["messages"] * (size // 100)},
    "odd messages": lambda size: {"messages": [{"role": "gpt"}, 5] * (size // 100)},
    "calls": _many_calls,
    "tools": _tools,
    "keys": lambda size: {**_said("x"), **{f"k{n:05}": n for n in range(size // 50)}},
    "keys of a message": lambda size: {
        "messages": [{"role": "user", **{f"k{n:05}": n for n in range(size // 10)}}]},
    "duplicate keys": lambda size: (
        b'{"text":"x"' + b"".join(b',"key%d":1' % (n % 2500) for n in range(size // 200)) + b"}"),
    "quotes": lambda size: b'{"text":"' + b'","' * (size // 3),
    "escapes": lambda size: b'{"text":"' + b"\\ud800" * (size // 6) + b'"}',
    "digits": lambda size: b'{"text":' + b"1" * size + b"}",
    "spaces": lambda size: b'{"text":' + b" " * size + b"x}",
}  # fmt: skip
LARGE, FACTOR = 1_000_000, 12
FAST = 0.4  # seconds; below this nothing is worth comparing


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_nothing_grows_faster_than_the_row(write: Callable[..., Path], name: str) -> None:
    """A row of a megabyte that is made to hurt takes a few times as long as a quarter of it."""

    def taken(size: int) -> float:
        made = ADVERSARIAL[name](size)
        path = write(
            (made if isinstance(made, bytes) else json.dumps(made).encode()) + b"\n" + LINE
        )
        start = time.process_time()
        validate(path, target=["generic", "mistral"], select=["ALL"], ignore=NO_NEAR, today=TODAY)
        return time.process_time() - start

    # The best of three; most are done after the first.
    assert any((large := taken(LARGE)) < FAST or large < FACTOR * taken(LARGE // 4)
               for _ in range(3))  # fmt: skip
