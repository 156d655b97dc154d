"""Which sheets of a workbook are read: those asked for, or the first that holds anything.

Hidden sheets are read when they are asked for, or when there is no other."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from dataprep.codes import finding
from dataprep.errors import InputError, UsageError
from dataprep.model import Finding, Location
from dataprep.readers.options import ReadOptions
from dataprep.readers.sheets.rows import Sheet

_MOST_NAMES = 10


def choose_sheets(
    name: str, sheets: Sequence[Sheet], options: ReadOptions
) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets to read, in the order asked for, and what is worth saying about the others.

    Args:
        name: the input as the user named it.
        sheets: all sheets, in the order of the tabs.
        options: `sheets` (a name wins over a number) and `skip_hidden` count here.

    Raises:
        InputError: no sheet holds cells.
        UsageError: a sheet that was asked for is not there, or is a chart.
    """
    tables = [sheet for sheet in sheets if not sheet.kind]
    if not tables:
        held = f"only {_names(sheets)}" if sheets else "no sheet"
        raise InputError(
            f"{name}: the workbook holds {held}, and no cells",
            "open it, put the data in a worksheet and save it as .xlsx or CSV",
        )
    if options.sheets == ("all",):
        chosen = [sheet for sheet in tables if not (sheet.hidden and options.skip_hidden)]
        if not chosen:
            raise UsageError(
                f"{name}: every sheet is hidden: {_names(tables)}", "leave out --skip-hidden"
            )
    elif options.sheets:
        found = [_asked_for(name, sheets, wanted) for wanted in options.sheets]
        chosen = [sheet for at, sheet in enumerate(found) if sheet not in found[:at]]
    else:
        visible = [sheet for sheet in tables if not sheet.hidden] or tables
        chosen = [next((sheet for sheet in visible if sheet.has_values()), visible[0])]
    return chosen, [*_hidden(name, chosen), *_unread(name, tables, chosen, options)]


def unread(sheets: Sequence[Sheet], chosen: Sequence[Sheet]) -> tuple[str, ...]:
    """Return the names of the visible sheets that hold something and were not chosen."""
    others = [one for one in sheets if not one.kind and not one.hidden and one not in chosen]
    return tuple(one.name for one in others if one.has_values())


def _asked_for(name: str, sheets: Sequence[Sheet], wanted: str) -> Sheet:
    """Return the sheet of that name, else of that 1-based number."""
    sheet = next((sheet for sheet in sheets if sheet.name == wanted), None)
    if sheet is None:
        folded = wanted.strip().casefold()
        sheet = next((sheet for sheet in sheets if sheet.name.strip().casefold() == folded), None)
    if sheet is None and wanted.isascii() and wanted.isdigit() and len(wanted) < 6:
        sheet = sheets[int(wanted) - 1] if 0 < int(wanted) <= len(sheets) else None
    if sheet is None:
        near = get_close_matches(wanted[:100], [sheet.name for sheet in sheets], 1, 0.5)
        raise UsageError(
            f"{name}: there is no sheet `{wanted}`; it holds {_names(sheets)}",
            f"did you mean `{near[0]}`?" if near else "choose one of these, or `all`",
        )
    if sheet.kind:
        raise UsageError(
            f"{name}: the sheet `{sheet.name}` is a {sheet.kind} and holds no cells",
            "choose a sheet with cells, or `all`",
        )
    return sheet


def _hidden(name: str, chosen: Sequence[Sheet]) -> list[Finding]:
    hidden = [sheet for sheet in chosen if sheet.hidden]
    if not hidden:
        return []
    verb = "is hidden and was" if len(hidden) == 1 else "are hidden and were"
    return [
        finding("REA007", f"{_names(hidden)} {verb} read all the same", Location(name),
                "leave hidden rows and sheets out with --skip-hidden")
    ]  # fmt: skip


def _unread(
    name: str, tables: Sequence[Sheet], chosen: Sequence[Sheet], options: ReadOptions
) -> list[Finding]:
    """Return one note about the sheets with values that were not chosen."""
    others = [sheet for sheet in tables if sheet not in chosen and sheet.has_values()]
    if not others:
        return []
    left_out = options.sheets == ("all",)
    verb = "was" if len(others) == 1 else "were"
    reason = "left out as hidden" if left_out else "not read"
    help = "" if left_out else "choose with --sheet NAME, or read all with --sheet all"
    return [finding("REA015", f"{_names(others)} {verb} {reason}", Location(name), help)]


def _names(sheets: Sequence[Sheet]) -> str:
    """Return ``the sheet `A` `` or ``3 sheets: `A`, `B`, `C` ``."""
    listed = ", ".join(f"`{sheet.name}`" for sheet in sheets[:_MOST_NAMES])
    rest = len(sheets) - _MOST_NAMES
    more = f" and {rest} more" if rest > 0 else ""
    return f"the sheet {listed}" if len(sheets) == 1 else f"{len(sheets)} sheets: {listed}{more}"
