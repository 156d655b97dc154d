"""Which sheets of a workbook are prepared, where nobody said so."""

from __future__ import annotations

from collections.abc import Sequence

from dataprep.engine.inputs import Input
from dataprep.errors import DataprepError
from dataprep.fixing.prepare.questions import Ask, Question
from dataprep.readers import open_source
from dataprep.readers.options import ReadOptions

ALL = "all"


def sheets_of(one: Input, ask: Ask) -> tuple[str, ...]:
    """Return the sheets to read; empty where there is nothing to choose.

    Args:
        one: the file, after the look at its first sheet.
        ask: who chooses, where other visible sheets hold something.
    """
    others = open_source(one.source, ReadOptions()).unread
    if not others or not one.sample:
        return ()
    first = one.sample[0].where.rpartition("!")[0]
    alike = (first, *(name for name in others if _columns(one, name) == one.columns))
    choices = tuple(name for name in dict.fromkeys((first, *others)) if name != ALL)
    text = f"{1 + len(others)} sheets hold something: {_quoted((first, *others))}; "
    if len(alike) > 1:
        text += f"read `{first}`, another one, or {ALL} {len(alike)} with the columns of `{first}`?"
        if set(alike) < {first, *others}:
            text += f" These are {_quoted(alike)}"
        choices = (ALL, *choices)
    else:
        text += f"no other has the columns of `{first}`; read which one?"
    said = str(ask(Question("sheets", text, ALL if len(alike) > 1 else first, choices)))
    return alike if said == ALL and ALL in choices else (said,)


def _columns(one: Input, sheet: str) -> list[str] | None:
    try:
        return open_source(one.source, ReadOptions(sheets=(sheet,))).columns
    except DataprepError:  # a sheet that cannot be read is not like the others
        return None


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
