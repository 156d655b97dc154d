"""A sheet as a table: where its header is, which columns it has, and a record for each row.

The table's columns are those that hold text in the first rows; a later row with a value elsewhere
contradicts that and is rejected. A cell that holds an error arrives as an `ErrorCell`, which costs the
row only where the cell is needed; a formula whose result was never saved leaves its cell empty. The
sheet gets one warning for each of the two, with their count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from dataprep.codes import finding
from dataprep.errors import UsageError
from dataprep.model import ErrorCell, Finding, Location, Record, Reject, Severity
from dataprep.readers.options import ReadOptions
from dataprep.readers.sheets.cells import column_letters
from dataprep.readers.sheets.merge import MergeFill, combine_header
from dataprep.readers.sheets.rows import Marks, Sheet, SheetRow
from dataprep.readers.table import choose_header

SAMPLE_ROWS = 100
"""How many rows with cells the header is looked for in."""

_ROW_COST = 16  # bytes that a row takes whatever it holds, so that blocks of empty cells end


@dataclass(slots=True)
class SheetTable:
    """A sheet that was looked at and is ready to be read once.

    Attributes:
        path: the input as the user named it.
        sheet: the sheet.
        columns: 0-based column of the sheet -> name, from left to right.
        header: number of the header's row in the sheet; 0 when there is none.
        first: number of the first row of data.
        notes: findings about the sheet; those that only the last row settles come when it is read.
    """

    path: str
    sheet: Sheet
    marks: Marks
    columns: dict[int, str]
    header: int
    first: int
    skip_hidden: bool
    notes: list[Finding] = field(default_factory=list)

    def records(self, notes: list[Finding]) -> Iterator[Record | Reject]:
        """Yield a record or reject for every row of data that is not empty.

        Args:
            notes: gets the findings that are known at the end of the sheet.
        """
        fill = MergeFill(self.marks.areas, max(self.columns, default=0))
        known = self.columns.keys()
        left = column_letters(min(self.columns, default=0))
        hidden = uncalculated = rows = faults = 0
        example = first_fault = ""
        for row in map(fill.fill, self.sheet.rows()):
            if row.number < self.first:
                continue
            if row.hidden:
                hidden += 1
                if self.skip_hidden:
                    continue
            if row.formulas:
                uncalculated += len(row.formulas)
                example = example or self._cell(row.formulas[0].column, row)
            cells = row.cells
            if (row.formulas and not cells) or not cells.keys() <= known:
                rows += 1
                yield self._reject(row)
                continue
            data = {name: cells.get(column, "") for column, name in self.columns.items()}
            for fault in row.faults:
                cell = self._cell(fault.column, row)
                faults, first_fault = faults + 1, first_fault or f"{cell}: {fault.message}"
                name = self.columns[fault.column]
                data[name] = ErrorCell(cells[fault.column], f"{fault.message} ({cell})")
            size = sum(map(len, cells.values()))
            if size < 32 and not "".join(cells.values()).strip():
                continue
            rows += 1
            yield Record(data, where=f"{self.sheet.name}!{left}{row.number}", size=size + _ROW_COST)
        if faults:
            at, _, message = first_fault.partition(": ")
            others = "1 more cell holds an error" if faults == 2 else f"{faults - 1:,} more do"
            more = f"; {others}" if faults > 1 else ""
            help = "rows that need such a cell are rejected; correct it, or save a copy with values"
            place = Location(self.path, cell=at)
            notes.append(finding("REA005", message + more, place, help, Severity.WARNING))
        notes += self._closing(hidden, uncalculated, example, rows)

    def _reject(self, row: SheetRow) -> Reject:
        extra = [column for column in sorted(row.cells) if column not in self.columns]
        severity: Severity | None = None
        if extra:
            code, at = "REA001", extra[0]
            message = (
                f"a value in column {column_letters(at)}, outside the {len(self.columns)} columns "
                "of the table"
            )
            help = "give the column a name in the header, or clear the cell"
        else:
            # Nothing of the row is left to go through, so this is more than the usual warning.
            code, at, severity = "REA006", row.formulas[0].column, Severity.ERROR
            message = f"the row holds only formulas without a saved result: {row.formulas[0].text}"
            help = "open the workbook in a spreadsheet program and save it, so that it calculates"
        raw = {name: row.cells.get(column, "") for column, name in self.columns.items()}
        raw |= {column_letters(column): row.cells[column] for column in extra}
        for formula in row.formulas:
            raw[self.columns.get(formula.column, column_letters(formula.column))] = formula.text
        place = Location(self.path, cell=self._cell(at, row))
        size = sum(map(len, raw.values())) + _ROW_COST
        return Reject(raw, finding(code, message, place, help, severity), size)

    def _closing(self, hidden: int, uncalculated: int, example: str, rows: int) -> list[Finding]:
        """Return what is known only after the last row."""
        notes = []
        place = Location(self.path, cell=self.sheet.name)
        if hidden:
            fate = "left out" if self.skip_hidden else "read all the same"
            verb = "hidden row was" if hidden == 1 else "hidden rows were"
            help = "" if self.skip_hidden else "leave hidden rows out with --skip-hidden"
            notes.append(finding("REA007", f"{hidden:,} {verb} {fate}", place, help))
        if uncalculated:
            first = Location(self.path, cell=example)
            message = (
                "the formula has no saved result and was read as an empty cell"
                if uncalculated == 1
                else f"{uncalculated:,} formulas of the sheet have no saved result and were read "
                "as empty cells; this is the first"
            )
            help = "open the workbook in a spreadsheet program and save it, so that it calculates"
            notes.append(finding("REA006", message, first, help))
        if not rows:
            held = "a header and no rows" if self.header else "no rows"
            notes.append(finding("JSN013", f"the sheet holds {held}", place))
        return notes

    def _cell(self, column: int, row: SheetRow) -> str:
        return f"{self.sheet.name}!{column_letters(column)}{row.number}"


def describe(tables: Sequence[SheetTable]) -> str:
    """Return ``sheet `Sheet1`, header in row 3`` for people."""
    if len(tables) > 1:
        return f"{len(tables)} sheets"
    table = tables[0]
    header = f"header in row {table.header}" if table.header else "no header"
    return f"sheet `{table.sheet.name}`, {header}"


def shared_columns(tables: Sequence[SheetTable]) -> list[str] | None:
    """Return the columns that all tables have in common order, or None when they differ."""
    first = list(tables[0].columns.values())
    return first if all(list(table.columns.values()) == first for table in tables) else None


def open_table(path: str, sheet: Sheet, options: ReadOptions) -> SheetTable:
    """Find the header and the columns of a sheet from its first rows.

    Args:
        path: the input as the user named it.
        sheet: the sheet.
        options: `header` (a number counts the rows of the sheet) and `skip_hidden` count here.

    Raises:
        UsageError: `options.header` names a row that is empty or is no row number.
    """
    marks = sheet.marks()
    wanted = int(options.header) if _is_row_number(options.header) else 0
    rows = _sample(sheet, wanted, options.skip_hidden)
    if wanted and not any(row.number == wanted for row in rows):
        raise UsageError(
            f"{path}: row {wanted} of the sheet `{sheet.name}` is empty and cannot be the header",
            "check the number, or leave it out to have the header found",
        )
    if options.header != "none":
        combine_header(rows, marks.areas)
    fill = MergeFill(marks.areas, max((max(row.cells) for row in rows if row.cells), default=0))
    rows = [fill.fill(row) for row in rows]
    if wanted:
        # A header of several rows now stands in the last of them, below the row that was named.
        rows = [row for row in rows if row.number >= wanted and row.cells]
    columns = sorted({column for row in rows for column in row.cells})
    texts = [[row.cells.get(column, "") for column in columns] for row in rows]
    found = choose_header(texts, "1" if wanted else options.header, merged=bool(marks.areas))
    header = rows[found.row].number if rows and found.row >= 0 else 0
    # A row that is not in the sample (hidden, say) still counts as one of the data.
    first = rows[found.first].number if not header and found.first else header + 1
    names = dict(zip(columns, found.names, strict=False))
    place = Location(path, cell=f"{sheet.name}!A{header or first}")
    notes = [finding(code, message, place) for code, message in found.notes]
    notes += _hidden_columns(path, sheet, marks, columns)
    return SheetTable(path, sheet, marks, names, header, first, options.skip_hidden, notes)


def _is_row_number(header: str) -> bool:
    return header.isascii() and header.isdigit() and 0 < len(header) < 9 and int(header) > 0


def _sample(sheet: Sheet, wanted: int, skip_hidden: bool) -> list[SheetRow]:
    """Return the first rows that hold text, and for a named header those from its row on.

    The rows above a named header stay for what is merged into it, as long as they are few.
    """
    rows = (row for row in sheet.rows() if row.cells and not (skip_hidden and row.hidden))
    sample: list[SheetRow] = []
    for row in rows:
        if row.number < wanted:
            sample = [*sample[-SAMPLE_ROWS:], row]
            continue
        sample.append(row)
        sample.extend(islice(rows, SAMPLE_ROWS - 1))
        break
    return sample


def _hidden_columns(path: str, sheet: Sheet, marks: Marks, columns: list[int]) -> list[Finding]:
    hidden = [
        column_letters(column)
        for column in columns
        if any(first <= column <= last for first, last in marks.hidden_columns)
    ]
    if not hidden:
        return []
    listed = ", ".join(hidden[:10]) + (f" and {len(hidden) - 10} more" if len(hidden) > 10 else "")
    message = f"hidden columns were read all the same: {listed}"
    return [finding("REA007", message, Location(path, cell=sheet.name))]
