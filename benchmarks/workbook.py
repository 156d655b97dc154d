"""A workbook as spreadsheet programs write it, row by row, in constant memory.

openpyxl cannot write shared strings without holding them all, and stamps the time of writing into
the file; so the few parts that a workbook needs are written here.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Tickets" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            (
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ),
            1,
        )
    )
    + "</Relationships>",
    # Cell style 1 is a date.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


class Date(float):
    """A day as its number in the workbook's calendar."""


class WorkbookWriter:
    """Writes one sheet; a context manager.

    Args:
        path: the file.
        shared: strings in a table of their own, as Excel writes them; otherwise in the cells.
    """

    def __init__(self, path: Path, shared: bool) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._shared, self._strings, self._rows = shared, 0, 0
        for name, text in _PARTS.items():
            self._zip.writestr(_entry(name), _XML + text)
        # Only one entry of a zip can be written at a time: the cells wait beside it.
        self._cells = tempfile.TemporaryFile()  # noqa: SIM115
        self._table = self._zip.open(_entry("xl/sharedStrings.xml"), "w", force_zip64=True)
        self._table.write(f'{_XML}<sst xmlns="{_MAIN}">'.encode())

    def row(self, values: Iterable[Any]) -> None:
        """Write a row of texts, numbers, `Date`s and booleans."""
        self._rows += 1
        cells = "".join(
            self._cell(f"{chr(65 + column)}{self._rows}", value)
            for column, value in enumerate(values)
        )
        self._cells.write(f'<row r="{self._rows}">{cells}</row>'.encode())

    def __enter__(self) -> WorkbookWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._table.write(b"</sst>")
        self._table.close()
        self._cells.seek(0)
        with self._zip.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            shutil.copyfileobj(self._cells, sheet, 1 << 20)
            sheet.write(b"</sheetData></worksheet>")
        self._cells.close()
        self._zip.close()

    def _cell(self, place: str, value: Any) -> str:
        if isinstance(value, bool):
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, Date):
            return f'<c r="{place}" s="1"><v>{value:g}</v></c>'
        if not isinstance(value, str):
            return f'<c r="{place}"><v>{value}</v></c>'
        text = f'<t xml:space="preserve">{escape(value)}</t>'
        if not self._shared:
            return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'
        self._table.write(f"<si>{text}</si>".encode())
        self._strings += 1
        return f'<c r="{place}" t="s"><v>{self._strings - 1}</v></c>'


def _entry(name: str) -> zipfile.ZipInfo:
    # A fixed date: the same rows give the same bytes.
    entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
