"""The parts of an Excel workbook: its sheets, shared strings and cell styles inside the zip.

openpyxl reads the package's index (content types, relationships, the list of sheets, the date
system). The parts that can be large are streams, and the styles are read for their number formats
only, so that a font or fill that openpyxl does not accept costs nothing.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, cast
from xml.etree import ElementTree
from zipfile import ZipFile

from dataprep.errors import DataprepError, InputError, MissingExtraError
from dataprep.readers.sheets.cells import Shape, shape_of
from dataprep.readers.sheets.excel_marks import has_values, sheet_marks
from dataprep.readers.sheets.excel_sheet import CellReader, read_rows
from dataprep.readers.sheets.excel_strings import SharedStrings, SheetError, read_strings
from dataprep.readers.sheets.office_file import OLE_MAGIC, encrypted, refuse_encrypted
from dataprep.readers.sheets.rows import Marks, Sheet, SheetRow
from dataprep.readers.source import Source, zip_faults
from dataprep.readers.spool import open_seekable

MAX_INDEX = 1 << 26
"""Bytes of a part that must be read whole (styles, relationships), above which it is refused."""

_KINDS = {"chartsheet": "chart sheet", "dialogsheet": "dialog sheet"}
_SAVE_AGAIN = "open it in a spreadsheet program and save it again, or get a complete copy"


class Package:
    """An open workbook.

    Args:
        source: the input.

    Raises:
        InputError: it is no workbook, is encrypted, or is damaged.
        MissingExtraError: openpyxl is not installed.
    """

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._file = open_seekable(source)
        try:
            with damage_of(self.name):
                self._archive = _open_archive(self._file, self.name)
                self._parts = {part.lower(): part for part in self._archive.namelist()}
                self._strings = SharedStrings()
                self.sheets = self._read_index()
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file and give the disk space back."""
        self._strings.close()
        self._archive.close()
        self._file.close()

    def _read_index(self) -> list[Sheet]:
        try:
            from openpyxl.reader.excel import ExcelReader
            from openpyxl.utils.datetime import CALENDAR_MAC_1904
        except ImportError as error:
            raise MissingExtraError(f"reading {self.name}", "excel") from error

        for entry in self._archive.infolist():
            if entry.file_size > MAX_INDEX and _is_index(entry.filename):
                raise SheetError(f"`{entry.filename}` has {entry.file_size:,} bytes")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = ExcelReader(cast(Any, self._file), read_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_workbook()
            listed = list(reader.parser.find_sheets())
        shapes = self._shapes(_part(reader.package, "styles+xml"))
        self._load_strings(_part(reader.package, "sharedStrings+xml"))
        cells = CellReader(self._strings, shapes, reader.wb.epoch == CALENDAR_MAC_1904)
        return [
            self._sheet(entry.name, entry.state != "visible", relation.Type, relation.target, cells)
            for entry, relation in listed
        ]

    def _sheet(self, title: str, hidden: bool, kind: str, part: str, cells: CellReader) -> Sheet:
        def rows() -> Iterator[SheetRow]:
            last = 0
            try:
                with self._open(part) as stream:
                    for row in read_rows(stream, cells):
                        last = row.number
                        yield row
            except Exception as error:
                raise _damaged(self.name, error, f"sheet `{title}` after row {last}") from error

        def marks() -> Marks:
            with damage_of(self.name, f"sheet `{title}`"), self._open(part) as stream:
                return sheet_marks(stream)

        def filled() -> bool:
            try:
                with self._open(part) as stream:
                    return has_values(stream)
            except Exception:
                return True  # a damaged sheet that nobody asked for is listed, not refused

        return Sheet(title, rows, marks, filled, hidden, _KINDS.get(kind.rpartition("/")[2], ""))

    def _shapes(self, part: str) -> list[Shape]:
        """Return what the number format of each cell style shows."""
        part = part or "xl/styles.xml"
        if part.lower() not in self._parts:
            return []
        with self._open(part) as stream:
            root = ElementTree.parse(stream).getroot()
        codes: dict[str, str] = {}
        styles: list[str] = []
        for group in root:
            tag = group.tag.rpartition("}")[2]
            if tag == "numFmts":
                codes = {e.get("numFmtId", ""): e.get("formatCode", "") for e in group}
            elif tag == "cellXfs":
                styles = [element.get("numFmtId", "0") for element in group]
        return [shape_of(int(style), codes.get(style)) for style in styles]

    def _load_strings(self, part: str) -> None:
        part = part or "xl/sharedStrings.xml"
        if part.lower() in self._parts:
            with self._open(part) as stream:
                self._strings = SharedStrings(read_strings(stream))

    def _open(self, part: str) -> BinaryIO:
        # Some programs write a part's name in other letters than its reference.
        return cast(BinaryIO, self._archive.open(self._parts.get(part.lower(), part)))


@contextmanager
def damage_of(name: str, place: str = "") -> Iterator[None]:
    """Turn whatever a damaged workbook raises into one `InputError` that names it."""
    try:
        yield
    except Exception as error:  # zip, XML and openpyxl each have exceptions of their own
        raise _damaged(name, error, place) from error


def _open_archive(file: IO[bytes], name: str) -> ZipFile:
    refuse_encrypted(file, name)
    start = file.read(8)
    if start == OLE_MAGIC:
        raise InputError(
            f"{name}: is an Excel 97-2003 workbook (.xls), not .xlsx",
            "read it with --input-format sheets, or rename it to .xls",
        )
    if not start:
        raise InputError(f"{name}: the file is empty", "get a complete copy of the file")
    if start[:2] != b"PK":
        raise InputError(
            f"{name}: is not an Excel workbook; its first bytes are {start!r}",
            "if it is text, rename it to .csv or .txt, or name its format with --input-format",
        )
    try:
        archive = ZipFile(file)
    except zip_faults() as error:
        raise InputError(
            f"{name}: the workbook is damaged or cut off ({_reason(error)})",
            "get a complete copy of the file",
        ) from error
    parts = archive.namelist()
    if "[Content_Types].xml" not in parts or "xl/workbook.bin" in parts:
        other = "mimetype" in parts or "xl/workbook.bin" in parts
        raise InputError(
            f"{name}: is {'another kind of workbook' if other else 'a zip archive'}, not .xlsx",
            "read it with --input-format sheets" if other else "unpack it and give its files",
        )
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise encrypted(name)
    return archive


def _damaged(name: str, error: Exception, place: str = "") -> DataprepError:
    if isinstance(error, DataprepError):
        return error
    where = f" in {place}" if place else ""
    if isinstance(error, SheetError):
        return InputError(f"{name}: the workbook is refused{where}: {error}", _SAVE_AGAIN)
    return InputError(f"{name}: the workbook is damaged{where} ({_reason(error)})", _SAVE_AGAIN)


def _reason(error: Exception) -> str:
    """Return the first line of an exception's text, or its kind."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def _part(package: Any, content_type: str) -> str:
    """Return the path of the part whose content type ends so, or an empty text."""
    for entry in package.Override:
        if re.search(rf"[.]{re.escape(content_type)}$", entry.ContentType or ""):
            return str(entry.PartName).lstrip("/")
    return ""


def _is_index(part: str) -> bool:
    folded = part.lower()
    return (
        folded.endswith((".rels", "styles.xml", "[content_types].xml"))
        or re.fullmatch(r".*/?workbook[^/]*\.xml", folded) is not None
    )
