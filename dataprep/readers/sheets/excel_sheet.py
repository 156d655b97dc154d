"""The rows of one sheet from its XML, as a stream: what is stored, then what it means.

The XML parser pushes, the rows are pulled: each piece of input leaves a few raw rows, which are
turned into text one at a time. Nothing of a row stays behind when it was handed out. openpyxl's
read-only mode is not used for this: it cannot tell an error from a text that reads the same, a
missing result from an empty one, a hidden row, or `_x000D_` from its escaped self, and its memory
grows with the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple
from xml.parsers.expat import ParserCreate

from dataprep.readers.sheets.cells import MAX_COLUMNS, Shape, column_index, iso_text, number_text
from dataprep.readers.sheets.excel_strings import (
    FEED,
    MAX_TEXT,
    SharedStrings,
    SheetError,
    refuse_doctype,
    unescape,
)
from dataprep.readers.sheets.rows import Fault, Formula, SheetRow

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_TRUE = ("1", "true", "on")
_DIGITS = "0123456789"


class _Cell(NamedTuple):
    """A cell as stored: `value` is None without a value, `formula` None without a formula."""

    column: int
    kind: str
    style: str
    value: str | None
    formula: str | None


_RawRow = tuple[int, bool, list[_Cell]]


class CellReader:
    """Turns stored cells into text.

    Args:
        strings: the workbook's shared strings.
        shapes: what each cell style's number format shows.
        since_1904: whether days count from 1904.
    """

    def __init__(self, strings: SharedStrings, shapes: list[Shape], since_1904: bool) -> None:
        self._strings = strings
        self._since_1904 = since_1904
        # Only the styles that change a number are worth a look.
        self._shapes = {
            str(style): shape for style, shape in enumerate(shapes) if shape is not Shape.NUMBER
        }

    def row(self, number: int, hidden: bool, raw: list[_Cell]) -> SheetRow:
        """Return a row with its cells as text."""
        cells: dict[int, str] = {}
        faults: list[Fault] = []
        formulas: list[Formula] = []
        size = 0
        for column, kind, style, value, formula in raw:
            if formula is not None and not value and (value is None or kind != "str"):
                formulas.append(Formula(column, f"={formula}"))
                continue
            if not value:
                continue
            try:
                text = self._text(kind, style, value)
            except (ValueError, IndexError):
                faults.append(Fault(column, value, f"`{value[:50]}` is not a value of its type"))
                text = value
            else:
                if kind == "e":
                    faults.append(Fault(column, text, f"the cell holds the error {text[:50]}"))
            if text:
                cells[column] = text
                size += len(text)
                if size > MAX_TEXT:
                    raise SheetError(f"row {number} is longer than {MAX_TEXT:,} characters")
        return SheetRow(number, cells, hidden, faults, formulas)

    def _text(self, kind: str, style: str, value: str) -> str:
        if kind == "s":
            return self._strings[int(value)]
        if kind == "n":
            return number_text(value, self._shapes.get(style, Shape.NUMBER), self._since_1904)
        if kind == "b":
            return "TRUE" if value in _TRUE else "FALSE"
        if kind == "d":
            return iso_text(value, self._shapes.get(style, Shape.NUMBER))
        return unescape(value)


def read_rows(stream: BinaryIO, cells: CellReader) -> Iterator[SheetRow]:
    """Yield the rows of a sheet that hold cells, in the order of the sheet.

    Raises:
        SheetError: a row without bound, or a column that no sheet has.
        ExpatError: the XML is damaged.
    """
    done: list[_RawRow] = []
    feed = _parser(done)
    while block := stream.read(FEED):
        feed(block, False)
        for number, hidden, raw in done:
            yield cells.row(number, hidden, raw)
        done.clear()
    feed(b"", True)
    for number, hidden, raw in done:
        yield cells.row(number, hidden, raw)


def _parser(done: list[_RawRow]) -> Callable[[bytes, bool], object]:
    """Return the `feed` of a parser that appends each row it completes to `done`."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    # One dictionary look-up tells an element of interest, whichever of the namespaces it is in.
    kinds = {
        f"{space} {name}": name
        for space in _NAMESPACES
        for name in ("row", "c", "v", "f", "t", "rPh")
    }
    parts: list[str] = []
    raw: list[_Cell] = []
    number = column = size = 0
    hidden = phonetic = listening = False
    kind = style = ""
    value: str | None = None
    formula: str | None = None

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal raw, number, column, size, hidden, phonetic, listening
        nonlocal kind, style, value, formula
        name = kinds.get(element)
        if name == "c":
            reference = attributes.get("r")
            column = column_index(reference.rstrip(_DIGITS)) if reference else column + 1
            if column >= MAX_COLUMNS:
                raise SheetError(f"row {number} has more than {MAX_COLUMNS:,} columns")
            kind = attributes.get("t", "n")
            style = attributes.get("s", "")
            value = formula = None
        elif name == "v" or name == "f":
            parts.clear()
            listening = True
        elif name == "t":
            listening = not phonetic
            parts.clear()
        elif name == "row":
            given = attributes.get("r")
            before, number = number, int(given) if given else number + 1
            if number <= before:
                raise SheetError(f"row {number} comes after row {before}")
            hidden = attributes.get("hidden") in _TRUE
            raw, column, size = [], -1, 0
        elif name == "rPh":
            phonetic = True

    def end(element: str) -> None:
        nonlocal phonetic, listening, value, formula
        name = kinds.get(element)
        if name == "c":
            if value is not None or formula is not None:
                raw.append(_Cell(column, kind, style, value, formula))
                if len(raw) > MAX_COLUMNS:
                    raise SheetError(f"row {number} has more than {MAX_COLUMNS:,} cells")
        elif name == "v":
            value = "".join(parts)
            listening = False
        elif name == "t" and listening:
            value = (value or "") + "".join(parts)
            listening = False
        elif name == "f":
            formula = "".join(parts)
            listening = False
        elif name == "row":
            if raw:
                done.append((number, hidden, raw))
        elif name == "rPh":
            phonetic = False

    def text(data: str) -> None:
        nonlocal size
        if listening:
            size += len(data)
            if size > MAX_TEXT:
                raise SheetError(f"row {number} is longer than {MAX_TEXT:,} characters")
            parts.append(data)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    refuse_doctype(parser)
    return parser.Parse
