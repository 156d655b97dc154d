"""Preferences: rows that tell good answers from bad ones, which are no pairs and never become any."""

from __future__ import annotations

from dataprep.dialects.base import REJECTED_NAMES, find, is_preference
from dataprep.engine.inputs import Input
from dataprep.engine.validation.kinds import kind_of
from dataprep.errors import InputError
from dataprep.targets import Target

_KIND = "preference"
_FORM = "`input`, `preferred_output` and `non_preferred_output`"
_CHOSEN = (
    "chosen", "preferred", "chosen_response", "chosen_answer", "chosen_output", "chosen_completion",
)  # fmt: skip


def are_preferences(name: str, one: Input, answer: str, target: Target) -> bool:
    """Return whether the rows of a file are preferences that can stay as they are.

    Args:
        name: of the file.
        one: the file, after a look that found no layout.
        answer: the column that looks like the answer; empty where none does.
        target: by which they will be judged.

    Raises:
        InputError: they are in a form that cannot be checked, or of no use for the target.
    """
    rows = [record.data for record in one.sample if isinstance(record.data, dict)]
    ready = len(rows) == len(one.sample) and all(kind_of(row, None) == _KIND for row in rows)
    if not ready and not is_preference(one.columns, rows, answer or None):
        return False
    if _KIND not in (taken := target.value("formats", ()) or (_KIND,)):
        raise InputError(
            f"{name}: holds preferences, and {target.name} takes {', '.join(taken)}",
            f"choose another --target, or learn {_better(one)}",
        )
    if ready:
        return True
    if find(one.columns, REJECTED_NAMES) is None:
        raise InputError(
            f"{name}: the column `{find(one.columns, ('label',))}` tells good answers from bad ones, "
            "and not all answers are to be learned",
            "leave only the good rows in the file, without that column",
        )
    columns = ", ".join(f"`{column}`" for column in one.columns[:20])
    also = "; trl trains on them as they are, unchecked" if target.name.startswith("trl") else ""
    raise InputError(
        f"{name}: holds preferences in the columns {columns}, and preferences are checked as {_FORM}",
        f"name the columns so, as dataprep explain SCH001 says{also}; or learn {_better(one)}",
    )


def _better(one: Input) -> str:
    chosen = find(one.columns, _CHOSEN) or "COLUMN"
    prompt = find(one.columns, ("prompt", "question", "instruction", "input")) or "COLUMN"
    return f"the better answers alone: --map prompt={prompt} --map completion={chosen}"
