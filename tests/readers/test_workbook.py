"""Excel workbooks become records with their cell, and bad ones one clear error."""

from __future__ import annotations

import gzip
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import dataprep
from dataprep.errors import DataprepError, InputError, MissingExtraError, UsageError
from dataprep.model import ErrorCell, Finding, Record, Reject
from dataprep.readers.options import ReadOptions
from dataprep.readers.sheets import excel_sheet, excel_strings
from dataprep.readers.source import Source
from dataprep.readers.workbook import XlsxReader

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
REUSED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(path: Path, **options: Any) -> tuple[list[Record | Reject], list[Finding]]:
    """Return all rows of a workbook and what was noted."""
    reading = XlsxReader().open(Source.of(path, path.name), ReadOptions(**options))
    items = [item for block in reading.blocks for item in block.records()]
    return items, reading.notes


def data(path: Path, **options: Any) -> list[Any]:
    """Return the data of all records; there must be no reject."""
    items, _ = read(path, **options)
    assert not [item for item in items if isinstance(item, Reject)]
    return [item.data for item in items if isinstance(item, Record)]


def codes(notes: list[Finding]) -> list[str]:
    return [note.code for note in notes]


def build(path: Path, fill: Callable[[Any, Any], None], **options: Any) -> Path:
    """Write a workbook of one sheet with xlsxwriter."""
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book, book.add_worksheet("Sheet1"))
    return path


def raw(path: Path, sheet: str | bytes, strings: str = "", encoding: str = "utf-8") -> Path:
    """Write a workbook whose only sheet has the given XML."""
    build(path, lambda book, sheet: sheet.write(0, 0, "x"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode(encoding) if isinstance(sheet, str) else sheet
    if strings:
        parts["xl/sharedStrings.xml"] = strings.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sheet_xml(rows: str, after: str = "") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{after}</worksheet>'


HEADER = '<row r="1"><c r="A1" t="str"><v>question</v></c><c r="B1" t="str"><v>answer</v></c></row>'


def rows_of(*rows: tuple[Any, ...]) -> Callable[[Any, Any], None]:
    def fill(book: Any, sheet: Any) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return fill


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "_x000D_",
        "x005F_",
        "_x005F_",
        "_xD83D__xDE00_",
        "a\r\nb",
        "\r",
        "_",
        " padded ",
        "007",
        "1e5",
        "NA",
        "#N/A",
    ]
)


@REUSED
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=6), inline=st.booleans())
def test_text_cells_arrive_as_written(tmp_path: Path, rows: Any, inline: bool) -> None:
    """Whatever text a cell holds is read back unchanged, shared or inline."""

    def fill(book: Any, sheet: Any) -> None:
        for number, row in enumerate([("question", "answer"), *rows]):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number, column, text)

    path = build(tmp_path / "a.xlsx", fill, constant_memory=inline)
    expected = [{"question": q, "answer": a} for q, a in rows if (q + a).strip()]
    assert data(path, header="1") == expected


def test_values_become_the_text_that_people_see(tmp_path: Path) -> None:
    """Numbers lose `.0` and noise, dates are ISO, booleans are TRUE and FALSE."""

    def fill(book: Any, sheet: Any) -> None:
        form = {code: book.add_format({"num_format": code}) for code in FORMATS}
        sheet.write_row(0, 0, ["text", "answer"])
        for number, (value, code, _) in enumerate(VALUES, 1):
            sheet.write_string(number, 0, "x")
            sheet.write(number, 1, value, form.get(code))

    path = build(tmp_path / "a.xlsx", fill)
    assert [row["answer"] for row in data(path)] == [text for _, _, text in VALUES]


FORMATS = ["yyyy-mm-dd", "d mmm yyyy hh:mm", "hh:mm", "[h]:mm:ss", "0.00", "mmm", '0 "days"', "0%"]
VALUES: list[tuple[Any, str, str]] = [
    (1.0, "", "1"),
    (1.5, "0.00", "1.5"),
    (0.1 + 0.2, "", "0.3"),
    (123456789012345, "", "123456789012345"),
    (-0.0, "", "0"),
    (1e20, "", "100000000000000000000"),
    (1.5e-7, "", "0.00000015"),
    (1e300, "", "1E+300"),
    (0.52, "0%", "0.52"),
    (3, '0 "days"', "3"),
    (True, "", "TRUE"),
    (False, "", "FALSE"),
    (datetime(2024, 2, 29), "yyyy-mm-dd", "2024-02-29"),
    (datetime(2024, 2, 29), "mmm", "2024-02-29"),
    (datetime(2024, 2, 29, 13, 5), "yyyy-mm-dd", "2024-02-29T13:05:00"),
    (datetime(2024, 2, 29), "d mmm yyyy hh:mm", "2024-02-29T00:00:00"),
    (datetime(2024, 2, 29, 13, 5, 6, 7000), "d mmm yyyy hh:mm", "2024-02-29T13:05:06.007"),
    (datetime(1900, 1, 2), "yyyy-mm-dd", "1900-01-02"),
    (datetime(1900, 3, 1), "yyyy-mm-dd", "1900-03-01"),
    (time(13, 5), "hh:mm", "13:05:00"),
    (timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00"),
    (99999999, "yyyy-mm-dd", "99999999"),
]


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    """Day 0 is 1904-01-01 where the workbook says so."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["text", "date"])
        for number, day in enumerate([date(1904, 1, 1), date(2024, 2, 29)], 1):
            sheet.write(number, 0, "x")
            sheet.write(number, 1, day, book.add_format({"num_format": "yyyy-mm-dd"}))

    path = build(tmp_path / "a.xlsx", fill, date_1904=True)
    assert [row["date"] for row in data(path)] == ["1904-01-01", "2024-02-29"]


def test_numbers_as_stored_keep_all_their_digits(tmp_path: Path) -> None:
    """A long whole number is not rounded; a stored `1.0` or `1E3` is a whole number."""
    stored = ["12345678901234567890", "1.0", "1E3", "-7", "0", "000", "-0", "0.30000000000000004"]
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="str"><v>x</v></c><c r="B{n}"><v>{value}</v></c></row>'
        for n, value in enumerate(stored, 2)
    )
    path = raw(tmp_path / "a.xlsx", sheet_xml(HEADER + rows))
    expected = ["12345678901234567890", "1", "1000", "-7", "0", "0", "0", "0.3"]
    assert [row["answer"] for row in data(path)] == expected


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x005F_x005F_x005F_x000D_", "_x005F_x000D_"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "_xD83D_"),
        ("_x00G0_", "_x00G0_"),
    ],
)
def test_escapes_stand_for_characters(tmp_path: Path, stored: str, text: str) -> None:
    """Shared, inline and formula texts are unescaped once; half a surrogate pair stays as it is."""
    cells = f'<c t="s"><v>0</v></c><c t="inlineStr"><is><t>{stored}</t></is></c>'
    rows = f'<row r="2">{cells}<c t="str"><v>{stored}</v></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{space}"><si><t>{stored}</t></si></sst>'
    path = raw(tmp_path / "a.xlsx", sheet_xml(rows), strings)
    assert list(data(path, header="none")[0].values()) == [text] * 3


def test_every_record_knows_its_sheet_and_row(tmp_path: Path) -> None:
    """The place is the first cell of the row with the sheet's real name; blank rows are skipped."""

    def fill(book: Any, sheet: Any) -> None:
        more = book.add_worksheet("FAQ 2024")
        more.write_row(4, 2, ["question", "answer"])
        more.write_row(5, 2, ["q1", "a1"])
        more.write_row(8, 2, ["q2", "a2"])
        more.write_row(9, 2, ["  ", " "])

    path = build(tmp_path / "a.xlsx", fill)
    items, _ = read(path)
    assert [(item.where, item.line) for item in items if isinstance(item, Record)] == [
        ("FAQ 2024!C6", 0),
        ("FAQ 2024!C9", 0),
    ]


def test_the_header_is_found_below_titles(tmp_path: Path) -> None:
    """Title and empty rows above the header are skipped, and said."""
    path = build(
        tmp_path / "a.xlsx",
        rows_of(
            ("Support export",), (), ("created today",), (), ("question", "answer"), ("q", "a")
        ),
    )
    items, notes = read(path)
    assert [item.data for item in items if isinstance(item, Record)] == [
        {"question": "q", "answer": "a"}
    ]
    assert codes(notes) == ["REA010"]
    assert "Support export" in notes[0].message
    assert notes[0].location.cell == "Sheet1!A5"


def test_the_header_by_number_counts_the_rows_of_the_sheet(tmp_path: Path) -> None:
    """`--header 3` is row 3 as the spreadsheet program numbers it; an empty row is a usage error."""
    path = build(tmp_path / "a.xlsx", rows_of(("x", "y"), (), ("one", "two"), ("1", "2")))
    assert data(path, header="3") == [{"one": "1", "two": "2"}]
    assert data(path, header="none")[0] == {"column1": "x", "column2": "y"}
    with pytest.raises(UsageError, match="row 2 of the sheet `Sheet1` is empty"):
        read(path, header="2")


def test_merged_header_cells_name_the_group_of_their_columns(tmp_path: Path) -> None:
    """`Customer` over `question` and `answer` makes two names; a cell merged downwards stays one."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:A2", "id")
        sheet.merge_range("B1:C1", "Customer")
        sheet.merge_range("D1:E1", "Agent")
        sheet.write_row(1, 1, ["question", "mood", "answer", "mood"])
        sheet.write_row(2, 0, [1, "why?", "angry", "because", "calm"])

    path = build(tmp_path / "a.xlsx", fill)
    assert data(path) == [
        {
            "id": "1",
            "Customer question": "why?",
            "Customer mood": "angry",
            "Agent answer": "because",
            "Agent mood": "calm",
        }
    ]


def test_merged_data_cells(tmp_path: Path) -> None:
    """A category holds for all its rows, a wide value for all its columns, a banner only once."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:C1", "All the tickets")
        sheet.write_row(1, 0, ["category", "question", "answer"])
        sheet.merge_range("A3:A5", "billing")
        sheet.write_row(2, 1, ["q1", "a1"])
        sheet.write_row(3, 1, ["q2", "a2"])
        sheet.merge_range("B5:C5", "same")
        sheet.merge_range("A6:C6", "Second part")
        sheet.write_row(6, 0, ["login", "q3", "a3"])
        sheet.merge_range("A8:C9", "The end")

    path = build(tmp_path / "a.xlsx", fill)
    items, notes = read(path)
    assert [list(item.data.values()) for item in items if isinstance(item, Record)] == [
        ["billing", "q1", "a1"],
        ["billing", "q2", "a2"],
        ["billing", "same", ""],
        ["Second part", "", ""],
        ["login", "q3", "a3"],
        ["The end", "", ""],
    ]
    assert codes(notes) == ["REA010"]


def test_a_wide_merged_cell_beside_others_fills_its_columns(tmp_path: Path) -> None:
    """Where the row holds more than the merged area, its value stands in each of its columns."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["question", "answer", "reply"])
        sheet.write(1, 0, "q")
        sheet.merge_range("B2:C2", "both")

    path = build(tmp_path / "a.xlsx", fill)
    assert data(path) == [{"question": "q", "answer": "both", "reply": "both"}]


def test_an_error_cell_is_told_and_marked(tmp_path: Path) -> None:
    """The note names the cell and the error; text that reads like an error is text."""
    cell = (
        '<row r="{n}"><c r="A{n}" t="str"><v>q</v></c><c r="B{n}" t="{t}"><v>#DIV/0!</v></c></row>'
    )
    path = raw(
        tmp_path / "a.xlsx",
        sheet_xml(HEADER + cell.format(n=2, t="e") + cell.format(n=7, t="str")),
    )
    items, notes = read(path)
    faulty, sound = (item.data["answer"] for item in items if isinstance(item, Record))
    assert (faulty, sound) == ("#DIV/0!", "#DIV/0!")
    assert isinstance(faulty, ErrorCell) and not isinstance(sound, ErrorCell)
    assert faulty.message == "the cell holds the error #DIV/0! (Sheet1!B2)"
    note = next(note for note in notes if note.code == "REA005")
    assert str(note.location) == "a.xlsx:Sheet1!B2"
    assert note.message == "the cell holds the error #DIV/0!"


def test_an_error_cell_costs_its_row_only_where_it_is_needed(tmp_path: Path) -> None:
    """A column that nothing uses may hold errors; an answer may not."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["question", "answer", "share"])
        sheet.write_row(1, 0, ["q1", "a1"])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write(2, 0, "q2")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    result = dataprep.convert(build(tmp_path / "a.xlsx", fill))
    assert [row["messages"][0]["content"] for row in result.rows or []] == ["q1"]
    assert result.rejected == {"error-cell": 1}
    assert "the cell holds the error #DIV/0! (Sheet1!B3)" in [
        one.message for one in result.findings
    ]


def test_an_error_merged_over_rows_marks_all_of_them(tmp_path: Path) -> None:
    """What is not known in the first row of a merged area is not known in the others."""
    rows = (
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="str"><v>a</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>b</v></c></row>'
    )
    merge = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    items, _ = read(raw(tmp_path / "a.xlsx", sheet_xml(HEADER + rows, merge)), header="1")
    assert [isinstance(item.data["question"], ErrorCell) for item in items] == [True, True]


def test_a_damaged_cell_is_told_and_ends_nothing(tmp_path: Path) -> None:
    """A number that is none and a string that does not exist are findings, not the end."""
    rows = (
        '<row r="2"><c r="A2"><v>one</v></c></row><row r="3"><c r="A3" t="s"><v>99</v></c></row>'
        '<row r="4"><c r="A4" t="str"><v>fine</v></c></row>'
    )
    items, notes = read(raw(tmp_path / "a.xlsx", sheet_xml(HEADER + rows)), header="1")
    cells = [item.data["question"] for item in items if isinstance(item, Record)]
    assert [isinstance(cell, ErrorCell) for cell in cells] == [True, True, False]
    assert cells[1].message == "`99` is not a value of its type (Sheet1!A3)"
    assert [note.message for note in notes if note.code == "REA005"] == [
        "`one` is not a value of its type; 1 more cell holds an error"
    ]


def test_formulas_are_their_saved_results(tmp_path: Path) -> None:
    """A result is read; an empty text result is an empty cell and nothing to speak about."""
    rows = (
        '<row r="2"><c r="A2" t="str"><f>B1</f><v>q</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>q</v></c><c r="B3" t="str"><f>IF(1,"")</f><v></v></c></row>'
    )
    path = raw(tmp_path / "a.xlsx", sheet_xml(HEADER + rows))
    items, notes = read(path)
    assert [item.data["answer"] for item in items if isinstance(item, Record)] == ["2", ""]
    assert notes == []


def test_formulas_without_a_result_are_said(tmp_path: Path) -> None:
    """The row goes through when it holds anything else, and is a reject with the formula if not."""
    book = openpyxl.Workbook()
    for row in [["question", "answer"], ["q", "=A1&A2"], ["=A1", "=B1"], ["q", "a"], ["q", "=1"]]:
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    items, notes = read(tmp_path / "a.xlsx")
    assert [item.data["answer"] for item in items if isinstance(item, Record)] == ["", "a", ""]
    (reject,) = [item for item in items if isinstance(item, Reject)]
    assert reject.raw == {"question": "=A1", "answer": "=B1"}
    assert reject.finding.message.endswith("only formulas without a saved result: =A1")
    (note,) = notes
    assert note.message.startswith("4 formulas of the sheet have no saved result")
    assert (note.code, note.location.cell) == ("REA006", "Sheet!B2")


def test_a_value_outside_the_table_rejects_its_row(tmp_path: Path) -> None:
    """A column that the first rows do not have is a contradiction, with the cell and the value."""
    rows = [("question", "answer"), *[("q", "a")] * 120, ("q", "a", "", "stray")]
    items, _ = read(build(tmp_path / "a.xlsx", rows_of(*rows)))
    reject = items[-1]
    assert isinstance(reject, Reject)
    assert (reject.finding.code, reject.finding.location.cell) == ("REA001", "Sheet1!D122")
    assert reject.raw == {"question": "q", "answer": "a", "D": "stray"}


def hidden_book(path: Path) -> Path:
    def fill(book: Any, sheet: Any) -> None:
        for number, row in enumerate([("question", "answer"), ("q1", "a1"), ("q2", "a2")]):
            sheet.write_row(number, 0, row)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        secret = book.add_worksheet("Secret")
        secret.write_row(0, 0, ["question", "answer"])
        secret.write_row(1, 0, ["s", "t"])
        secret.hide()

    return build(path, fill)


def test_hidden_rows_and_columns_are_read_with_a_note(tmp_path: Path) -> None:
    """Nothing is left out unless it is asked for."""
    items, notes = read(hidden_book(tmp_path / "a.xlsx"))
    assert len(items) == 2
    texts = [note.message for note in notes if note.code == "REA007"]
    assert texts == [
        "hidden columns were read all the same: B",
        "1 hidden row was read all the same",
    ]


def test_skip_hidden_leaves_rows_and_sheets_out_and_counts_them(tmp_path: Path) -> None:
    """Left out, and said so."""
    path = hidden_book(tmp_path / "a.xlsx")
    items, notes = read(path, sheets=("all",), skip_hidden=True)
    assert [item.data["question"] for item in items if isinstance(item, Record)] == ["q2"]
    assert "1 hidden row was left out" in [note.message for note in notes]
    assert "the sheet `Secret` was left out as hidden" in [note.message for note in notes]


def sheets_book(path: Path) -> Path:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["question", "answer"])
        sheet.write_row(1, 0, ["q1", "a1"])
        book.add_worksheet("Empty")
        other = book.add_worksheet("Prices")
        other.write_row(0, 0, ["question", "answer"])
        other.write_row(1, 0, ["q2", "a2"])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)

    return build(path, fill)


def test_sheets_by_name_number_and_all(tmp_path: Path) -> None:
    """The first sheet with values is read, others on request; what was not read is named."""
    path = sheets_book(tmp_path / "a.xlsx")
    items, notes = read(path)
    assert [item.where for item in items if isinstance(item, Record)] == ["Sheet1!A2"]
    assert [note.message for note in notes] == ["the sheet `Prices` was not read"]
    assert data(path, sheets=("Prices",)) == data(path, sheets=("3",))
    assert data(path, sheets=("prices",)) == [{"question": "q2", "answer": "a2"}]
    items, notes = read(path, sheets=("all",))
    assert [item.where for item in items if isinstance(item, Record)] == ["Sheet1!A2", "Prices!A2"]
    assert codes(notes) == ["JSN013"]


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        (
            "Price",
            "there is no sheet `Price`; it holds 4 sheets: `Sheet1`",
            "did you mean `Prices`?",
        ),
        ("9", "there is no sheet `9`", "choose one of these, or `all`"),
        ("0", "there is no sheet `0`", "choose one of these, or `all`"),
        ("Chart", "the sheet `Chart` is a chart sheet and holds no cells", "choose a sheet with"),
    ],
)
def test_a_sheet_that_is_not_there(tmp_path: Path, wanted: str, message: str, hint: str) -> None:
    """A usage error that lists the sheets and the nearest name."""
    with pytest.raises(UsageError) as caught:
        read(sheets_book(tmp_path / "a.xlsx"), sheets=(wanted,))
    assert message in caught.value.message
    assert caught.value.hint.startswith(hint)


def test_a_name_wins_over_a_number(tmp_path: Path) -> None:
    """A sheet that is called `2` is meant by `2`, wherever it stands; its letters may differ in case."""

    def fill(book: Any, sheet: Any) -> None:
        for name in ("b", "faq", "2", "c", "FAQ 2"):
            book.add_worksheet(name).write_column(0, 0, ["text", f"in {name}"])

    path = build(tmp_path / "a.xlsx", fill)
    for wanted, name in [("2", "2"), ("3", "faq"), ("Faq", "faq"), ("FAQ 2", "FAQ 2")]:
        assert data(path, sheets=(wanted,), header="1") == [{"text": f"in {name}"}]


def test_a_workbook_of_charts_only(tmp_path: Path) -> None:
    """There is nothing to read in it, and the error says what it holds."""
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Graph!$A$1:$A$2"})
        book.add_chartsheet("Graph").set_chart(chart)
    with pytest.raises(InputError, match="holds only the sheet `Graph`, and no cells"):
        read(tmp_path / "a.xlsx")


def test_an_empty_sheet_is_a_finding(tmp_path: Path) -> None:
    """No rows, no columns, one finding."""
    items, notes = read(build(tmp_path / "a.xlsx", lambda book, sheet: None))
    assert (items, codes(notes)) == ([], ["JSN013"])


def test_a_compressed_workbook(tmp_path: Path) -> None:
    """A gzipped workbook is unpacked on the way."""
    path = build(tmp_path / "a.xlsx", rows_of(("question", "answer"), ("q", "a")))
    packed = tmp_path / "a.xlsx.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert data(packed) == [{"question": "q", "answer": "a"}]


def test_prefixed_namespaces_missing_references_and_rich_text(tmp_path: Path) -> None:
    """Other programs write other XML: the same cells come out of it."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = '<x:c t="inlineStr"><x:is>{}</x:is></x:c>'
    plain = text.format("<x:t>{}</x:t>")
    rich = text.format(
        "<x:r><x:t>bo</x:t></x:r><x:r><x:t>ld</x:t></x:r><x:rPh><x:t>guide</x:t></x:rPh>"
    )
    path = raw(
        tmp_path / "a.xlsx",
        f'<x:worksheet xmlns:x="{space}"><x:sheetData><x:row>{plain.format("question")}'
        f"{plain.format('answer')}</x:row><x:row>{rich}{plain.format('a')}</x:row><x:row>"
        f'<x:c/>{plain.format("b")}</x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A2:A3"/>'
        "</x:mergeCells></x:worksheet>",
    )
    assert data(path, header="1") == [
        {"question": "bold", "answer": "a"},
        {"question": "bold", "answer": "b"},
    ]


def test_a_utf_16_sheet_keeps_its_merged_cells(tmp_path: Path) -> None:
    """The scan for merged cells reads the encoding that the XML is in."""
    rows = (
        '<row r="2"><c r="A2" t="str"><v>q</v></c><c r="B2" t="str"><v>a</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>b</v></c></row>'
    )
    xml = sheet_xml(HEADER + rows, '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')
    path = raw(tmp_path / "a.xlsx", xml, encoding="utf-16")
    assert [row["question"] for row in data(path, header="1")] == ["q", "q"]


def test_many_merged_areas_across_blocks(tmp_path: Path) -> None:
    """The scan finds the areas wherever its blocks cut the XML."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["category", "question"])
        for at in range(3000):
            sheet.merge_range(1 + 2 * at, 0, 2 + 2 * at, 0, f"category {at}")
            sheet.write(1 + 2 * at, 1, "q")
            sheet.write(2 + 2 * at, 1, "r")

    rows = data(build(tmp_path / "a.xlsx", fill))
    assert [row["category"] for row in rows] == [f"category {at // 2}" for at in range(6000)]


def test_strings_that_do_not_fit_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of strings goes on on disk."""
    monkeypatch.setattr(excel_strings, "_IN_MEMORY", 100)
    rows = [(f"question {n} é", f"answer {n} 😀") for n in range(200)]
    path = build(tmp_path / "a.xlsx", rows_of(("question", "answer"), *rows))
    assert [tuple(row.values()) for row in data(path)] == rows


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
BAD: list[tuple[bytes, str, str]] = [
    (b"", "the file is empty", "get a complete copy"),
    (b"question,answer\n", "is not an Excel workbook; its first bytes are", "if it is text"),
    (OLE, "is an Excel 97-2003 workbook (.xls), not .xlsx", "read it with --input-format sheets"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password", "open it with"),
]


@pytest.mark.parametrize(("content", "message", "hint"), BAD)
def test_files_that_are_no_workbook(
    tmp_path: Path, content: bytes, message: str, hint: str
) -> None:
    """One error that names the file, says what it is, and the next step."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.message.startswith("a.xlsx: ") and message in caught.value.message
    assert caught.value.hint.startswith(hint)


def test_a_workbook_that_is_cut_off(tmp_path: Path) -> None:
    """Half a file is one error, whichever layer notices."""
    path = build(tmp_path / "a.xlsx", rows_of(("question", "answer"), ("q", "a")))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match="damaged or cut off"):
        XlsxReader().open(Source(path, "a.xlsx"), ReadOptions())


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (sheet_xml(HEADER + '<row r="2"><c r="A2"><v>1</v></c>').partition("</sheetData>")[0],
         "damaged in sheet `Sheet1`"),
        ("<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + sheet_xml(HEADER), "declares a document type"),
        (sheet_xml(HEADER + HEADER), "row 1 comes after row 1"),
        (sheet_xml('<row r="1"><c r="ABCD1"><v>1</v></c></row>'), "`ABCD` is not a column"),
    ],
)  # fmt: skip
def test_a_damaged_sheet(tmp_path: Path, sheet: str, message: str) -> None:
    """The error names the sheet and how far it could be read."""
    with pytest.raises(InputError) as caught:
        read(raw(tmp_path / "a.xlsx", sheet))
    assert message in caught.value.message
    assert "sheet `Sheet1`" in caught.value.message


def test_a_text_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that would fill the memory stops the file."""
    monkeypatch.setattr(excel_sheet, "MAX_TEXT", 1000)
    row = f'<row r="2"><c r="A2" t="str"><v>{"x" * 1001}</v></c></row>'
    with pytest.raises(InputError, match="row 2 is longer than 1,000 characters"):
        read(raw(tmp_path / "a.xlsx", sheet_xml(HEADER + row)))


def test_openpyxl_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the error names the command that installs it."""
    path = build(tmp_path / "a.xlsx", rows_of(("question", "answer")))
    monkeypatch.setitem(sys.modules, "openpyxl.reader.excel", None)
    with pytest.raises(MissingExtraError, match=r"reading a\.xlsx needs the extra `excel`"):
        read(path)


@REUSED
@given(at=st.integers(0, 10_000), junk=st.binary(min_size=1, max_size=8))
@example(at=10_000, junk=b"\x00")  # the name of an entry that is empty then
def test_any_damage_ends_cleanly(tmp_path: Path, at: int, junk: bytes) -> None:
    """Overwritten bytes give records, findings or one clean error."""
    path = build(tmp_path / "a.xlsx", rows_of(("question", "answer"), ("q", "a"), (1, 2.5)))
    content = bytearray(path.read_bytes())
    at %= len(content)
    content[at : at + len(junk)] = junk
    path.write_bytes(content)
    _ends_cleanly(path)


PIECES = st.sampled_from(
    ["<row>", "</row>", '<row r="2">', '<row r="x">', '<row r="5" hidden="1">', "<c>", "</c>",
     '<c r="A2" t="s">', '<c r="ZZZ9">', '<c t="e">', '<c t="d" s="1">', '<c t="b" r="C3">', "<v>",
     "</v>", "1", "-", "nan", "1e999", "2024-01-01T00:00:00", "<f>", "</f>", "<f/>", "<is>", "</is>",
     "<t>", "</t>", "&amp;", "&x;", "_xD800_", '<mergeCell ref="A1:B3"/>',
     '<mergeCell ref="B1:A9999999"/>', '<col min="1" max="2" hidden="1"/>', "\x00", "é"]
)  # fmt: skip


@REUSED
@given(pieces=st.lists(PIECES, max_size=25))
def test_any_sheet_ends_cleanly(tmp_path: Path, pieces: list[str]) -> None:
    """Any mixture of tags and values inside a sheet gives records, findings or one clean error."""
    _ends_cleanly(raw(tmp_path / "a.xlsx", sheet_xml(HEADER + "".join(pieces))))


def _ends_cleanly(path: Path) -> None:
    try:
        read(path, sheets=("all",))
    except DataprepError as error:
        assert error.message and "\n" not in error.message


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
def test_real_workbooks() -> None:
    """Every real workbook is read."""
    paths = [path for path in SHARED.rglob("*.xls?") if path.suffix in XlsxReader.suffixes]
    assert len(paths) > 100
    for path in paths:
        read(path, sheets=("all",))
