"""OpenDocument and older Excel workbooks become records with their cell, or one clear error."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataprep.errors import DataprepError, InputError, MissingExtraError
from dataprep.model import ErrorCell, Finding, Record, Reject
from dataprep.readers.calamine import CalamineReader
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def read(path: Path, **options: Any) -> tuple[list[Record | Reject], list[Finding]]:
    """Return all rows of a workbook and what was noted."""
    reading = CalamineReader().open(Source.of(path, path.name), ReadOptions(**options))
    return [item for block in reading.blocks for item in block.records()], reading.notes


def cell(kind: str, value: str, text: str, more: str = "") -> str:
    attribute = {"float": "value", "boolean": "boolean-value", "date": "date-value"}.get(kind)
    stored = f' office:{attribute}="{value}"' if attribute else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{stored}{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def text(value: str, more: str = "") -> str:
    return cell("string", "", value, more)


def row(*cells: str, repeated: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}'
        "</table:table-row>"
    )


def ods(path: Path, **sheets: str) -> Path:
    """Write an OpenDocument workbook of the given sheets' rows."""
    tables = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {SPACES}><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return path


HEADER = row(text("question"), text("answer"))


def test_values_become_the_text_that_people_see(tmp_path: Path) -> None:
    """The same rules as for Excel's newer format."""
    path = ods(
        tmp_path / "a.ods",
        Sheet=HEADER
        + row(text("whole"), cell("float", "3", "3"))
        + row(text("part"), cell("float", "1.5", "1.50"))
        + row(text("flag"), cell("boolean", "true", "TRUE"))
        + row(text("day"), cell("date", "2024-02-29", "29 Feb"))
        + row(text("moment"), cell("date", "2024-02-29T13:05:06", "29 Feb")),
    )
    items, notes = read(path)
    assert [item.data["answer"] for item in items if isinstance(item, Record)] == [
        "3", "1.5", "TRUE", "2024-02-29", "2024-02-29T13:05:06",
    ]  # fmt: skip
    assert isinstance(items[0], Record) and items[0].where == "Sheet!A2"
    assert notes == []


def test_sheets_are_chosen_as_in_the_newer_format(tmp_path: Path) -> None:
    """The first sheet with values, the others named; a number chooses another."""
    path = ods(
        tmp_path / "a.ods",
        Empty="",
        Faq=HEADER + row(text("q"), text("a")),
        More=HEADER + row(text("r"), text("b")),
    )
    items, notes = read(path)
    assert [item.where for item in items if isinstance(item, Record)] == ["Faq!A2"]
    assert [note.message for note in notes] == ["the sheet `More` was not read"]
    items, _ = read(path, sheets=("3",))
    assert [item.data for item in items if isinstance(item, Record)] == [
        {"question": "r", "answer": "b"}
    ]


def test_an_error_cell_is_found(tmp_path: Path) -> None:
    """The cell is found although calamine gives nothing for it."""
    error = text("#DIV/0!", ' calcext:value-type="error"')
    path = ods(
        tmp_path / "a.ods",
        Sheet=HEADER + row(text("q"), text("a"), repeated=2) + row(text("r"), error),
    )
    items, notes = read(path)
    assert isinstance(items[-1], Record) and isinstance(items[-1].data["answer"], ErrorCell)
    assert [note.location.cell for note in notes if note.code == "REA005"] == ["Sheet!B4"]


def test_a_few_bytes_that_repeat_over_a_whole_sheet(tmp_path: Path) -> None:
    """Refused before anything of that size is built; empty repeated cells at the end are none."""
    everywhere = text("x", ' table:number-columns-repeated="16384"')
    with pytest.raises(InputError) as caught:
        read(ods(tmp_path / "a.ods", Sheet=row(everywhere, repeated=1_048_576)))
    assert "spans 1,048,576 rows of 16,384 cells" in caught.value.message
    nothing = '<table:table-cell table:number-columns-repeated="16384"/>'
    path = ods(
        tmp_path / "b.ods",
        Sheet=HEADER + row(text("q"), text("a"), nothing) + row(nothing, repeated=1_048_000),
    )
    assert len(read(path)[0]) == 1


def test_merged_cells_are_filled(tmp_path: Path) -> None:
    """Where calamine knows the merged areas, their value holds for all their rows."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["category", "question"])
        sheet.merge_range("A2:A3", "billing")
        sheet.write_column(1, 1, ["q1", "q2"])
    items, _ = read(path)
    assert [list(item.data.values()) for item in items if isinstance(item, Record)] == [
        ["billing", "q1"],
        ["billing", "q2"],
    ]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"question,answer\n", "is no workbook that can be read, or is damaged"),
        (OLE, "is no workbook that can be read, or is damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted with a password"),
    ],
)
def test_files_that_are_no_workbook(tmp_path: Path, content: bytes, message: str) -> None:
    """One error that names the file and the next step."""
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.message.startswith("a.xls: ")
    assert message in caught.value.message and caught.value.hint


def test_calamine_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the error names the command that installs it."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtraError, match=r"reading a\.ods needs the extra `excel`"):
        read(ods(tmp_path / "a.ods", Sheet=HEADER))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=600), start=st.sampled_from([b"", OLE[:8], OLE[:512], b"PK\3\4"]))
def test_any_bytes_end_cleanly(tmp_path: Path, content: bytes, start: bytes) -> None:
    """Records, findings or one clean error."""
    path = tmp_path / "a.xls"
    path.write_bytes(start + content)
    try:
        reading = CalamineReader().open(Source(path, "a.xls"), ReadOptions())
        for block in reading.blocks:
            list(block.records())
    except DataprepError as error:
        assert error.message and "\n" not in error.message


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
def test_damaged_real_workbooks_end_cleanly(tmp_path: Path) -> None:
    """An old workbook with overwritten bytes gives records, findings or one clean error."""
    original = (SHARED / "csvkit_examples" / "sheets.xls").read_bytes()
    path = tmp_path / "a.xls"
    for at in range(0, len(original), 397):
        path.write_bytes(original[:at] + b"\xff\x00\x7f\xff" + original[at + 4 :])
        try:
            read(path, sheets=("all",))
        except DataprepError as error:
            assert "\n" not in error.message


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
def test_real_workbooks() -> None:
    """Every real workbook is read; the same table in three formats gives the same rows."""
    paths = [path for path in SHARED.rglob("*") if path.suffix in CalamineReader.suffixes]
    assert len(paths) > 10
    for path in paths:
        read(path, sheets=("all",))
    folder = SHARED / "frictionless_data"
    rows = [item.data for item in read(folder / "table.xls")[0] if isinstance(item, Record)]
    assert rows == [{"id": "1", "name": "english"}, {"id": "2", "name": "中国人"}]
    assert rows == [item.data for item in read(folder / "table.ods")[0] if isinstance(item, Record)]
