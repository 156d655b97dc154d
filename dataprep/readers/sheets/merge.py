"""What merged cells mean: which value stands in the cells that a sheet leaves empty.

The value of a merged area holds for all its cells, so a category that spans five rows stands in
each of them. Two exceptions keep rows honest:

* A row of which a single wide merged area is all that it holds is a banner (a title, a note between
  the rows). Its value stays in the first of its columns and is not repeated.
* A row that holds nothing of its own, only what is merged into it from above, is an empty row.

In the header a wide area is the group of the columns below it, and its text comes before theirs.
A cell that has a value of its own keeps it. Areas that overlap exist in damaged workbooks only; the
first of them counts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from dataprep.readers.sheets.rows import Area, Fault, SheetRow

_MOST_LEVELS = 5


class MergeFill:
    """Fills the merged cells of rows that are given in the order of the sheet.

    Args:
        areas: the merged areas, in the order of their first rows.
        last_column: the last column of the table; nothing is filled beyond.
    """

    def __init__(self, areas: Sequence[Area], last_column: int) -> None:
        self._areas = areas
        self._last_column = last_column
        self._next = 0
        # First column, area, value and fault of what reaches the current row; never overlapping.
        self._active: list[tuple[int, Area, str, Fault | None]] = []
        self._ends = 0

    def fill(self, row: SheetRow) -> SheetRow:
        """Return the row with the merged cells filled; an empty row stays empty."""
        number, cells = row.number, row.cells
        if self._active and number > self._ends:
            self._active = [entry for entry in self._active if entry[1].last_row >= number]
            self._ends = min((entry[1].last_row for entry in self._active), default=0)
        while self._next < len(self._areas) and self._areas[self._next].first_row <= number:
            self._begin(self._areas[self._next], row)
            self._next += 1
        if not cells or not self._active:
            return row
        filled = dict(cells)
        faults = list(row.faults)
        for first, area, value, fault in self._active:
            last = min(area.last_column, self._last_column)
            if first < last and _is_banner(cells, area):
                last = first
            for column in range(first, last + 1):
                filled.setdefault(column, value)
            if fault is not None and area.first_row < number:
                faults.append(fault)
        return row._replace(cells=filled, faults=faults)

    def _begin(self, area: Area, row: SheetRow) -> None:
        value = row.cells.get(area.first_column, "")
        if area.first_row != row.number or not value:
            return
        at = bisect_right(self._active, area.first_column, key=lambda entry: entry[0])
        before = self._active[at - 1][1].last_column if at else -1
        after = self._active[at][0] if at < len(self._active) else area.last_column + 1
        if before >= area.first_column or after <= area.last_column:
            return
        fault = next((fault for fault in row.faults if fault.column == area.first_column), None)
        entry = (area.first_column, area, value, fault)
        insort(self._active, entry, key=lambda other: other[0])
        self._ends = min(self._ends or area.last_row, area.last_row)


def combine_header(rows: list[SheetRow], areas: Sequence[Area]) -> None:
    """Join a header of several rows into the last of them, in place.

    A header has several rows where a wide area has different texts below it: `Customer` over
    `question` and `answer` makes `Customer question` and `Customer answer`. The rows above the last
    become empty. Only the first row with two cells or more is looked at: what stands above is a
    title, what stands below is data.

    Args:
        rows: the first rows of the sheet, not filled.
        areas: its merged areas, in the order of their first rows.
    """
    first = next((row.number for row in rows if len(row.cells) > 1), 0)
    end = _header_end({row.number: row for row in rows}, first, areas) if first else 0
    if end == first:
        return
    block = [at for at, row in enumerate(rows) if first <= row.number <= end]
    fill = MergeFill(areas, max(max(rows[at].cells) for at in block))
    names: dict[int, list[str]] = {}
    for at in block:
        for column, text in fill.fill(rows[at]).cells.items():
            parts = names.setdefault(column, [])
            if text not in parts:
                parts.append(text)
        rows[at] = rows[at]._replace(cells={}, faults=())
    joined = {column: " ".join(parts) for column, parts in sorted(names.items())}
    rows[block[-1]] = rows[block[-1]]._replace(cells=joined)


def _header_end(rows: dict[int, SheetRow], first: int, areas: Sequence[Area]) -> int:
    """Return the number of the last row of the header that begins in row `first`."""
    end = first
    for _ in range(_MOST_LEVELS):
        groups = [
            area
            for area in _begun(first, end, areas)
            if area.last_row >= end
            and area.last_column > area.first_column
            and area.first_column in rows.get(area.first_row, rows[first]).cells
        ]
        if not groups or not all(_has_names_below(rows, group) for group in groups):
            break
        end = max(group.last_row for group in groups) + 1
    if end == first:
        return first
    return max(end, *(area.last_row for area in _begun(first, end, areas)))


def _begun(first: int, end: int, areas: Sequence[Area]) -> Sequence[Area]:
    """Return the areas that begin in the rows from `first` to `end`; a tall one is no header."""
    low = bisect_left(areas, first, key=lambda area: area.first_row)
    high = bisect_right(areas, end, key=lambda area: area.first_row)
    return [area for area in areas[low:high] if area.last_row - area.first_row < _MOST_LEVELS]


def _has_names_below(rows: dict[int, SheetRow], area: Area) -> bool:
    below = rows.get(area.last_row + 1)
    if below is None:
        return False
    columns = range(area.first_column, area.last_column + 1)
    texts = [text for column, text in below.cells.items() if column in columns]
    return len(texts) > 1 and len(set(texts)) == len(texts)


def _is_banner(cells: dict[int, str], area: Area) -> bool:
    return all(area.first_column <= column <= area.last_column for column in cells)
