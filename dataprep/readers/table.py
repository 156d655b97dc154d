"""Where the header of a table is, and what its columns are called.

Shared by everything that reads rows of cells. A row is a header when it speaks about the column
below it rather than like it: text above numbers, a name that datasets use, and never a value that
stands in the column again. Title and preamble rows are those with few filled cells compared with
the rest of the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median_high

from dataprep.errors import UsageError
from dataprep.readers.cell_kinds import is_absent, is_passage, kind_of, same_shape, usual_kind

# fmt: off
KNOWN_NAMES = frozenset({
    "prompt", "completion", "chosen", "rejected", "question", "questions", "answer", "answers",
    "instruction", "instructions", "input", "inputs", "output", "outputs", "query", "response",
    "responses", "text", "content", "message", "messages", "conversation", "conversations",
    "history", "user", "assistant", "system", "human", "role", "label", "labels", "category",
    "class", "context", "title", "source", "target", "reference", "id", "name", "date", "url",
})
# fmt: on
"""Column names that datasets use; one of them makes a first row a header."""

_MOST_PREAMBLE = 50
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Header:
    """What the first rows of a table say about its columns.

    Attributes:
        row: 0-based index in the given rows of the header row; -1 when there is none.
        names: unique, non-empty column names, white space around them stripped.
        notes: (code, message) pairs worth telling: REA004, REA008 and REA010.
        first: 0-based index of the first row of data.
    """

    row: int
    names: list[str]
    notes: list[tuple[str, str]] = field(default_factory=list)
    first: int = 0


def choose_header(rows: list[list[str]], header: str, *, merged: bool = False) -> Header:
    """Find the header among the first rows of a table.

    Args:
        rows: the first rows as text, blank ones included.
        header: ``auto``, ``none``, or the header's 1-based number among `rows`, as text.
        merged: merged cells were filled with their value, so a title may fill its whole row; runs
            of one value then count as one cell.

    Raises:
        UsageError: `header` is none of the three, or a number beyond `rows`.
    """
    if header == "none":
        return Header(-1, _numbered(_width(rows)))
    if header != "auto":
        return _at(rows, _number(header, len(rows)))
    start = _table_start(rows, merged)
    # A title with a separator in it is filled like a table, but not as full as this one is.
    full = _table_start(rows, merged, whole=True)
    if start < full < len(rows) and _known(rows[full]) and not _known(rows[start]):
        start = full
    if start < len(rows) and _is_header(rows[start], rows[start + 1 :]):
        return _at(rows, start)
    notes = _skipped(rows[:start]) if start < len(rows) else []
    first = start if notes else 0
    return Header(-1, _numbered(_width(rows[first:])), notes, first)


def _number(header: str, count: int) -> int:
    """Return the 0-based row that `header` names."""
    if not (header.isascii() and header.isdigit() and 0 < len(header) < 10 and int(header) > 0):
        raise UsageError(
            f"header `{header}` is not a row number", "use `auto`, `none` or a number from 1"
        )
    if int(header) > count:
        raise UsageError(
            f"the header is said to be in row {header}, but only {count} rows were found there",
            "check the number, or leave it out to have the header found",
        )
    return int(header) - 1


def _at(rows: list[list[str]], row: int) -> Header:
    names, notes = _unique(rows[row] or [""] * _width(rows))
    return Header(row, names, [*_skipped(rows[:row]), *notes], row + 1)


def _unique(cells: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Turn header cells into unique, non-empty names, and say what was changed."""
    wanted = [cell.replace("\0", "").strip() for cell in cells]
    taken = set(wanted)
    names: list[str] = []
    seen: set[str] = set()
    suffixes: Counter[str] = Counter()
    empty: list[str] = []
    repeated: list[str] = []

    def free(name: str) -> str:
        while True:
            suffixes[name] += 1
            candidate = f"{name}_{suffixes[name] + 1}"
            if candidate not in taken and candidate not in seen:
                return candidate

    for position, plain in enumerate(wanted, 1):
        name = plain or f"column{position}"
        if name in seen or (not plain and name in taken):
            name = free(name)
        if not plain:
            empty.append(name)
        elif name != plain:
            repeated.append(f"`{plain}` as `{name}`")
        seen.add(name)
        names.append(name)
    notes = []
    if holding := sum("\0" in cell for cell in cells):
        text = f"{_count(holding, 'column name')} with NUL characters: read without them"
        notes.append(("REA004", text))
    if empty:
        listed = _list([f"`{name}`" for name in empty])
        notes.append(("REA008", f"{_count(len(empty), 'column')} without a name: read as {listed}"))
    if repeated:
        text = f"{_count(len(repeated), 'column name')} given twice: read {_list(repeated)}"
        notes.append(("REA008", text))
    return names, notes


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _list(items: list[str], most: int = 5) -> str:
    rest = len(items) - most
    return ", ".join(items[:most]) + (f" and {rest} more" if rest > 0 else "")


def _skipped(rows: list[list[str]]) -> list[tuple[str, str]]:
    """Return the note for the rows above the table, if any holds text."""
    texts = [" ".join(filter(None, map(str.strip, row))) for row in rows]
    filled = [text for text in texts if text]
    if not filled:
        return []
    shown = _list([f"`{t if len(t) <= 60 else t[:60] + '...'}`" for t in filled], 3)
    return [("REA010", f"{_count(len(filled), 'row')} above the table not read as data: {shown}")]


def _numbered(width: int) -> list[str]:
    return [f"column{number}" for number in range(1, width + 1)]


def _width(rows: list[list[str]]) -> int:
    """Return the usual number of cells of a row that is not blank."""
    counts = Counter(len(row) for row in rows if _filled(row, False))
    if not counts:
        return max(map(len, rows), default=0)
    return max(counts, key=lambda width: (counts[width], width))


def _filled(row: list[str], merged: bool) -> int:
    """Count the cells with text in them."""
    cells = [cell for cell in row if cell and not cell.isspace()]
    if merged:
        return sum(1 for at, cell in enumerate(cells) if at == 0 or cells[at - 1] != cell)
    return len(cells)


def _table_start(rows: list[list[str]], merged: bool, *, whole: bool = False) -> int:
    """Return the index of the first row that is filled like the table; past the end if none is.

    With `whole` the row has as many filled cells as is usual; else half of them are enough.
    """
    filled = [_filled(row, merged) for row in rows]
    counts = [count for count in filled if count]
    if not counts:
        return len(rows)
    usual = median_high(counts)
    enough = usual if whole else min(usual, max(2, (usual + 1) // 2))
    start = next(at for at, count in enumerate(filled) if count >= enough)
    # A sparse table has a header that is much fuller than its rows and than what is above it.
    for at in range(start + 1, min(start + 6, len(rows) - 1)):
        if filled[at] >= 2 * max(2, filled[start]) and filled[at] > usual and _all_text(rows[at]):
            start = at
            break
    return start if start <= _MOST_PREAMBLE else 0


def _all_text(row: list[str]) -> bool:
    return {kind_of(cell.strip()) for cell in row} <= {"text", ""}


def _is_header(row: list[str], below: list[list[str]]) -> bool:
    """Whether `row` names the columns of the rows below it."""
    cells = [cell.strip() for cell in row]
    kinds = [kind_of(cell) for cell in cells]
    if not any(kind == "text" for kind in kinds):
        return False
    speaks_for = against = weakly_against = 0
    for at, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        column = [other[at].strip() for other in below if at < len(other)]
        present = [value for value in column if not is_absent(value)]
        usual = usual_kind(present)
        if not kind:
            continue
        if kind == "text" and cell in present:
            against += 1
        elif kind == "text" and usual not in ("text", ""):
            speaks_for += 2
        elif cell.lower() in KNOWN_NAMES:
            speaks_for += 1
        elif kind == "text":
            against += _is_passage_among(cell, present)
        elif _YEAR.fullmatch(cell) and not all(map(_YEAR.fullmatch, present)):
            continue
        elif kind == usual or not present:
            weakly_against += 1
        if kind == "text" and usual == "text" and same_shape(cell, present):
            weakly_against += 1
    if speaks_for:
        return speaks_for >= against
    return not against and not weakly_against


def _known(row: list[str]) -> bool:
    """Whether a cell is a name that datasets use."""
    return any(cell.strip().lower() in KNOWN_NAMES for cell in row)


def _is_passage_among(cell: str, column: list[str]) -> bool:
    """Whether a cell is a sentence or a passage above others of its sort."""
    return is_passage(cell) and 2 * sum(map(is_passage, column)) >= len(column)
