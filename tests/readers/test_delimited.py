"""Separated values: every cell as it was written, every row that does not fit a reject."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from dataprep.errors import DataprepError, InputError, UsageError
from dataprep.model import Finding, Record, Reject, Severity
from dataprep.readers import encoding
from dataprep.readers.delimited import DelimitedReader
from dataprep.readers.options import ReadOptions
from dataprep.readers.separated import lines as csv_lines
from dataprep.readers.separated import rows as csv_rows
from dataprep.readers.separated.dialect import looks_delimited
from dataprep.readers.source import Source

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
REUSED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Result:
    """What reading a file gave: the items in order, the notes, the description."""

    def __init__(self, path: Path, **options: Any) -> None:
        reading = DelimitedReader().open(Source.of(path, path.name), ReadOptions(**options))
        self.items: list[Record | Reject] = []
        for block in reading.blocks:
            self.items.extend(block.records())
        self.records = [item for item in self.items if isinstance(item, Record)]
        self.rejects = [item for item in self.items if isinstance(item, Reject)]
        self.data: list[Any] = [record.data for record in self.records]
        self.lines = [record.line for record in self.records]
        self.notes: list[Finding] = reading.notes
        self.columns = reading.columns
        self.description = reading.description

    @property
    def faults(self) -> list[tuple[str, int | None]]:
        """Code and line of each reject."""
        return [(reject.finding.code, reject.finding.location.line) for reject in self.rejects]


def read(path: Path, content: str | bytes, suffix: str = ".csv", **options: Any) -> Result:
    """Read `content` from a file with `suffix`."""
    file = path / f"table{suffix}"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return Result(file, **options)


# What is read, and where it stands.


@pytest.mark.parametrize(
    ("separator", "name"), [(",", "`,`"), (";", "`;`"), ("\t", "TAB"), ("|", "`|`")]
)
def test_separator_is_detected(tmp_path: Path, separator: str, name: str) -> None:
    """Each usual separator is found, though the others stand in the cells."""
    rows = [["id", "price", "text"], ["1", "1,5", "a|b; c, d"], ["2", "2,25", "e|f; g"]]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    result = read(tmp_path, text.getvalue())
    assert [list(row.values()) for row in result.data] == rows[1:]
    assert f"separator {name}, UTF-8, header in line 1" in result.description


def test_cells_stay_as_written(tmp_path: Path) -> None:
    """Nothing is converted or stripped."""
    cells = ["NA", "None", "null", "007", "1e5", " x ", "", "\ufeff", "\u2028", "1,5"]
    text = "a,b,c,d,e,f,g,h,i,j\n" + ",".join(f'"{cell}"' for cell in cells) + "\n"
    assert list(read(tmp_path, text).data[0].values()) == cells
    bare = read(tmp_path, "a,b\n NA , \x0b\x85 \n")
    assert bare.data == [{"a": " NA ", "b": " \x0b\x85 "}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_physical(tmp_path: Path, end: str) -> None:
    """A record's line counts quoted line ends, blank lines and the preamble; cells keep theirs."""
    lines = ["my export", "", "id,text", '1,"a', "", 'b"', "", "2,c", '3,"d', 'e"', "4,f"]
    result = read(tmp_path, end.join(lines))
    assert result.lines == [4, 8, 9, 11]
    assert result.data[0] == {"id": "1", "text": f"a{end}{end}b"}
    assert result.columns == ["id", "text"]
    assert result.description == "CSV, separator `,`, UTF-8, header in line 3"
    assert [note.code for note in result.notes] == ["REA010"]
    assert result.notes[0].location.line == 3


def test_line_ends_may_differ_inside_cells(tmp_path: Path) -> None:
    """A file whose lines end in CR may hold LF in its cells, and CRLF counts once."""
    result = read(tmp_path, 'id,text\r1,"a\nb"\r2,c\r\n3,d\r')
    assert result.data[0]["text"] == "a\nb"
    assert result.lines == [2, 4, 5]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pieces_may_end_anywhere(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows, quotes, CRLF and characters that lie across two pieces read as if they did not."""
    text = 'id,text\r\n1,"é\r\nü"\r\n\r\n2,"x ""y"""\r\n3,€\r\n'
    whole = read(tmp_path, text)
    monkeypatch.setattr(encoding, "_TEXT_BLOCK", size)
    cut = read(tmp_path, text, delimiter=",", quote='"')
    assert cut.items == whole.items
    assert whole.lines == [2, 5, 6]


def test_doubled_backslash_and_spaced_quotes(tmp_path: Path) -> None:
    """Quotes inside cells may be doubled or follow a backslash, and a space may come before one."""
    doubled = read(tmp_path, 'a,b\n1,"x ""y"" z"\n2,"C:\\dir\\"\n')
    assert [row["b"] for row in doubled.data] == ['x "y" z', "C:\\dir\\"]
    escaped = read(tmp_path, 'a,b\n1,"x \\"y\\", z"\n2,"a\\nb \\\\ C:\\dir"\n')
    assert [row["b"] for row in escaped.data] == ['x "y", z', "a\\nb \\ C:\\dir"]
    assert "backslash escapes" in escaped.description
    kept = read(tmp_path, 'a,b,c\n1, x," ""y"""\n2, z,", ""q"""\n')
    assert kept.data[0] == {"a": "1", "b": " x", "c": ' "y"'}
    spaced = read(tmp_path, '"a", "b"\n"1", "x, y"\n"2", "z"\n')
    assert spaced.data == [{"a": "1", "b": "x, y"}, {"a": "2", "b": "z"}]
    inside = read(tmp_path, 'a,b\n"1, 2", "x, y"\n"3", "z"\n')
    assert inside.data == [{"a": "1, 2", "b": "x, y"}, {"a": "3", "b": "z"}]
    nested = read(tmp_path, 'a,b\n1,"{""k"": ""v"", ""l"": 1}"\n2, x\n')
    assert nested.data[1]["b"] == " x"


def test_single_quotes_and_no_quotes(tmp_path: Path) -> None:
    """Apostrophes that enclose cells are quotes; quotation marks that only open cells are text."""
    single = read(tmp_path, "a,b\n'1','x, y'\n'2','it''s'\n")
    assert [row["b"] for row in single.data] == ["x, y", "it's"]
    assert "quote `'`" in single.description
    text = 'a\tb\n"Hi," she said\tx\n"No," he said\ty\n"Well"\tz\nit\'s\tv\n'
    plain = read(tmp_path, text, ".tsv")
    assert [row["a"] for row in plain.data][:2] == ['"Hi," she said', '"No," he said']
    assert plain.description == "TSV, separator TAB, no quotes, UTF-8, header in line 1"


def test_user_decides(tmp_path: Path) -> None:
    """Separator, quote and header row can be forced against what the content suggests."""
    text = "a,b;c\n#1,x;y#;z\n"
    forced = read(tmp_path, text, delimiter=";", quote="#", header="none")
    assert forced.data[0] == {"column1": "a,b", "column2": "c"}
    assert forced.data[1] == {"column1": "1,x;y", "column2": "z"}
    assert read(tmp_path, "a\tb\n", delimiter="tab").columns == ["a", "b"]
    bare = read(tmp_path, 'a,b\n"x,y"\n', quote="")
    assert bare.data == [{"a": '"x', "b": 'y"'}]
    third = read(tmp_path, "x,y\n\n1,2\n3,4\n", header="3")
    assert (third.columns, third.lines) == (["1", "2"], [4])


def test_no_header(tmp_path: Path) -> None:
    """Rows without a header get numbered columns and lose no row."""
    result = read(tmp_path, "1,english\n2,german\n")
    assert result.data[0] == {"column1": "1", "column2": "english"}
    assert result.description == "CSV, separator `,`, UTF-8, no header"


def test_header_names(tmp_path: Path) -> None:
    """Duplicate and empty names are made unique, with a note at the header's line."""
    result = read(tmp_path, "id,,id, name \n1,2,3,4\n")
    assert result.columns == ["id", "column2", "id_2", "name"]
    assert [note.code for note in result.notes] == ["REA008", "REA008"]
    assert str(result.notes[0].location) == "table.csv:1"


def test_multi_line_header(tmp_path: Path) -> None:
    """A header that spans lines does not shift the rows below it."""
    result = read(tmp_path, 'id,"long\nname"\n1,2\n')
    assert result.columns == ["id", "long\nname"]
    assert (result.data, result.lines) == ([{"id": "1", "long\nname": "2"}], [3])


def test_misnamed_table(tmp_path: Path) -> None:
    """A TSV named CSV is read as what it is, with a note."""
    result = read(tmp_path, "a\tb\n1\t2\n")
    assert result.data == [{"a": "1", "b": "2"}]
    assert [note.message for note in result.notes] == [
        "the name ends in `.csv`, the cells are separated by TAB; the file is read as what it is"
    ]


@pytest.mark.parametrize("content", ["", "\n", "\ufeff", " \r\n\r\n", "\ufeff\n"])
def test_empty_file(tmp_path: Path, content: str) -> None:
    """A file without text is a finding, no error."""
    result = read(tmp_path, content)
    assert (result.items, result.columns) == ([], [])
    assert [(note.code, note.message) for note in result.notes] == [
        ("JSN013", "the file holds no rows")
    ]


@pytest.mark.parametrize("content", ["id,name", "id,name\n", "\nid,name\n\n\n"])
def test_header_only(tmp_path: Path, content: str) -> None:
    """A header without rows has its own message."""
    result = read(tmp_path, content)
    assert (result.items, result.columns) == ([], ["id", "name"])
    assert [note.message for note in result.notes] == [
        "the file holds a header and no rows below it"
    ]


def test_blank_beginning_is_bounded(tmp_path: Path) -> None:
    """A file that begins with more blank lines than are looked at is refused with the way out."""
    with pytest.raises(InputError, match=r"table.csv: the first 1,001 lines are blank"):
        read(tmp_path, "\n" * 2000 + "a,b\n1,2\n")


@pytest.mark.parametrize(
    "options", [{"delimiter": ""}, {"delimiter": "ab"}, {"delimiter": "\n"}, {"quote": "ab"}]
)
def test_impossible_options(tmp_path: Path, options: dict[str, str]) -> None:
    """A separator or quote that cannot be one is a usage error."""
    with pytest.raises(UsageError, match=r"one (visible )?character is needed"):
        read(tmp_path, "a,b\n1,2\n", **options)


# Rows that do not fit.


def test_ragged_rows(tmp_path: Path) -> None:
    """Too few or too many cells reject the row with its text; empty extra cells do not."""
    result = read(tmp_path, "a,b\n1,2\n3\n4,5,6\n7,8,,\n   \n9,10\n")
    assert [list(row.values()) for row in result.data] == [["1", "2"], ["7", "8"], ["9", "10"]]
    assert result.lines == [2, 5, 7]
    assert result.faults == [("REA001", 3), ("REA001", 4)]
    assert [reject.raw for reject in result.rejects] == ["3\n", "4,5,6\n"]
    assert [reject.finding.message for reject in result.rejects] == [
        "1 cell where the header has 2",
        "3 cells where the header has 2",
    ]
    assert [type(item).__name__ for item in result.items] == [
        "Record", "Reject", "Reject", "Record", "Record",
    ]  # fmt: skip


@pytest.mark.parametrize("tail", ["", '5,"x"\n6,y\n', '5,"x\nz"\n6,y\n'])
def test_unterminated_quote_costs_one_line(tmp_path: Path, tail: str) -> None:
    """A quote that is never closed rejects its line only, whether or not quotes follow."""
    result = read(tmp_path, 'a,b\n1,2\n3,"open\n4,x\n' + tail)
    assert result.faults == [("REA002", 3)]
    assert result.rejects[0].raw == '3,"open\n'
    assert result.rejects[0].finding.message == (
        "the quote opened in cell 2 (`b`) is not closed before other rows, or before the file ends"
    )
    assert result.data[:2] == [{"a": "1", "b": "2"}, {"a": "4", "b": "x"}]
    assert result.data[2:] == (
        [{"a": "5", "b": "x\nz" if "z" in tail else "x"}, {"a": "6", "b": "y"}] if tail else []
    )


def test_unterminated_quote_in_the_header(tmp_path: Path) -> None:
    """A broken header line is no header, and the quote is named at its line."""
    result = read(tmp_path, 'prompt,"completion\na,1\nb,2\nc,3\n')
    found = [(note.code, note.location.line, note.severity) for note in result.notes]
    assert ("REA002", 1, Severity.WARNING) in found
    assert not result.rejects


def test_unterminated_quote_in_a_long_file(tmp_path: Path) -> None:
    """Rows far behind an open quote are read, also where a quote that closes it follows late."""
    rows = "".join(f"{number},text\n" for number in range(100_000))
    result = read(tmp_path, f'a,b\n1,"open\n{rows}x,"fine"\ny,"open too\n{rows}')
    assert result.faults == [("REA002", 2), ("REA002", 100_004)]
    assert len(result.records) == 200_001
    assert result.lines[-1] == 200_004


def test_stray_text_after_a_quote(tmp_path: Path) -> None:
    """Text behind a closing quote rejects that row, all of its lines."""
    result = read(tmp_path, 'a,b\n1,"x" y\n2,"z\nmore "bad" text"\n3,"ok"\n', delimiter=",")
    assert result.faults == [("REA003", 2), ("REA003", 3)]
    assert result.rejects[1].raw == '2,"z\nmore "bad" text"\n'
    assert (result.data, result.lines) == ([{"a": "3", "b": "ok"}], [5])
    message = 'text after a closing quote `"` inside a cell'
    assert result.rejects[0].finding.message == message


def test_nul_rejects_the_row(tmp_path: Path) -> None:
    """A NUL rejects its row and no other."""
    result = read(tmp_path, 'a,b\n\0,2\n3,"x\0\0\ny"\n5,6\n')
    assert result.faults == [("REA004", 2), ("REA004", 3)]
    assert [reject.finding.message for reject in result.rejects] == [
        "1 NUL character in the row",
        "2 NUL characters in the row",
    ]
    assert result.data == [{"a": "5", "b": "6"}]


def test_damaged_bytes_reject_the_row(tmp_path: Path) -> None:
    """Bytes that do not decode reject their row and are named with their offset in the file."""
    content = "title é\nid,text\n1,é\n2,".encode() + b"\xff\n3,\xc3\xa9\n4,a\xe2\x82b\n5,z\n"
    result = read(tmp_path, content)
    assert result.faults == [("JSN007", 4), ("JSN007", 6)]
    assert [reject.finding.message for reject in result.rejects] == [
        f"the byte 0xFF at byte {content.index(0xFF)} does not decode as UTF-8",
        f"2 bytes do not decode as UTF-8; the first is 0xE2 at byte {content.index(0xE2)}",
    ]
    assert [row["text"] for row in result.data] == ["é", "é", "z"]


def test_damage_above_the_data_keeps_offsets_right(tmp_path: Path) -> None:
    """Undecodable bytes in the preamble, the header and other rejects are counted along."""
    content = b"pre \xff\nid,te\xffxt,\xc3\xa9\n1,\xff,x\n2,\xfe,x\n"
    result = read(tmp_path, content, encoding="utf-8")
    assert [str(reject.finding.code) for reject in result.rejects] == ["JSN007", "JSN007"]
    assert f"0xFE at byte {content.index(0xFE)}" in result.rejects[1].finding.message
    assert result.columns == ["id", "te\ufffdxt", "é"]
    assert "bytes in the header do not decode as UTF-8" in result.notes[-1].message


def test_oversized_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond the cap is rejected with its length, and the next rows are read."""
    for module in (csv_lines, csv_rows):
        monkeypatch.setattr(module, "MAX_ROW", 1000)
    monkeypatch.setattr(encoding, "_TEXT_BLOCK", 64)
    for end in ("\n", "\r\n", "\r"):
        text = f'a,b{end}1,2{end}3,"open{end}4,{"x" * 3000}{end}5,6{end}'
        result = read(tmp_path, text)
        assert result.faults == [("REA002", 3), ("JSN015", 4)]
        assert (result.data[-1], result.lines[-1]) == ({"a": "5", "b": "6"}, 5)
        assert result.rejects[1].finding.message == (
            f"the line has {3002 + len(end):,} characters; a row may have 1,000; "
            "the rejected text is its first 1,000"
        )


def test_looking_ahead_is_bounded(tmp_path: Path) -> None:
    """Lines each of which seems to open a quote up to the end are judged without end-less scans.

    The work is counted in characters that the parser is given.
    """
    seen = 0

    class Counting(csv_rows.Dialect):
        def reader(self, lines: Any) -> Any:
            nonlocal seen
            lines = list(lines)
            seen += sum(map(len, lines))
            return super().reader(lines)

    text = 'x","y\n' * 60_000
    reader = csv_rows.RowReader([text], Counting(), "x")
    reader._window.credit = 0
    assert sum(isinstance(item, Reject) for item in reader.records(["a", "b"])) == 60_000
    assert seen < 40 * len(text)


def test_memory_stays_flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times the file takes no more memory, an open quote at its beginning included."""
    for module in (csv_lines, csv_rows):
        monkeypatch.setattr(module, "MAX_ROW", 1 << 17)
    monkeypatch.setattr(encoding, "_TEXT_BLOCK", 1 << 16)
    peaks = []
    for times in (3, 9):
        file = tmp_path / "table.csv"
        file.write_text('a,b\n1,"open\n' + "some text,more text\n" * (8_000 * times))
        reading = DelimitedReader().open(Source.of(file), ReadOptions())
        tracemalloc.start()
        count = sum(1 for block in reading.blocks for _ in block.records())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == 8_000 * times + 1
    assert peaks[1] < 1.2 * peaks[0]


# What looks like a table.


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("id,name,age\n1,Al,3\n2,Bo,4\n", ".txt"),
        ("id;name\n1;Al\n2;Bo\n3;Cy\n", ".txt"),
        ("question\tanswer\nWho, me?\tYes, you.\nWhy?\tNo, idea.\n", ""),
        ('question,answer\n"Who, me?","Yes,\nyou."\n"Why?","No, idea."\n', ""),
        ("# exported\nid,name,age\n1,Al,3\n2,Bo,4\n", ".csv"),
    ],
)
def test_tables_look_delimited(text: str, suffix: str) -> None:
    """Separated values with a header are recognised for sure, whatever their suffix."""
    assert looks_delimited(text, suffix) >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "one word",
        "Dear all, this is a letter.\nIt has lines, and commas, too.\nBye\n",
        "Hello, world\nBonjour, monde\nHallo, Welt\n",
        "Paris, France\nBerlin, Germany\nRome, Italy\n",
        "User: hi, there\nAssistant: well, hello\nUser: bye, then\n",
        "# Title\n\nSome, text\nmore, text\n",
        "Intro\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "a | b\n--|--\n1 | 2\n3 | 4\n",
        '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n',
        '[{"a": 1, "b": 2},\n{"a": 3, "b": 4}]\n',
        "<p>a,b</p>\n<p>c,d</p>\n",
        "int a;\nint b;\nint c;\n",
        "roses are red,\nviolets are blue,\nsugar is sweet,\n",
        "\tindented\n\tlines\n\there\n",
    ],
)
def test_other_text_does_not_look_delimited(text: str) -> None:
    """Prose, lists, dialogue, Markdown, JSON, markup and code are no tables."""
    assert looks_delimited(text, ".txt") == 0
    assert looks_delimited(text, "") == 0


# Laws.

CELL = st.text(
    st.one_of(st.sampled_from("a\",;|\t\n\r '\\"), st.characters(exclude_categories=["Cs"])),
    max_size=8,
).map(lambda cell: cell.replace("\0", ""))


@REUSED
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6
        )
    ),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(['"', "'"]),
)
@example([["\ufeff", "\r"]], ",", "\r\n", csv.QUOTE_MINIMAL, '"')
def test_written_tables_read_back(
    tmp_path: Path, rows: list[list[str]], delimiter: str, end: str, quoting: int, quote: str
) -> None:
    """Any table of text reads back equal when separator, quote and header are given."""
    if any(set(cell) & {"\r", "\n"} for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # some writers quote only the character that ends their lines
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=delimiter, lineterminator=end, quoting=quoting, quotechar=quote
    )
    names = [f"n{number}" for number in range(len(rows[0]))]
    writer.writerows([names, *rows])
    result = read(tmp_path, text.getvalue(), delimiter=delimiter, quote=quote, header="1")
    assert result.columns == names
    assert [list(row.values()) for row in result.data] == rows
    assert result.rejects == []


WORD = st.text(st.sampled_from("abcxyz"), min_size=1, max_size=6)
PROSE = st.lists(
    st.one_of(WORD, st.sampled_from([",", ";", "|", '"', "\n", "\t", "é", "it's"])), max_size=8
).map(" ".join)


@REUSED
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(PROSE, min_size=width, max_size=width), min_size=2, max_size=8
        )
    ),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_quoted_tables_are_detected(
    tmp_path: Path, rows: list[list[str]], delimiter: str, end: str
) -> None:
    """A table of prose with all cells quoted is detected, and reads back equal."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    names = ["prompt", "completion", "system", "label"][: len(rows[0])]
    assume(not set(names) & {cell for row in rows for cell in row})
    writer.writerows([names, *rows])
    result = read(tmp_path, text.getvalue())
    assert result.columns == names
    assert [list(row.values()) for row in result.data] == rows


@REUSED
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(st.sampled_from("a1,;\"'\\\n\r\t| \0é"), max_size=120).map(str.encode),
        st.lists(st.sampled_from([b'x","y', b'"', b"a,b", b"\xff", b"\\", b""]), max_size=30).map(
            b"\n".join
        ),
    ),
    st.sampled_from([None, ",", "\t", "\\"]),
    st.sampled_from([None, "", "'"]),
    st.sampled_from(["auto", "none", "2"]),
)
def test_any_bytes_end_cleanly(
    tmp_path: Path, data: bytes, delimiter: str | None, quote: str | None, header: str
) -> None:
    """Any bytes give records, rejects or a clean error, and no line is lost or given twice."""
    try:
        result = read(tmp_path, data, delimiter=delimiter, quote=quote, header=header)
    except DataprepError:
        return
    lines = [
        item.line if isinstance(item, Record) else item.finding.location.line or 0
        for item in result.items
    ]
    assert lines == sorted(set(lines))


# Real files.

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates",
        "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ],
)  # fmt: skip
def test_csv_spectrum(name: str) -> None:
    """Every case of the spectrum equals its expected rows."""
    folder = SHARED / "csv_spectrum"
    result = Result(folder / "csvs" / f"{name}.csv")
    expected = json.loads((folder / "json" / f"{name}.json").read_text("utf-8"))
    # One file holds its only row bare, with another phone number than the table; and the line ends
    # of the tables are those of their checkout.
    if name == "location_coordinates":
        expected = [{**expected, "Contact Phone Number": "2095257564"}]
    assert json.dumps(result.data) == json.dumps(expected).replace("\\r\\n", "\\n")
    assert result.rejects == []


@needs_shared
@pytest.mark.parametrize(
    ("path", "description", "records", "rejects"),
    [
        ("csvkit_examples/bad_skip_lines.csv", "CSV, separator `,`, UTF-8, header in line 4", 1, 2),
        ("csvkit_examples/mac_newlines.csv", "CSV, separator `,`, UTF-8, header in line 1", 2, 0),
        ("csvkit_examples/null_byte.csv", "CSV, separator `,`, UTF-8, header in line 1", 0, 1),
        ("csvkit_examples/no_header_row3.csv", "CSV, separator `,`, UTF-8, no header", 2, 0),
        ("csvkit_examples/test_utf16_big.csv", "CSV, separator `,`, UTF-16, header in line 1", 2, 0),
        (
            "csvkit_examples/realdata/Datagov_FY10_EDU_recp_by_State.csv",
            "CSV, separator `,`, UTF-8, header in line 3", 55, 0,
        ),
        (
            "csvkit_examples/realdata/event-notification-rpt-lastmonth.txt",
            "CSV, separator `|`, UTF-8, header in line 1", 72, 0,
        ),
        ("frictionless_data/country-2.csv", "CSV, separator `;`, UTF-8, header in line 2", 5, 0),
        (
            "frictionless_data/escaping.csv",
            "CSV, separator `,`, backslash escapes, spaces after the separator left out, UTF-8, "
            "header in line 1", 3, 0,
        ),
        ("frictionless_data/issue-811.csv", "CSV, separator `;`, CP1252, header in line 1", 7904, 0),
        ("frictionless_data/issue-1066.csv", "CSV, separator `;`, UTF-8, header in line 1", 21639, 53),
        ("frictionless_data/issue-1478/table.csv", "CSV, separator `|`, UTF-8, no header", 10, 0),
        (
            "frictionless_data/table-infer-iso-8859-7.csv",
            "CSV, separator `,`, CP1253, header in line 1", 4, 0,
        ),
        (
            "openai_cookbook/25000_spend_dataset_current.csv",
            "CSV, separator `,`, CP1252, header in line 1", 359, 0,
        ),
    ],
)  # fmt: skip
def test_real_tables(path: str, description: str, records: int, rejects: int) -> None:
    """Tables as people have them are read the way a person would read them."""
    result = Result(SHARED / path)
    assert result.description == description
    assert (len(result.records), len(result.rejects)) == (records, rejects)
