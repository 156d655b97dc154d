"""What calamine does not tell of an OpenDocument sheet: its size, and which cells are errors.

A few bytes of such a file can repeat a cell over all columns and rows, so the size is counted from
its XML, as a stream, before anything is built in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers.expat import ParserCreate

MAX_ERRORS = 100_000
"""Error cells of a sheet whose places are kept; the rest of such a sheet is refused."""

_FEED = 1 << 16
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE_TYPE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"


@dataclass(slots=True)
class Extent:
    """The part of a sheet that holds values, and its error cells as 0-based (row, column)."""

    height: int = 0
    width: int = 0
    errors: set[tuple[int, int]] = field(default_factory=set)


def sheet_extents(stream: BinaryIO) -> list[Extent]:
    """Return the extent of each sheet of a ``content.xml``.

    Raises:
        ExpatError: the XML is damaged.
        ValueError: a count in it is no number, or a sheet has more than `MAX_ERRORS` error cells.
    """
    extents: list[Extent] = []
    rows = repeat = column = 0
    filled = 0  # columns up to the last value of the row

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal rows, repeat, column, filled
        space, _, name = element.partition(" ")
        if space != _TABLE:
            return
        if name == "table":
            extents.append(Extent())
            rows = 0
        elif name == "table-row":
            repeat = int(attributes.get(f"{_TABLE} number-rows-repeated", "1"))
            column = filled = 0
        elif name in ("table-cell", "covered-table-cell") and extents:
            before = column
            column += int(attributes.get(f"{_TABLE} number-columns-repeated", "1"))
            if _OFFICE_TYPE in attributes:
                filled = column
            if attributes.get(_CALC_TYPE) == "error":
                errors = extents[-1].errors
                if (column - before) * repeat + len(errors) > MAX_ERRORS:
                    raise ValueError(f"a sheet has more than {MAX_ERRORS:,} error cells")
                errors |= {
                    (row, at) for row in range(rows, rows + repeat) for at in range(before, column)
                }

    def end(element: str) -> None:
        nonlocal rows
        if element == f"{_TABLE} table-row" and extents:
            rows += repeat
            if filled:
                extents[-1].height = rows
                extents[-1].width = max(extents[-1].width, filled)

    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    while block := stream.read(_FEED):
        parser.Parse(block, False)
    parser.Parse(b"", True)
    return extents
