"""The look at every input before the work begins: how it is read, and which layout its rows have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from dataprep.dialects import recognise
from dataprep.dialects.base import Binding, quoted
from dataprep.dialects.mapped import Mapped
from dataprep.dialects.template import Template
from dataprep.engine.settings import Settings
from dataprep.errors import InputError, UsageError
from dataprep.formats.base import shown
from dataprep.model import Finding, Record, Reject
from dataprep.readers import open_source
from dataprep.readers.blocks import BLOCK_SIZE
from dataprep.readers.source import Source

SAMPLE = 200
"""How many records a layout is recognised from."""


@dataclass
class Input:
    """One input after the look.

    Attributes:
        source: its bytes.
        description: how it is read, for people.
        binding: how its rows become examples; None for an input without rows.
        columns: its columns, or the keys of the sample.
        sample: the first records.
        notes: findings about the file as a whole.
    """

    source: Source
    description: str = ""
    binding: Binding | None = None
    columns: list[str] = field(default_factory=list)
    sample: list[Record] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


def look(source: Source, settings: Settings, lenient: bool = False) -> Input:
    """Open a source, read its first rows, and find the layout.

    Args:
        lenient: leave the binding out, instead of raising, when no layout fits.

    Raises:
        InputError: the source cannot be read, or no row of its beginning can.
        UsageError: no layout fits, or the mapping names a column that is not there.
    """
    reading = open_source(source, settings.read)
    records: list[Record] = []
    rejects: list[Reject] = []
    size = 0
    for block in islice(reading.blocks, 8):
        for item in block.records():
            size += item.size
            if isinstance(item, Reject):
                rejects.append(item)
            else:
                records.append(item)
            if len(records) >= SAMPLE:
                break
        # A block ends early where the rows of a table stop being regular: a few rows are no sample.
        if len(records) >= SAMPLE or (records and size >= BLOCK_SIZE):
            break
    found = Input(source, reading.description, notes=reading.notes)
    # A thousand inputs must not keep a thousand heads in memory.
    source.__dict__.pop("head", None)
    if not records:
        if rejects:
            raise InputError(
                f"{source.name}: none of its first {len(rejects):,} rows can be read",
                "look at the file, or name its format with --input-format",
                [one.finding for one in rejects],
            )
        return found
    found.sample = records
    rows = [valued(record.data, settings.values) for record in records]
    found.columns = reading.columns or list(dict.fromkeys(key for row in rows for key in row))
    for column in (settings.group_by, settings.order_by, *settings.values):
        if column is not None:
            require(column, found.columns, source.name)
    try:
        found.binding = bind(found.columns, rows, settings, source.name)
    except UsageError:
        if not lenient:
            raise
    return found


def bind(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], settings: Settings, name: str
) -> Binding:
    """Return how rows with these columns become examples.

    Raises:
        UsageError: as for `look`; the hint is a command line that would work.
    """
    binding: Binding | None
    if settings.columns or settings.templates:
        templates = {part: Template.parse(text) for part, text in settings.templates.items()}
        try:
            binding = Mapped(settings.columns, templates).bound(columns, rows)
        except UsageError as error:
            raise UsageError(f"{name}: {error.message}", error.hint) from error
    else:
        binding = recognise(columns, rows, settings.dialect)
    if binding is None:
        nested = next((name for name in columns if any(map(_holds_records(name), rows))), None)
        if nested is not None:
            raise UsageError(
                f"{name}: no known layout has these columns: {quoted(columns)}",
                f"`{nested}` holds lists of records: take them apart with --explode {nested}",
            )
        user, assistant = _longest(columns, rows)
        if settings.group_by is not None:
            role = _most_repeated([name for name in columns if name != settings.group_by], rows)
            content = user if assistant == role else assistant
            raise UsageError(
                f"{name}: no known layout of messages has these columns: {quoted(columns)}",
                f"say who speaks and what is said, e.g. --map 'role={role}' "
                f"--map 'content={content}' --values '{role}:OLD=user,OLD=assistant'",
            )
        raise UsageError(
            f"{name}: no known layout has these columns: {quoted(columns)}",
            f"say which column is which side, e.g. --map 'user={user}' "
            f"--map 'assistant={assistant}', or look at the rows with --preview 3",
        )
    if "role" in binding.parts and settings.group_by is None:
        raise UsageError(
            f"{name}: each row holds one message of a conversation ({binding.describe()})",
            "fold the rows: --group-by COLUMN --order-by COLUMN; "
            f"the columns are {quoted(columns)}",
        )
    return binding


def _holds_records(column: str) -> Callable[[Mapping[str, Any]], bool]:
    """Return whether a row holds a list of objects in the column, as a function of the row."""

    def holds(row: Mapping[str, Any]) -> bool:
        cell = row.get(column)
        return isinstance(cell, list) and bool(cell) and all(isinstance(one, dict) for one in cell)

    return holds


def _longest(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Return the two columns with the longest texts, in their order: a guess for the hint."""
    size = {name: sum(len(shown(row.get(name))) for row in rows) for name in columns}
    chosen = sorted(columns, key=lambda name: -size[name])[:2]
    pair = [*(name for name in columns if name in chosen), "COLUMN", "COLUMN"]
    return pair[0], pair[1]


def _most_repeated(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the column with the fewest different values: who speaks, in a log."""
    kinds = {name: len({shown(row.get(name)) for row in rows}) for name in columns}
    return min(columns, key=lambda name: kinds[name], default="COLUMN")


def valued(row: Any, values: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a row with the known values of ``--values`` replaced; others stay."""
    if not values or not isinstance(row, dict):
        return row
    changed = dict(row)
    for column, table in values.items():
        if column in row:
            changed[column] = table.get(str(row[column]), row[column])
    return changed


def require(column: str, columns: Sequence[str], name: str) -> None:
    """Raise `UsageError` when an input does not have a column that an option names."""
    import difflib

    if column in columns:
        return
    near = difflib.get_close_matches(column, columns, 1, 0.6)
    raise UsageError(
        f"{name}: there is no column `{column}`; the columns are {quoted(columns)}",
        f"did you mean `{near[0]}`?" if near else "name one of them",
    )
