"""JSON documents: the records are found, read as a stream, and named by their place."""

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

from dataprep.errors import DataprepError, InputError, UsageError
from dataprep.model import Record, Reject
from dataprep.readers import blocks as block_sizes
from dataprep.readers import json_document
from dataprep.readers.base import Reading
from dataprep.readers.json.layout import layout
from dataprep.readers.json_document import JsonDocumentReader
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts, values, max_size=4)


def open_bytes(tmp_path: Path, content: bytes, **options: Any) -> Reading:
    path = tmp_path / "data.json"
    path.write_bytes(content)
    return JsonDocumentReader().open(Source.of(path), ReadOptions(**options))


def items_of(reading: Reading) -> list[Record | Reject]:
    """Return what is read, after every block travelled as to another process."""
    return [item for b in reading.blocks for item in pickle.loads(pickle.dumps(b)).records()]


def read(tmp_path: Path, content: bytes, **options: Any) -> list[Record | Reject]:
    return items_of(open_bytes(tmp_path, content, **options))


def said(item: Record | Reject) -> str:
    """Return the text of a reject: place below the file, code, message and help."""
    assert isinstance(item, Reject), item
    found = item.finding
    place = str(found.location).removeprefix(found.location.path)
    return f"{place} {found.code} {found.message} | {found.help}"


@quick
@given(
    rows=st.lists(objects, min_size=1, max_size=5),
    layout_=st.sampled_from(["array", "concatenated", "inside"]),
    indent=st.sampled_from([None, 0, 1, 4]),
    gap=st.sampled_from([" ", "\n", "\r\n", "\t \n"]),
    block=st.sampled_from([1, 7, 64, 1 << 20]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    packed=st.booleans(),
    ascii=st.booleans(),
)
def test_what_is_written_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[Any],
    layout_: str,
    indent: int | None,
    gap: str,
    block: int,
    encoding: str,
    packed: bool,
    ascii: bool,
) -> None:
    """Objects come back equal and in order from every layout, spacing, encoding and block size."""
    monkeypatch.setattr(block_sizes, "BLOCK_SIZE", block)
    texts = [json.dumps(row, indent=indent, ensure_ascii=ascii) for row in rows]
    if layout_ == "concatenated":
        text = gap.join(texts)
    else:
        text = f"[{gap}{f'{gap},{gap}'.join(texts)}{gap}]{gap}"
    options = {}
    if layout_ == "inside":
        text = f'{{"v": [1, {{"x": [{{}}]}}],{gap}"a.b": {{"c" :{text}}}, "end": 1}}'
        options = {"records": "a.b.c"}
    content = text.encode(encoding)
    items = read(tmp_path, gzip.compress(content) if packed else content, **options)
    if layout_ == "concatenated" and len(rows) == 1:
        return  # one object may be a table or hold records
    assert [item.data for item in items] == rows  # type: ignore[union-attr]


@quick
@given(content=st.binary(max_size=60) | st.text('{}[]",:\\u1eNa \n\r', max_size=60).map(str.encode))
def test_any_bytes_end_in_records_or_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """Whatever the bytes, reading gives items or one clean error; blocks of any size the same."""
    results: list[Any] = []
    for block in (1, 5, 1 << 20):
        monkeypatch.setattr(block_sizes, "BLOCK_SIZE", block)
        try:
            results.append(read(tmp_path, content))
        except DataprepError as error:
            results.append((type(error), error.message))
    assert results[0] == results[1] == results[2]


def test_places_are_lines_and_paths(tmp_path: Path) -> None:
    """A record of an array carries its line and its JSON path, wherever the blocks are cut."""
    items = read(tmp_path, b'{"meta": 1,\n "data": [\n  {"a":\n 1},\n\n  {"a": 2}, {"a": 3}]}')
    assert [(item.line, item.where) for item in items] == [  # type: ignore[union-attr]
        (3, "$.data[0]"), (6, "$.data[1]"), (6, "$.data[2]"),
    ]  # fmt: skip


def test_the_longest_list_is_read_and_the_others_named(tmp_path: Path) -> None:
    """Of several lists of objects the longest is taken, and a note names the others."""
    reading = open_bytes(
        tmp_path,
        b'{"info": [{"v": 1}], "train": {"rows": [{"a": 1}, {"a": 2}]}, "tags": ["x", "y", "z"]}',
    )
    assert reading.description == "JSON, records in `train.rows`, UTF-8"
    assert [(n.code, n.message, n.help) for n in reading.notes] == [
        (
            "REA016",
            "the list `train.rows` (2) is read; other lists are not: `info (1)`",
            "to read another one: --records info",
        )
    ]
    assert [item.data for item in items_of(reading)] == [{"a": 1}, {"a": 2}]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "row",
    [
        {"question": "a", "answer": "b"},
        {"messages": [{"role": "user", "content": "x"}], "tools": [{"a": 1}, {"b": 2}]},
        {"conversations": [{"from": "human", "value": "x"}, {"from": "gpt", "value": "y"}]},
        {},
    ],
)
def test_one_object_is_one_record(tmp_path: Path, row: dict[str, Any]) -> None:
    """An object without a list of records, or one conversation, is a record itself."""
    content = json.dumps(row, indent=2).encode()
    assert read(tmp_path, content) == [Record(row, 1, "", len(content))]


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ({"q": ["a", "b"], "r": [1, None]}, ["$.*[0]", "$.*[1]"]),
        ({"q": ["a", "b"], "r": [{"x": 1}, {"x": 2}]}, ["$.*[0]", "$.*[1]"]),
        ({"q": {"0": "a", "7": "b"}, "r": {"0": 1, "7": 2}}, ['$.*["0"]', '$.*["7"]']),
    ],
)
def test_tables_by_columns_are_turned(
    tmp_path: Path, table: dict[str, Any], where: list[str]
) -> None:
    """Lists of one length, and objects keyed by row, become one record a row."""
    reading = open_bytes(tmp_path, json.dumps(table).encode())
    columns = [list(c.values()) if isinstance(c, dict) else c for c in table.values()]
    rows = [dict(zip(table, row, strict=True)) for row in zip(*columns, strict=True)]
    items = items_of(reading)
    assert [item.data for item in items] == rows  # type: ignore[union-attr]
    assert [item.where for item in items] == where  # type: ignore[union-attr]
    assert reading.columns == list(table)


def test_a_large_table_by_columns_is_noted_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What must be held in memory says so above one size, and is refused above another."""
    content = b'{"q": ["a", "b"], "r": ["c", "d"]}'
    monkeypatch.setattr(json_document, "NOTED_IN_MEMORY", 10)
    assert [(note.code, note.message) for note in open_bytes(tmp_path, content).notes] == [
        ("REA013", "a JSON table by columns is held in memory as a whole (34 bytes)")
    ]
    monkeypatch.setattr(json_document, "LARGEST_IN_MEMORY", 20)
    with pytest.raises(InputError, match="a JSON table by columns of 34 bytes; the limit is 20"):
        open_bytes(tmp_path, content)


def test_a_path_that_is_not_there_lists_the_keys(tmp_path: Path) -> None:
    """`--records` with a wrong path names the keys at the place where it goes astray."""
    with pytest.raises(InputError, match=r"no records at `data\.rows`; keys there: `items`, `n`"):
        open_bytes(tmp_path, b'{"x": 1, "data": {"items": [{}], "n": 2}}', records="data.rows")
    with pytest.raises(UsageError, match="looks inside an object; the document is none"):
        open_bytes(tmp_path, b"[{}]", records="data")


SQUAD = {
    "version": "1.1",
    "data": [
        {
            "title": "T",
            "paragraphs": [
                {"context": "C", "qas": [{"id": "1", "question": "Q"}, {"id": "2"}]},
                {"context": "D", "qas": []},
            ],
        }
    ],
}


@pytest.mark.parametrize("paths", [("paragraphs", "qas"), ("paragraphs.qas",)])
def test_nested_lists_are_exploded(tmp_path: Path, paths: tuple[str, ...]) -> None:
    """SQuAD becomes one record a question with its parents' fields; an empty list is a reject."""
    items = read(tmp_path, json.dumps(SQUAD).encode(), explode=paths)
    assert items[0].data == {"title": "T", "context": "C", "id": "1", "question": "Q"}  # type: ignore[union-attr]
    assert items[1].where == "$.data[0].paragraphs[0].qas[1]"  # type: ignore[union-attr]
    assert said(items[2]).startswith(
        ":1:$.data[0].paragraphs[1] REA012 the list under `qas` is empty"
    )


def test_names_that_clash_keep_both_values(tmp_path: Path) -> None:
    """A child keeps its name, the parent's field of that name is renamed; nothing is lost."""
    (item,) = read(tmp_path, b'[{"id": 1, "parent_id": 0, "qas": [{"id": 2}]}]', explode=("qas",))
    assert item.data == {"parent_id": 1, "parent_parent_id": 0, "id": 2}  # type: ignore[union-attr]
    (item,) = read(tmp_path, b'[{"id": 1}]', explode=("qas",))
    assert said(item).startswith(":1:$[0] REA012 no key `qas` to explode; keys: `id`")


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b'{"a": "b" "c": 1}', ":2:12:$[1] JSN001 not JSON: expected `,` or a closing bracket"),
        (b'{"a": NaN}', ":2:8:$[1] JSN009 `NaN` is not a number"),
        (b'{"a": "\\ud800"}', ":2:9:$[1] JSN010 `\\ud800` is half of a surrogate pair"),
        (b'{"a": "\xff"}', ":2:9:$[1] JSN007 the byte 0xFF at byte 19"),
        (b'{"a": 1,\n}', ":3:1:$[1] JSN001 not JSON: expected a key in double quotes, found `}`"),
        (b"[" * 5000 + b"]" * 5000, ":2:2:$[1] JSN015 nested deeper than 1,024"),
        (b'"text"', ":2:$[1] JSN002 the row is a text"),
        (b"tru", ":2:2:$[1] JSN001 not JSON: expected a value, found `tru`"),
    ],
)
def test_a_bad_record_is_rejected_alone(tmp_path: Path, broken: bytes, told: str) -> None:
    """A record whose brackets match is named with its place, and the ones around it are read."""
    for pad in (b"", b"x" * 5000):
        good = b'{"a": "%b"}' % pad
        items = read(tmp_path, b'[{"n": 1},\n %b,\n %b]' % (broken, good), encoding="utf-8")
        assert items[0].data == {"n": 1}  # type: ignore[union-attr]
        assert said(items[1]).startswith(told)
        assert items[2].data == {"a": pad.decode()}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "good", "told"),
    [
        (b'[{"n": 1},\n {"a": "x}, {"n": 2}]', 1, ":2:15:$[1] JSN001 not JSON: expected `,` or a"),
        (b'[{"n": 1},\n {"a": [1, 2}, {"n": 2}]', 1, ":2:13:$[1] JSN001 not JSON: expected `,`"),
        (b'[{"n": 1},\n {"a": 1', 1, ":2:9:$[1] JSN001 not JSON: expected `,` or a closing"),
        (b'[{"n": 1},\n {"n": 2},\n]', 2, ":3:1:$[2] JSN001 not JSON: expected a value, found `]`"),
        (b'[{"n": 1}\n {"n": 2}]', 1, ":2:2:$[1] JSN001 not JSON: expected `,` or `]` after"),
        (b'[{"n": 1}]\n x', 1, ":2:2:$[1] JSN001 not JSON: expected the end after the array"),
        (b'{"data": [{"n": 1}], "x"', 1, ":1:25:$.data[1] JSN001 not JSON: expected `:`, found"),
        (b'{"n": 1}\n{"n": 2}\nmore', 2, ":3:1 JSN001 not JSON: expected an object, or the end"),
        (b"Some prose\nhere", 0, ":1:1 JSN001 not JSON: expected a value, found `Some`; the line"),
        (b"<<<<<<< HEAD\n[{}]\n", 0, ":1:1 JSN001 not JSON: expected a value, found `<`; a mark"),
        (b"[" * 300_000, 0, ":1:1:$[0] JSN001"),
    ],
)
def test_where_a_document_breaks_off_reading_ends(
    tmp_path: Path, content: bytes, good: int, told: str
) -> None:
    """The records before a break are read; one reject names the place and says the rest is not."""
    items = read(tmp_path, content)
    assert len(items) == good + 1
    assert all(isinstance(item, Record) for item in items[:-1])
    assert said(items[-1])[: len(told)] == told or content.startswith(b"[[")
    assert "what follows is not read" in said(items[-1])


def test_offsets_count_from_the_beginning_of_the_file(tmp_path: Path) -> None:
    """The offset of a bad byte includes the byte order mark before the content."""
    (item,) = read(tmp_path, b'\xef\xbb\xbf[{"a": "\xff"}]')
    assert said(item).startswith(":1:9:$[0] JSN007 the byte 0xFF at byte 11 of the content")


def test_numbers_arrive_as_written(tmp_path: Path) -> None:
    """Long integers stay integers and fractions keep their spelling, as in JSON Lines."""
    (item,) = read(tmp_path, b'[{"a": 123456789012345678901234567890, "b": [1.50, 1e5]}]')
    assert item.data["a"] == 123456789012345678901234567890  # type: ignore[union-attr]
    assert [str(number) for number in item.data["b"]] == ["1.50", "1e5"]  # type: ignore[union-attr]
    assert isinstance(item.data["b"][0], Decimal)  # type: ignore[union-attr]


def test_oversized_records_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record beyond the cap is a reject with its size; the next one is read."""
    monkeypatch.setattr(block_sizes, "LONGEST", 500)
    monkeypatch.setattr(block_sizes, "BLOCK_SIZE", 64)
    items = read(tmp_path, b'[{"a": "%b"}, {"n": 2}]' % (b"x" * 1000))
    assert said(items[0]).startswith(":1:$[0] JSN015 the row is 1,009 bytes long; the limit is 500")
    assert items[1].data == {"n": 2}  # type: ignore[union-attr]


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf", b"[]", b"[ ]\n"])
def test_an_empty_document_is_noted(tmp_path: Path, content: bytes) -> None:
    """A document without records gives no items and one note."""
    reading = open_bytes(tmp_path, content)
    assert items_of(reading) == []
    assert [(n.code, n.message) for n in reading.notes] == [("JSN013", "the input holds no record")]


@needs_shared
@pytest.mark.parametrize(
    ("name", "count", "description"),
    [
        ("fastchat/data/dummy_conversation.json", 500, "an array"),
        ("axolotl_fixtures/conversation.json", 1, "one object"),
        ("msswift_tests/swift_multi.json", 3, "an array"),
        ("synthetic_data_kit/sample_qa_pairs.json", 4, "an array"),
        ("openai_cookbook/NotRealCorp_financial_data.json", 48, "a table by columns"),
        ("csvkit_examples/testjson.json", 5, "an array"),
        ("csvkit_examples/testjson_multiline.json", 2, "objects one after another"),
        ("csvkit_examples/test_geojson.json", 3, "records in `features`"),
        ("real_bad_jsonl/data-juicer__9df0c2513e__demo-dataset.jsonl", 29, "an array"),
    ],
)
def test_real_documents_are_read(name: str, count: int, description: str) -> None:
    """Documents from real repositories give all their records, which equal what json reads."""
    path = SHARED / name
    reading = JsonDocumentReader().open(Source.of(path), ReadOptions())
    assert reading.description == f"JSON, {description}, UTF-8"
    items = items_of(reading)
    assert len(items) == count
    assert all(isinstance(item, Record) for item in items)
    if description == "an array":
        expected = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        assert [item.data for item in items] == expected  # type: ignore[union-attr]


@needs_shared
def test_every_real_json_file_has_a_layout() -> None:
    """Each JSON file of the collection is recognised as JSON from its head."""
    for path in SHARED.glob("*/*.json"):
        head = path.read_bytes()[: 1 << 18]
        assert layout(head, path.stat().st_size <= len(head)) is not None, path


def test_a_list_of_texts_is_a_list_of_records(tmp_path: Path) -> None:
    """["one", "two"] are two texts; what is no text among them is a reject."""
    reading = open_bytes(tmp_path, b'\xef\xbb\xbf [ "one", "tw\\u00f6", 3, {"text": "four"}]')
    items = items_of(reading)
    assert reading.description == "JSON, an array of texts, UTF-8 with BOM"
    assert [item.data for item in items if isinstance(item, Record)] == [
        {"text": "one"},
        {"text": "twö"},
        {"text": "four"},
    ]
    assert [item.finding.code for item in items if isinstance(item, Reject)] == ["JSN002"]


def test_a_text_among_objects_stays_a_reject(tmp_path: Path) -> None:
    """An array that begins with an object is no list of texts."""
    items = items_of(open_bytes(tmp_path, b'[{"text": "a"}, "stray"]'))
    assert [type(item) for item in items] == [Record, Reject]
