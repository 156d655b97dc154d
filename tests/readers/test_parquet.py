"""Parquet rows become JSON-ready records with their index, and bad files one clear error."""

from __future__ import annotations

import bz2
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dataprep
from dataprep.errors import DataprepError, InputError, MissingExtraError
from dataprep.model import ErrorCell, Finding, Record, Reject
from dataprep.readers.options import ReadOptions
from dataprep.readers.parquet import ParquetReader
from dataprep.readers.source import Source

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
REUSED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(path: Path) -> tuple[list[Record | Reject], list[Finding], list[str] | None]:
    """Return all rows of a file, what was noted, and the columns."""
    reading = ParquetReader().open(Source.of(path, path.name), ReadOptions())
    items = [item for block in reading.blocks for item in block.records()]
    return items, reading.notes, reading.columns


def write(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    pq.write_table(pa.table(columns), path, **options)
    return path


def values(path: Path) -> list[Any]:
    """Return the values of the only column."""
    items, _, _ = read(path)
    assert not [item for item in items if isinstance(item, Reject)]
    return [next(iter(item.data.values())) for item in items if isinstance(item, Record)]


@REUSED
@given(
    rows=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=10) | st.none(),
            st.integers(-(2**63), 2**63 - 1) | st.none(),
            st.booleans() | st.none(),
            st.lists(st.fixed_dictionaries({"role": st.text("abc"), "n": st.floats(-9, 9)})),
        ),
        min_size=1,
        max_size=8,
    ),
    group=st.integers(1, 5),
)
def test_rows_arrive_as_written(tmp_path: Path, rows: Any, group: int) -> None:
    """Text, numbers, lists and structs come back equal, in order, across row groups."""
    schema = pa.schema(
        {
            "text": pa.string(),
            "number": pa.int64(),
            "flag": pa.bool_(),
            "messages": pa.list_(pa.struct({"role": pa.string(), "n": pa.float64()})),
        }
    )
    expected = [dict(zip(schema.names, row, strict=True)) for row in rows]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pylist(expected, schema), path, row_group_size=group)
    items, notes, columns = read(path)
    assert [item.data for item in items if isinstance(item, Record)] == expected
    assert [item.where for item in items if isinstance(item, Record)] == [
        f"$[{at}]" for at in range(len(rows))
    ]
    assert (notes, columns) == ([], schema.names)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (pa.decimal128(20, 3), Decimal("1234567.100"), "1234567.100"),
        (pa.date32(), date(2024, 2, 29), "2024-02-29"),
        (pa.time64("us"), time(1, 2, 3), "01:02:03"),
        (pa.time64("us"), time(1, 2, 3, 4), "01:02:03.000004"),
        (pa.timestamp("ms"), datetime(2024, 2, 29, 1, 2, 3), "2024-02-29T01:02:03"),
        (pa.timestamp("ns"), datetime(2024, 2, 29, 1, 2, 3, 4), "2024-02-29T01:02:03.000004"),
        (pa.timestamp("us", "UTC"), datetime(2024, 1, 1, tzinfo=UTC), "2024-01-01T00:00:00+00:00"),
        (pa.duration("us"), timedelta(hours=30, microseconds=5), "30:00:00.000005"),
        (pa.duration("ns"), timedelta(seconds=-90), "-0:01:30"),
        (pa.binary(), "naïve".encode(), "naïve"),
        (pa.large_string(), "x", "x"),
        (pa.dictionary(pa.int8(), pa.string()), "x", "x"),
        (pa.map_(pa.string(), pa.int8()), [("a", 1)], [["a", 1]]),
        (pa.list_(pa.date32()), [date(2024, 2, 29), None], ["2024-02-29", None]),
        (pa.uint64(), 2**64 - 1, 2**64 - 1),
        (pa.null(), None, None),
    ],
)
def test_other_types_become_what_json_can_hold(
    tmp_path: Path, kind: Any, value: Any, expected: Any
) -> None:
    """Decimals, dates, times, durations and text in bytes become text; nothing is rounded."""
    path = write(tmp_path / "a.parquet", {"x": pa.array([value, None], kind)})
    assert values(path) == [expected, None]


@pytest.mark.parametrize(
    ("kind", "value", "code", "message"),
    [
        (pa.float64(), float("nan"), "JSN009", "the column `x` holds nan, which JSON does not"),
        (pa.list_(pa.float32()), [1.0, float("-inf")], "JSN009", "the column `x` holds -inf"),
        (pa.binary(), b"\xff\xfe\x00", "JSN007", "the column `x` holds 3 bytes that are not UTF-8"),
        (pa.timestamp("s"), 10**12, "CNV015", "the column `x` holds a value that cannot be read"),
    ],
)
def test_values_without_counterpart_are_told_and_marked(
    tmp_path: Path, kind: Any, value: Any, code: str, message: str
) -> None:
    """One note a column names the first of them; a row is lost only where the value is needed."""
    good = pa.array([None, value, value], kind)
    path = write(tmp_path / "a.parquet", {"n": [1, 2, 3], "x": good})
    items, notes, _ = read(path)
    assert [type(item) for item in items] == [Record, Record, Record]
    cell = items[1].data["x"]  # type: ignore[union-attr]
    assert isinstance(cell, ErrorCell) and str(cell) and cell.code == code
    assert cell.message.startswith(message) and cell.message.endswith("($[1].x)")
    (note,) = notes
    assert note.code == code and note.message.startswith(message)
    assert note.message.endswith("; 1 more row like it")
    assert str(note.location) == "a.parquet:$[1].x"
    used = dataprep.convert(path, to="text", map={"text": "n"})
    assert used.examples == 3 and used.rejected == {}
    with pytest.raises(InputError, match="none of the"):
        dataprep.convert(write(tmp_path / "b.parquet", {"x": good[1:]}), map={"text": "x"})


def test_many_rows_come_in_blocks(tmp_path: Path) -> None:
    """A large file is cut into blocks, in order."""
    path = write(tmp_path / "a.parquet", {"x": list(range(10_000))}, row_group_size=3000)
    reading = ParquetReader().open(Source.of(path), ReadOptions())
    blocks = [[item.data["x"] for item in block.records()] for block in reading.blocks]  # type: ignore[union-attr]
    assert len(blocks) > 1
    assert [value for block in blocks for value in block] == list(range(10_000))


def test_nested_lists_are_taken_apart(tmp_path: Path) -> None:
    """Each element becomes a record with its parent's fields; an empty list rejects its row."""
    column = [[{"q": "a"}, {"q": "b"}], []]
    path = write(tmp_path / "a.parquet", {"topic": ["t", "u"], "asked": column})
    reading = ParquetReader().open(Source.of(path, "a"), ReadOptions(explode=("asked",)))
    first, second, last = [item for block in reading.blocks for item in block.records()]
    assert reading.columns is None
    assert isinstance(first, Record) and isinstance(second, Record) and isinstance(last, Reject)
    assert (first.data, first.where) == ({"topic": "t", "q": "a"}, "$[0].asked[0]")
    assert second.data == {"topic": "t", "q": "b"}
    assert last.finding.message == "the list under `asked` is empty"


def test_a_compressed_file(tmp_path: Path) -> None:
    """A bzip2 file is unpacked on the way."""
    path = write(tmp_path / "a.parquet", {"x": ["y"]})
    packed = tmp_path / "a.parquet.bz2"
    packed.write_bytes(bz2.compress(path.read_bytes()))
    assert values(packed) == ["y"]


def test_a_file_without_rows_is_a_finding(tmp_path: Path) -> None:
    """No rows, the columns, one finding."""
    items, notes, columns = read(write(tmp_path / "a.parquet", {"x": pa.array([], pa.string())}))
    assert (items, columns) == ([], ["x"])
    assert [(note.code, note.message) for note in notes] == [("JSN013", "the file holds no rows")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b'{"a": 1}\n', "is not a Parquet file; its first bytes are b'{\"a\"'"),
        (b"PAR1" + bytes(50), "is cut off; its index at the end is missing"),
        (b"PAR1", "is cut off; its index at the end is missing"),
        (b"PAR1" + bytes(50) + b"PARE", "the Parquet file is encrypted"),
        (b"PAR1" + b"\xff" * 50 + b"PAR1", "the Parquet file is damaged"),
    ],
)
def test_files_that_are_not_parquet(tmp_path: Path, content: bytes, message: str) -> None:
    """One error that names the file, what it is, and the next step."""
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert message in caught.value.message and caught.value.hint


def test_a_column_that_is_there_twice(tmp_path: Path) -> None:
    """A record could hold only one of the two."""
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["x", "x"])
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(InputError, match="the column `x` is there twice"):
        read(tmp_path / "a.parquet")


def test_pyarrow_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the error names the command that installs it."""
    path = write(tmp_path / "a.parquet", {"x": ["y"]})
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError, match=r"reading a\.parquet needs the extra `parquet`"):
        read(path)


@REUSED
@given(at=st.integers(0, 10_000), junk=st.binary(min_size=1, max_size=6))
def test_any_damage_ends_cleanly(tmp_path: Path, at: int, junk: bytes) -> None:
    """Overwritten bytes give records, findings or one clean error."""
    path = write(tmp_path / "a.parquet", {"x": ["a", "b"] * 40, "y": [[1], None] * 40})
    content = bytearray(path.read_bytes())
    at %= len(content)
    content[at : at + len(junk)] = junk
    path.write_bytes(content)
    try:
        read(path)
    except DataprepError as error:
        assert error.message and "\n" not in error.message


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
def test_real_files() -> None:
    """Every real file is read, row for row."""
    paths = sorted(SHARED.rglob("*.parquet"))
    assert len(paths) > 15
    for path in paths:
        items, _, _ = read(path)
        assert items, path
