"""What every kind of workbook gives: sheets, their merged areas, and rows of cells as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Area(NamedTuple):
    """A merged area: 1-based rows as in the sheet, 0-based columns, all inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Marks(NamedTuple):
    """What holds for more than one cell.

    Attributes:
        areas: the merged areas, in the order of their first rows.
        hidden_columns: first and last 0-based column of each hidden stretch.
    """

    areas: Sequence[Area] = ()
    hidden_columns: Sequence[tuple[int, int]] = ()


class Formula(NamedTuple):
    """A formula whose result the workbook does not hold."""

    column: int
    text: str


class Fault(NamedTuple):
    """A cell without a usable value: what it shows, and why it is none."""

    column: int
    shown: str
    message: str


class SheetRow(NamedTuple):
    """One row of a sheet.

    Attributes:
        number: its 1-based number in the sheet.
        cells: 0-based column -> text; empty cells are absent, a fault's text is present.
        hidden: whether the sheet hides it.
        faults: cells that hold an error instead of a value.
        formulas: cells whose formula was never calculated.
    """

    number: int
    cells: dict[int, str]
    hidden: bool = False
    faults: Sequence[Fault] = ()
    formulas: Sequence[Formula] = ()


@dataclass(slots=True, eq=False)
class Sheet:
    """One sheet of a workbook, in the order of its tabs.

    Attributes:
        name: as on its tab.
        rows: opens the rows that hold cells, in order; may be called again.
        marks: finds what is merged and which columns are hidden.
        has_values: whether any cell holds a value; cheaper than reading the rows.
        hidden: whether the workbook hides the sheet.
        kind: what it is when it is no table of cells (``chart sheet``), else empty.
    """

    name: str
    rows: Callable[[], Iterator[SheetRow]]
    marks: Callable[[], Marks]
    has_values: Callable[[], bool]
    hidden: bool = False
    kind: str = ""
