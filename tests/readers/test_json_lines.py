"""JSON Lines: every row is read as it is written, or named with its line and the cause."""

from __future__ import annotations

import gzip
import json
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataprep.errors import DataprepError, UsageError
from dataprep.model import Record, Reject
from dataprep.readers import blocks as block_sizes
from dataprep.readers.json.layout import layout
from dataprep.readers.json_lines import JsonLinesReader, JsonRangeBlock
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
BAD = SHARED / "real_bad_jsonl"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["1.50", "1e5", "-0.0"]) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(texts, values, max_size=4)


def read(path: Path, **options: Any) -> list[Record | Reject]:
    """Return what is read, after every block travelled as to another process."""
    reading = JsonLinesReader().open(Source.of(path), ReadOptions(**options))
    return [item for b in reading.blocks for item in pickle.loads(pickle.dumps(b)).records()]


def read_bytes(tmp_path: Path, content: bytes, **options: Any) -> list[Record | Reject]:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    return read(path, **options)


def said(item: Record | Reject) -> str:
    """Return the text of a reject: place below the file, code, message and help."""
    assert isinstance(item, Reject), item
    found = item.finding
    place = str(found.location).removeprefix(found.location.path)
    return f"{place} {found.code} {found.message} | {found.help}"


@quick
@given(
    rows=st.lists(objects, max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    blank=st.sampled_from(["", " ", "\t"]),
    last=st.booleans(),
    mark=st.booleans(),
    packed=st.booleans(),
    block=st.sampled_from([1, 7, 64, 1 << 20]),
    encoding=st.sampled_from(["utf-8", "utf-16"]),
)
def test_what_is_written_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[Any],
    end: str,
    blank: str,
    last: bool,
    mark: bool,
    packed: bool,
    block: int,
    encoding: str,
) -> None:
    """Objects come back equal with their lines, whatever line ends, blanks, mark and blocks."""
    monkeypatch.setattr(block_sizes, "BLOCK_SIZE", block)
    text = end.join(f"{blank}{json.dumps(row, ensure_ascii=False)}{blank}" for row in rows)
    text += end * (1 + last) if rows and (last or end == "\r") else ""
    content = text.encode("utf-8-sig" if mark and encoding == "utf-8" else encoding)
    items = read_bytes(tmp_path, gzip.compress(content) if packed else content)
    assert items == [
        Record(row, line, "", item.size)
        for line, (row, item) in enumerate(zip(rows, items, strict=True), 1)
    ]


@quick
@given(
    content=st.binary(max_size=60) | st.text('{}[]",:\\u1eNaN \n\r', max_size=60).map(str.encode)
)
def test_any_bytes_end_in_records_or_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """Whatever the bytes, reading gives items or one clean error; blocks of any size the same."""
    results = []
    for block in (1, 5, 1 << 20):
        monkeypatch.setattr(block_sizes, "BLOCK_SIZE", block)
        try:
            results.append(read_bytes(tmp_path, content))
        except DataprepError as error:
            results.append([(type(error), error.message)])  # type: ignore[list-item]
    assert results[0] == results[1] == results[2]
    layout(content, True)
    layout(content, False)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (b'{"a": "he said "hi" to"}', 'found `hi`; probably a quote inside a text that is not'),
        (b'{"a": "b}', "a text in quotes that never ends"),
        ('{“a”: 1}'.encode(), "typographic quotes instead of straight ones"),
        (b"{'a': 1}", "single quotes are Python's notation"),
        (b'{"a": None}', "`None` is not JSON's word | write null"),
        (b'{"a": True}', "`True` is not JSON's word but Python's | write true"),
        (b'{"a": 1,}', "a comma too many | remove the comma before `}`"),
        (b'{"a": 1},', "a comma behind the row"),
        (b'{"a": "x\ty"}', "a tab inside a text in quotes | write \\t instead"),
        (b'{"a": "C:\\Users"}', "`\\U` is no escape that JSON has"),
        (b'{a: 1}', 'a key without quotes | write "a" in double quotes'),
        (b'{"a": [1, 2', "the row was cut off"),
        (b'{"a": "cut of', "the row ends inside a text in quotes"),
        (b'{"a": 1}]', "a bracket too many, or of the wrong kind"),
        (b"<<<<<<< HEAD", "a marker of a merge conflict"),
        (b"Here are the rows:", "the line is text, not JSON"),
        (b'{"a": 1} // note', "JSON has no comments"),
        (b'\xef\xbb\xbf{"a": 1}', "a byte order mark inside the file"),
    ],
)  # fmt: skip
def test_cause_is_named(tmp_path: Path, row: bytes, told: str) -> None:
    """A row that does not parse names the usual cause, and the rows around it are read."""
    items = read_bytes(tmp_path, b'{"n": 1}\n' + row + b'\n{"n": 3}\n')
    assert [items[0].data, items[2].data] == [{"n": 1}, {"n": 3}]  # type: ignore[union-attr]
    assert told in said(items[1])
    assert said(items[1]).startswith(":2:")
    assert " JSN001 " in said(items[1])
    assert items[1].raw == row.decode()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (b'{"a": "\xff"}', ":2:8 JSN007 the byte 0xFF at byte 16 of the content is not UTF-8"),
        (b'{"NaN": "NaN", "a": NaN}', ":2:21 JSN009 `NaN` is not a number that JSON has"),
        (b'{"a": -Infinity}', ":2:7 JSN009 `-Infinity` is not a number"),
        (b'{"a": 1e999}', ":2:7 JSN009 the number 1e999 of 5 characters is larger than programs"),
        (b'{"a": "\\\\ud800 \\ud83d\\ude00 \\ud800"}', ":2:29 JSN010 `\\ud800` is half of a"),
        (b"[1, 2]", ":2 JSN002 the row is an array, not an object"),
        (b'"text"', ":2 JSN002 the row is a text"),
        (b"12", ":2 JSN002 the row is a number"),
        (b"null", ":2 JSN002 the row is null"),
        (b'{"a": ' + b"[" * 2000 + b"]" * 2000 + b"}", ":2:1 JSN015 nested deeper than 1,024"),
        (b'{"a": ' + b"[" * 100_000, ":2:1 JSN015 nested deeper than 1,024"),
    ],
)
def test_unusable_values_are_named(tmp_path: Path, row: bytes, told: str) -> None:
    """What JSON or UTF-8 cannot hold, and rows that are no objects, have codes of their own."""
    items = read_bytes(tmp_path, b'{"n": 1}\n' + row + b'\n{"n": 3}', encoding="utf-8")
    assert said(items[1]).startswith(told)
    assert items[2] == Record({"n": 3}, 3, "", 8)


def test_messages_without_their_key_are_recognised(tmp_path: Path) -> None:
    """A row that is a list of messages is rejected with the key that it lacks."""
    (item,) = read_bytes(tmp_path, b'[{"role": "user", "content": "a"}]\n')
    assert 'a list of messages without its key: {"messages": [...]}' in said(item)


def test_numbers_arrive_as_written(tmp_path: Path) -> None:
    """Integers of any length stay integers, and fractions keep their spelling, at any depth."""
    row = b'{"a": 123456789012345678901234567890, "b": 1e5, "c": {"d": [1.50, 7]}}'
    (item,) = pickle.loads(pickle.dumps(read_bytes(tmp_path, row)))
    assert item.data["a"] == 123456789012345678901234567890
    assert type(item.data["a"]) is int
    assert (str(item.data["b"]), f"{item.data['c']['d'][0]}") == ("1e5", "1.50")
    assert item.data["b"] == Decimal(100000)
    big = int("9" * 400)
    assert read_bytes(tmp_path, b'{"a": %d}' % big)[0].data == {"a": big}  # type: ignore[union-attr]


def test_several_objects_on_a_line_are_read(tmp_path: Path) -> None:
    """Objects that follow each other on one line are records in order, if all of them parse."""
    items = read_bytes(tmp_path, b'{"a": 1} {"a": 2.0}{"a": 3}\n{"a": 4}{"a": }\n')
    assert [(item.data, item.line) for item in items[:3]] == [  # type: ignore[union-attr]
        ({"a": 1}, 1), ({"a": Decimal(2)}, 1), ({"a": 3}, 1),
    ]  # fmt: skip
    assert said(items[3]).startswith(":2:15 JSN001 not JSON: expected a value, found `}`")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("last", [b"\n", b""])
def test_long_rows_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool, last: bytes
) -> None:
    """A row beyond the cap is a reject with its size; the rows around it are read."""
    monkeypatch.setattr(block_sizes, "LONGEST", 500)
    monkeypatch.setattr(block_sizes, "BLOCK_SIZE", 64)
    long = b'{"a": "%b"}' % (b"x" * 1000)
    content = b'{"n": 1}\n%b\n{"n": 3}\n%b%b' % (long, long, last)
    items = read_bytes(tmp_path, gzip.compress(content) if packed else content)
    assert [item.data for item in items[::2]] == [{"n": 1}, {"n": 3}]  # type: ignore[union-attr]
    assert said(items[1]).startswith(":2 JSN015 the row is 1,01")
    assert "the limit is 500" in said(items[1])
    assert said(items[3]).startswith(":4 JSN015 the row is 1,0")
    assert len(items[3].raw) <= 200  # type: ignore[union-attr]


def test_blocks_are_ranges_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain UTF-8 is cut at line ends into ranges that say where they begin, and hold no data."""
    monkeypatch.setattr(block_sizes, "BLOCK_SIZE", 20)
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"a": 2}\r\n{"a": 3}')
    blocks = list(JsonLinesReader().open(Source.of(path), ReadOptions()).blocks)
    assert all(isinstance(block, JsonRangeBlock) for block in blocks)
    places = [(block.start, block.length, block.first_line) for block in blocks]  # type: ignore[attr-defined]
    assert places == [(3, 12, 1), (15, 10, 3), (25, 8, 4)]
    assert [record.line for block in blocks for record in block.records()] == [1, 3, 4]  # type: ignore[union-attr]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\n", b"\n" * 300_000])
def test_an_empty_file_is_noted(tmp_path: Path, content: bytes) -> None:
    """A file without a row gives no items and one note."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    reading = JsonLinesReader().open(Source.of(path), ReadOptions())
    assert list(reading.blocks) == []
    assert [(note.code, note.message) for note in reading.notes] == [
        ("JSN013", "the input holds no row")
    ]


def test_a_damaged_byte_of_another_encoding_is_placed(tmp_path: Path) -> None:
    """In a translated file, too, a byte that does not decode is a reject with its offset."""
    content = '{"a": "é"}\n{"a": "é'.encode("cp1252") + b'\x81"}\n{"a": "z"}\n'
    items = read_bytes(tmp_path, content, encoding="cp1252")
    assert [items[0].data, items[2].data] == [{"a": "é"}, {"a": "z"}]  # type: ignore[union-attr]
    assert said(items[1]).startswith(":2:9 JSN007 the byte 0x81 at byte 19 of the content is not")


def test_rows_are_exploded(tmp_path: Path) -> None:
    """A list inside each row becomes records that keep the fields beside it, and their line."""
    items = read_bytes(
        tmp_path, b'{"t": "x", "qas": [{"q": 1}, "s"]}\n{"qas": []}\n', explode=("qas",)
    )
    assert [(i.data, i.line, i.where) for i in items[:2]] == [  # type: ignore[union-attr]
        ({"t": "x", "q": 1}, 1, "$.qas[0]"), ({"t": "x", "qas": "s"}, 1, "$.qas[1]"),
    ]  # fmt: skip
    assert said(items[2]).startswith(":2 REA012 the list under `qas` is empty")


def test_a_path_to_records_does_not_fit(tmp_path: Path) -> None:
    """`--records` is refused with the option that does the like for rows."""
    with pytest.raises(UsageError, match="`--records data` is for a JSON document") as caught:
        read_bytes(tmp_path, b"{}\n", records="data")
    assert "--explode" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"a": 1}\n{"a": 2}\n', "lines"),
        (b'{"a: 1}\n{"a": 2}\n{"a": 3}\n', "lines"),
        (b'[{"role": "user", "content": "x"}]\n', "lines"),
        (b'{"messages": [{"role": "user", "content": "x"}]}', "lines"),
        (b"{'a': 1}\n{'a': 2}\n", "lines"),
        (b'Rows:\n{"a": 1}\n', "lines"),
        (b'[{"a": 1},\n{"a": 2}]', "array"),
        (b'[\n{"a": 1}\n,\n{"a": 2}\n]', "array"),
        (b'<<<<<<< HEAD\n[\n {"a": 1}\n=======\n', "array"),
        (b'{"data": [{"a": 1}, {"a": 2}]}', "object"),
        (b'{\n "a": 1\n}\n', "object"),
        (b'{\n "a": 1\n}\n{\n "a": 2\n}\n', "concatenated"),
        (b'{"a": 1}{"a": 2}', "concatenated"),
        (b'{"q": ["a", "b"], "r": ["c", "d"]}', "columns"),
        (b'{"q": {"0": "a"}, "r": {"0": "c"}}', "columns"),
        (b"q,r\n{x},y\n", None),
        (b"key: value\nother: [1, 2]\n", None),
        (b"[link]: https://example.org\nSome prose.\n", None),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", None),
        (b"", None),
    ],
)
def test_layout_is_recognised(content: bytes, kind: str | None) -> None:
    """The head of a content tells which JSON it is, or that it is none."""
    assert layout(content, True) == kind


@needs_shared
@pytest.mark.parametrize(
    ("name", "good", "places"),
    [
        ("FastChat__26f83294f9__reviewer.jsonl", 0, ["1:55", "2:54", "3:52"]),
        ("OpenPipe__6f0d2563b3__train.jsonl", 0, ["1"]),
        ("Toolset-Training__c561b3c464__scored_batch_21.jsonl", 29, ["13:1822"]),
        ("axolotl__73a2b89d4b__data.jsonl", 1, ["1:1"]),
        ("evals__148b2f4838__samples.jsonl", 49, ["19:521"]),
        ("evals__39e25301c8__samples.json", 6, []),
        ("evals__9fc1116d09__samples.jsonl", 15, []),
        ("grade-school-math__a0cbffd1d9__test.jsonl", 1318, ["120:363"]),
        ("self-instruct__e69de29bb2__trec_fine_grained_ABBR.jsonl", 0, []),
    ],
)
def test_real_defects_are_named_by_line(name: str, good: int, places: list[str]) -> None:
    """In broken files from real repositories the bad rows are named and the others read."""
    items = read(BAD / name)
    rejects = [item for item in items if isinstance(item, Reject)]
    assert len(items) - len(rejects) == good
    assert [str(r.finding.location).partition(":")[2] for r in rejects] == places
