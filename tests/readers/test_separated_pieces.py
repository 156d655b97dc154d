"""Pieces of regular rows: cut anywhere, read in any process, they are the rows that a parser finds."""

from __future__ import annotations

import gzip
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dataprep.jsontext import dumps
from dataprep.model import Record, Reject
from dataprep.readers import blocks, delimited
from dataprep.readers.delimited import DelimitedReader
from dataprep.readers.options import ReadOptions
from dataprep.readers.separated.pieces import RowsBlock
from dataprep.readers.source import Source

REUSED = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CELL = st.text(st.sampled_from("ab\"',;\t\n\\ é日\x1c\xa0&"), max_size=6)
QUOTED = CELL.map(lambda text: '"' + text.replace('"', '""') + '"')
BARE = st.text(st.sampled_from("ab' \\é日\t&;"), max_size=6)
ROWS = st.lists(st.tuples(QUOTED | BARE, QUOTED | BARE).map(",".join), min_size=1, max_size=12)
# Rows that are broken in every way, and ends of lines of every kind.
WILD = st.text(st.sampled_from('ab,"\n\r\0 é'), max_size=60)


def read(file: Path, *, whole: bool = False, **options: str) -> list[Record | Reject]:
    """Read a file, every block after a journey; `whole` without cutting it into pieces."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_SIZE", 64)
        if whole:
            patch.setattr(delimited, "is_cuttable", lambda encoding: False)
        reading = DelimitedReader().open(Source.of(file, "x"), ReadOptions(**options))
        found = [pickle.loads(pickle.dumps(block)) for block in reading.blocks]
        return [item for block in found for item in block.records()]


@given(text=ROWS.map("\n".join) | WILD, end=st.sampled_from(["\n", "\r\n", ""]))
@example(text='1,"a\r\nb"\n2,"c', end="\n")
@example(text='1,a "quoted" word\n2,b', end="\n")
@example(text="1,2\n1,2,3\n\n1,2", end="\r\n")
@example(text='1,"a\rb"\n' * 20, end="")
@example(text="1,2\n" * 8 + '1,2,"x\n1,2\n1,2\n"\n",2\nxxxxxxxxx",3', end="\n")
@example(text="1,2\n" * 40 + '1,"open\n' + "1,2\n" * 40, end="\n")
@REUSED
def test_pieces_are_the_rows(tmp_path: Path, text: str, end: str) -> None:
    """A file read in pieces gives the records, rejects and places of the file read in one go."""
    file = tmp_path / "x.csv"
    file.write_bytes(f"a,b{end or chr(10)}{text}{end}".encode())
    given = {"delimiter": ",", "quote": '"', "header": "1"}
    assert read(file, **given) == read(file, whole=True, **given)


@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]), quote=st.sampled_from(['"', ""]))
@REUSED
def test_columns_are_the_records(tmp_path: Path, rows: list[str], end: str, quote: str) -> None:
    """The texts of a column, and the odd rows by themselves, are the block's records in order."""
    file = tmp_path / "x.csv"
    file.write_bytes(("a,b" + end + end.join(rows) + end).encode())
    options = ReadOptions(delimiter=",", quote=quote, header="1")
    for block in DelimitedReader().open(Source.of(file, "x"), options).blocks:
        if not isinstance(block, RowsBlock):
            continue
        found = block.text_rows()
        assert found is not None
        count = len(found.lines)
        assert found.items(0, count) == list(block.records())
        items = [next(iter(found.items(at, at + 1)), None) for at in range(count)]
        assert [item for item in items if item is not None] == found.items(0, count)
        columns = [list(found.texts(name)) for name in found.names]
        for at, texts in enumerate(zip(*columns, strict=True)):
            item = items[at]
            if at not in found.odd and isinstance(item, Record):
                written = [dumps(text)[1:-1].replace(b"\\r", b"\r") for text in item.data.values()]
                assert list(texts) == written


def test_pieces_of_a_file_travel_as_ranges(tmp_path: Path) -> None:
    """A piece of a plain file goes to another process as a place; of a compressed one, as bytes."""
    text = b"a,b\n" + b"some text,more text\n" * 2000
    plain, packed = tmp_path / "x.csv", tmp_path / "y.csv.gz"
    plain.write_bytes(text)
    packed.write_bytes(gzip.compress(text))
    sizes = []
    for file in (plain, packed):
        (block,) = DelimitedReader().open(Source.of(file), ReadOptions()).blocks
        sent = pickle.dumps(block)
        assert list(pickle.loads(sent).records()) == list(block.records())
        sizes.append(len(sent))
    assert sizes[0] < 2000 < len(text) < sizes[1]


@pytest.mark.parametrize(
    ("content", "pieces"),
    [
        ("a,b\n" + "1,2\n" * 50, True),
        ("a,b\n" + '1,"x\n2"\n' * 50, True),
        ("a\tb\n" + '1\t5" screen\n' * 50, True),
        ("a,b\r" + "1,2\r" * 50, False),
        ("a,b\n" + '"1\\"",2\n' * 50, False),
        (("a,b\n" + "é,2\n" * 50).encode("cp1252"), False),
    ],
)
def test_what_is_cut(tmp_path: Path, content: str | bytes, pieces: bool) -> None:
    """Only UTF-8 of regular rows is cut; a backslash, a CR or an encoding takes the parser."""
    file = tmp_path / "x.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    found = list(DelimitedReader().open(Source.of(file), ReadOptions()).blocks)
    assert all(isinstance(block, RowsBlock) for block in found) is pieces
