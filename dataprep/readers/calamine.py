"""The other workbooks, through calamine: `.xls`, `.xlsb` and OpenDocument `.ods`.

calamine holds one sheet in memory at a time, as these formats have no rows that could be read alone
(an `.xls` has at most 65,536). It tells neither hidden rows nor formulas without a result, and
an error cell of `.xls` or `.xlsb` arrives from it as an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import IO, TYPE_CHECKING, ClassVar
from zipfile import ZipFile

from dataprep.errors import DataprepError, InputError, MissingExtraError
from dataprep.model import Finding, Record, Reject
from dataprep.readers.base import Reader, Reading, blocks_of
from dataprep.readers.options import ReadOptions
from dataprep.readers.sheets.cells import clock_text, duration_text, float_text, moment_text
from dataprep.readers.sheets.choice import choose_sheets, unread
from dataprep.readers.sheets.office_file import encrypted, refuse_encrypted
from dataprep.readers.sheets.opendocument import Extent, sheet_extents
from dataprep.readers.sheets.rows import Area, Fault, Marks, Sheet, SheetRow
from dataprep.readers.sheets.table import SheetTable, describe, open_table, shared_columns
from dataprep.readers.source import Source, zip_faults
from dataprep.readers.spool import open_seekable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

MAX_CELLS = 1 << 24
"""Cells of an OpenDocument sheet above which it is refused: calamine holds even the empty ones."""

_KINDS = {
    "ChartSheet": "chart sheet",
    "DialogSheet": "dialog sheet",
    "MacroSheet": "macro sheet",
    "Vba": "macro module",
}
_SAVE_AGAIN = "open it in a spreadsheet program and save it as .xlsx, or get a complete copy"


class CalamineReader(Reader):
    """Reads the chosen sheets of a workbook one after another; `sheets/table.py` says how."""

    name: ClassVar[str] = "sheets"
    title: ClassVar[str] = "workbook"
    suffixes: ClassVar[tuple[str, ...]] = (".xls", ".xlsb", ".ods")

    def open(self, source: Source, options: ReadOptions) -> Reading:
        """Look at the workbook and the first rows of the chosen sheets.

        Raises:
            InputError: it is no workbook, is encrypted, damaged, too large, or has no sheet with
                cells.
            UsageError: a sheet or a header row that was asked for is not there.
            MissingExtraError: python-calamine is not installed.
        """
        file = open_seekable(source)
        try:
            refuse_encrypted(file, source.name)
            with _damage_of(source.name):
                extents = _extents(file)
            for extent in extents:
                if extent.height * extent.width > MAX_CELLS:
                    raise InputError(
                        f"{source.name}: a sheet spans {extent.height:,} rows of {extent.width:,} "
                        f"cells; the limit is {MAX_CELLS:,} cells",
                        "save it as .xlsx or CSV, which are read row by row",
                    )
            sheets = _sheets(_load(file, source.name), source.name, extents)
            chosen, notes = choose_sheets(source.name, sheets, options)
            tables = [open_table(source.name, sheet, options) for sheet in chosen]
        except BaseException:
            file.close()
            raise
        for table in tables:
            notes += table.notes
        records = _records(file, tables, notes)
        kind = source.suffix.removeprefix(".").upper()
        description = f"{f'{kind} ' if kind else ''}{self.title}, {describe(tables)}"
        others = unread(sheets, chosen)
        return Reading(description, blocks_of(records), notes, shared_columns(tables), others)


def _records(
    file: IO[bytes], tables: list[SheetTable], notes: list[Finding]
) -> Iterator[Record | Reject]:
    try:
        for table in tables:
            yield from table.records(notes)
    finally:
        file.close()


def _load(file: IO[bytes], name: str) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineWorkbook, PasswordError
    except ImportError as error:
        raise MissingExtraError(f"reading {name}", "excel") from error
    file.seek(0)
    if not file.read(1):
        raise InputError(f"{name}: the file is empty", "get a complete copy of the file")
    file.seek(0)
    with _damage_of(name):
        try:
            return CalamineWorkbook.from_filelike(file)
        except PasswordError as error:
            raise encrypted(name) from error


def _sheets(workbook: CalamineWorkbook, name: str, extents: list[Extent]) -> list[Sheet]:
    loaded: dict[int, CalamineSheet] = {}

    def load(at: int) -> CalamineSheet:
        # Only the last one stays, so that memory is that of the largest sheet.
        if at not in loaded:
            loaded.clear()
            with _damage_of(name):
                loaded[at] = workbook.get_sheet_by_index(at)
        return loaded[at]

    def has_values(at: int) -> bool:
        try:
            return load(at).start is not None
        except InputError:
            return True  # a damaged sheet that nobody asked for is listed, not refused

    def sheet(at: int, entry: SheetMetadata) -> Sheet:
        errors = extents[at].errors if at < len(extents) else set()
        return Sheet(
            entry.name,
            lambda: _rows(load(at), name, errors),
            lambda: _marks(load(at)),
            lambda: has_values(at),
            not str(entry.visible).endswith(".Visible"),
            _KINDS.get(str(entry.typ).rpartition(".")[2], ""),
        )

    return [sheet(at, entry) for at, entry in enumerate(workbook.sheets_metadata)]


def _rows(sheet: CalamineSheet, name: str, errors: set[tuple[int, int]]) -> Iterator[SheetRow]:
    with _damage_of(name):
        faulty = {row for row, _ in errors}
        for number, values in enumerate(sheet.iter_rows()):
            cells = {at: _text(value) for at, value in enumerate(values) if value != ""}
            faults = [
                Fault(at, cells.setdefault(at, "#ERROR"), "the cell holds an error")
                for at in range(len(values))
                if number in faulty and (number, at) in errors
            ]
            if cells:
                yield SheetRow(number + 1, cells, faults=faults)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, date):
        return moment_text(value)
    if isinstance(value, time):
        return clock_text(value)
    return duration_text(value) if isinstance(value, timedelta) else str(value)


def _marks(sheet: CalamineSheet) -> Marks:
    areas = [
        Area(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return Marks(sorted(areas))


def _extents(file: IO[bytes]) -> list[Extent]:
    """Return the extents of an OpenDocument file's sheets; nothing for the other formats."""
    file.seek(0)
    if file.read(2) != b"PK":
        return []
    faults: tuple[type[Exception], ...] = (KeyError, *zip_faults())
    try:
        with ZipFile(file) as archive, archive.open("content.xml") as stream:
            return sheet_extents(stream)  # type: ignore[arg-type]
    except faults:
        return []  # no OpenDocument file, or one whose damage calamine will name


@contextmanager
def _damage_of(name: str) -> Iterator[None]:
    """Turn whatever calamine raises into one `InputError`; a panic of its is no `Exception`."""
    try:
        yield
    except (DataprepError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        lines = str(error).strip().splitlines()
        reason = lines[0][:200] if lines else type(error).__name__
        raise InputError(
            f"{name}: is no workbook that can be read, or is damaged ({reason})", _SAVE_AGAIN
        ) from error
