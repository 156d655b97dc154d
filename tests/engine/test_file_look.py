"""The look at a file before its rows are read: lines, or what it is instead."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataprep.engine.validation.file_look import look
from dataprep.errors import DataprepError, InputError
from dataprep.readers.source import HEAD_SIZE, Source
from dataprep.rules.base import FileView

ROW: dict[str, Any] = {
    "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
}
LINE = json.dumps(ROW).encode() + b"\n"
PRETTY = json.dumps(ROW, indent=2).encode() + b"\n"
HALF = (
    b'{"messages": [\n  {"role": "user", "content": "a"},\n  {"role": "user", "content": "b"}\n]}\n'
)
LONG = json.dumps({"text": "x" * HEAD_SIZE}).encode() + b"\n"
SHARED = Path(__file__).resolve().parents[3] / "shared/data/real_bad_jsonl"


def seen(folder: Path, content: bytes, name: str = "data.jsonl") -> FileView:
    (folder / name).write_bytes(content)
    return look(Source.of(folder / name, name))


@pytest.mark.parametrize(
    ("content", "layout"),
    [
        (LINE, "lines"),
        (LINE * 3, "lines"),
        (LINE * 3 + b"{broken\n\nnull\n", "lines"),
        (b"Here are my rows:\n" + LINE, "lines"),
        (b"one\ntwo\nthree\n" + LINE, "lines"),
        (str(ROW).encode() + b"\n", "lines"),
        ((str(ROW).encode() + b"\n") * 3, "lines"),
        (b'{messages: [{role: "user", content: "x"}]}\n' * 3, "lines"),
        (LINE.decode().replace('"', "“").encode() * 3, "lines"),
        (LINE.replace(b"}\n", b"},\n") * 3, "lines"),
        (b'{"prompt": "a", "completion": "b"},\n' * 3, "lines"),
        (LINE.rstrip() * 2 + b"\n" + LINE, "lines"),
        (b'"a"\n12\nnull\n', "lines"),
        (b'[{"role": "user", "content": "a"}]\n' * 2, "lines"),
        (b'[{"role": "user", "content": "a"}]\n', "lines"),
        (b"<<<<<<< HEAD\n" + LINE + b"=======\n" + LINE + b">>>>>>> b\n", "lines"),
        (LINE[:30], "lines"),
        (b'{"text": "one\ntwo\nthree\nfour"}\n' * 3, "lines"),
        (LINE + b'{"text": "one\ntwo"}\n', "lines"),
        (LINE[:14] + b"\n" + LINE * 4, "lines"),
        (LINE + LONG, "lines"),
        (LONG + LINE, "lines"),
        (b"\n" * (HEAD_SIZE + 1) + LINE, "lines"),
        (b"\xef\xbb\xbf" + LINE, "lines"),
        ((LINE * 3).decode().encode("utf-16"), "lines"),
        (LINE.replace(b"\n", b"\r") * 3, "lines"),
        (b'{"a":' + b"[" * 100_000, "lines"),
        (b"[" + LINE.strip() + b"]", "array"),
        (b"[\n" + LINE + b",\n" + LINE + b"]", "array"),
        (b"[" + LINE.replace(b"\n", b",\n") * 3 + b"]", "array"),
        (b"[\n" + LINE.replace(b"\n", b",\n") * 3000, "array"),
        (b"[]", "array"),
        (PRETTY, "spread"),
        (PRETTY * 3, "spread"),
        (PRETTY * 9000, "spread"),
        (PRETTY.replace(b"\n", b"\r\n"), "spread"),
        (HALF * 3, "spread"),
        (HALF.replace(b"}\n]", b"},\n]") * 3, "spread"),
        (LINE.strip() * 2, "spread"),
        (LINE.strip() + b" " + LINE.strip(), "spread"),
        (json.dumps({"messages": [{"rol": "user"}]}, indent=1).encode(), "spread"),
        (b"", "empty"),
        (b" \n\r\n\t", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\n" * (HEAD_SIZE + 1), "empty"),
        ("\n".encode("utf-16"), "empty"),
    ],
)
def test_layouts(tmp_path: Path, content: bytes, layout: str) -> None:
    """Rows that are broken are lines all the same; objects and arrays over lines are not."""
    view = seen(tmp_path, content)
    assert (view.layout, view.what) == (layout, None)
    packed = seen(tmp_path, gzip.compress(content), "data.jsonl.gz")
    assert (packed.layout, packed.what) == (layout, None)


@pytest.mark.parametrize(
    ("name", "content", "what", "way_out"),
    [
        ("a.jsonl", b"p,c\na,b\nc,d\n", "a table of separated values (CSV)",
         "convert it: `dataprep convert a.jsonl --input-format csv -o a.rows.jsonl`"),
        ("my file.csv", b"p,c\na,b\nc,d\n", "a table of separated values (CSV)",
         "convert it: `dataprep convert 'my file.csv' -o 'my file.jsonl'`"),
        ("a.txt", b"Dear all,\nthis is a letter.\n", "plain text",
         "convert it: `dataprep convert a.txt -o a.jsonl`"),
        ("a.md", b"one\ntwo\nthree\n" + LINE, "plain text",
         "convert it: `dataprep convert a.md -o a.jsonl`"),
        ("a.jsonl", b"User: hello\nAssistant: hi\nUser: bye\n", "plain text",
         "convert it: `dataprep convert a.jsonl --input-format text -o a.rows.jsonl`"),
        ("a.jsonl", b"---\n- role: user\n  content: a\n", "YAML",
         "load it and write each row as one line of JSON"),
        ("a.jsonl", b"<!DOCTYPE html><p>", "an HTML page",
         "export its text; or read the markup as text with --input-format text"),
        ("a.jsonl", b'<?xml version="1.0"?>\n<a/>', "an XML document",
         "export its records as CSV or JSON, and convert that"),
        ("a.json", b"[\n<<<<<<< HEAD\n{},\n=======\n>>>>>>> b\n{}\n]",
         "the two sides of a git merge conflict (marker in line 2)",
         "resolve the conflict, then delete the markers"),
        ("a.jsonl", b"version https://git-lfs.github.com/spec/v1\nsize 1\n",
         "a Git LFS pointer: the file itself was not fetched", "run: git lfs pull"),
        ("a.jsonl", b"PAR1" + bytes(90), "a Parquet file",
         "convert it: `dataprep convert a.jsonl -o a.rows.jsonl`"),
        ("a.jsonl", b"%PDF-1.7\n", "a PDF document", "export its text, and convert the text file"),
        ("a.jsonl", b"x" * 257 + b"ustar", "an archive", "unpack it and give the folder"),
        ("a.jsonl", bytes(500), "binary data of a kind that is not known here",
         "save it as CSV, JSON or text"),
        ("a.json", json.dumps({"n": 1, "data": [{"x": 1}, {"x": 2}]}, indent=1).encode(),
         "one JSON object that holds 2 rows under `data`",
         "convert it: `dataprep convert a.json -o a.jsonl`"),
        ("a.json", b'{"data": [\n' + LINE.replace(b"\n", b",\n") * 4000 + LINE + b"]}",
         "one JSON object that holds 4,001 rows under `data`",
         "convert it: `dataprep convert a.json -o a.jsonl`"),
        ("a.json", b'{"question": [1, 2],\n "answer": [3, 4]}',
         "a JSON table that is written column by column",
         "convert it: `dataprep convert a.json -o a.jsonl`"),
    ],
)  # fmt: skip
def test_what_else_a_file_is(
    tmp_path: Path, name: str, content: bytes, what: str, way_out: str
) -> None:
    """A file without rows is told by its content, with a command that does not overwrite it."""
    view = seen(tmp_path, content, name)
    assert (view.layout, view.what) == ("other", (what, way_out))


def test_a_workbook(tmp_path: Path) -> None:
    """A workbook under the name of rows is a workbook."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        made.add_worksheet().write_row(0, 0, ["prompt", "completion"])
    assert seen(tmp_path, book.getvalue()).what == (
        "a workbook",
        "convert it: `dataprep convert data.jsonl -o data.rows.jsonl`",
    )


def test_the_view_holds_the_facts(tmp_path: Path) -> None:
    """Name, size on disk, beginning, encoding and damage are those of the file."""
    content = b"\xef\xbb\xbf" + LINE + b'{"a": "caf\xc3\xa9 \xff"}\n'
    view = seen(tmp_path, content)
    assert (view.name, view.size, view.head, view.whole) == (
        "data.jsonl",
        len(content),
        content,
        True,
    )
    assert (view.codec, view.label, view.bom, view.guessed) == ("utf-8", "UTF-8 with BOM", 3, False)
    assert (view.damage, view.damage_count) == (((content.index(0xFF), 2),), 1)
    view = seen(tmp_path, gzip.compress(LONG), "a.jsonl.gz")
    assert (len(view.head), view.whole) == (HEAD_SIZE, False)
    assert view.size < 10_000


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder, a pipe and a file that vanished are one clean error each."""
    os.mkfifo(tmp_path / "pipe")
    for name, message in (
        (".", "x: is a folder"),
        ("pipe", "x: is not a regular file"),
        ("gone", "x: cannot be read (No such file or directory)"),
    ):
        with pytest.raises(InputError) as caught:
            look(Source(tmp_path / name, "x"))
        assert caught.value.message == message


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=60)
    | st.lists(
        st.sampled_from(
            [b"{", b"}", b"[", b"]", b'"a"', b":", b",", b"\n", b"\r", b" ", b"1", b"\x00", b"\xff",
             b"<<<<<<< ", b"PK\x03\x04", b"\x1f\x8b", b"---", b"a: ", b"- ", LINE, b"\xef\xbb\xbf",
             b"\xff\xfe", b"\xd0\xcf\x11\xe0", b"null"]
        ),
        max_size=14,
    ).map(b"".join)
)  # fmt: skip
def test_any_bytes_are_something(tmp_path: Path, content: bytes) -> None:
    """Whatever the bytes, the look ends in a view that says what the file is, or a clean error."""
    try:
        view = seen(tmp_path, content)
    except DataprepError as error:
        assert error.message.startswith("data.jsonl: ")
        return
    assert view.layout in ("lines", "array", "spread", "empty", "other")
    assert (view.what is not None) == (view.layout == "other")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_real_files() -> None:
    """Broken files as people published them are seen for what they are."""
    expected = {
        "array_in_jsonl": "array", "concatenated_objects": "spread", "yaml_in_jsonl": "other",
        "merge_conflict": "other", "empty_file": "empty",
    }  # fmt: skip
    with (SHARED / "INDEX.tsv").open(encoding="utf-8") as table:
        for entry in csv.DictReader(table, delimiter="\t"):
            view = look(Source.of(SHARED / entry["file"]))
            assert view.layout == expected.get(entry["defect"], "lines"), entry
