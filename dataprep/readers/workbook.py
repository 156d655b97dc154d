"""Excel workbooks (`.xlsx` and its kin), row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dataprep.model import Finding, Record, Reject
from dataprep.readers.base import Reader, Reading, blocks_of
from dataprep.readers.options import ReadOptions
from dataprep.readers.sheets.choice import choose_sheets, unread
from dataprep.readers.sheets.excel_package import Package
from dataprep.readers.sheets.table import SheetTable, describe, open_table, shared_columns
from dataprep.readers.source import Source


class XlsxReader(Reader):
    """Reads the chosen sheets of a workbook one after another; `sheets/table.py` says how."""

    name: ClassVar[str] = "xlsx"
    title: ClassVar[str] = "Excel workbook"
    suffixes: ClassVar[tuple[str, ...]] = (".xlsx", ".xlsm", ".xltx", ".xltm")

    def open(self, source: Source, options: ReadOptions) -> Reading:
        """Look at the workbook and the first rows of the chosen sheets.

        Raises:
            InputError: it is no workbook, is encrypted, damaged, or has no sheet with cells.
            UsageError: a sheet or a header row that was asked for is not there.
            MissingExtraError: openpyxl is not installed.
        """
        package = Package(source)
        try:
            chosen, notes = choose_sheets(source.name, package.sheets, options)
            tables = [open_table(source.name, sheet, options) for sheet in chosen]
        except BaseException:
            package.close()
            raise
        for table in tables:
            notes += table.notes
        records = _records(package, tables, notes)
        description = f"{self.title}, {describe(tables)}"
        others = unread(package.sheets, chosen)
        return Reading(description, blocks_of(records), notes, shared_columns(tables), others)


def _records(
    package: Package, tables: list[SheetTable], notes: list[Finding]
) -> Iterator[Record | Reject]:
    try:
        for table in tables:
            yield from table.records(notes)
    finally:
        package.close()
