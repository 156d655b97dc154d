"""Which kind of training row an object is, by its keys."""

from __future__ import annotations

from typing import Any

from dataprep.rules.schema.metadata import is_graded

UNKNOWN = "unknown"
_OF_METHOD = {"dpo": "preference", "reinforcement": "reinforcement"}


def kind_of(row: dict[str, Any], method: str | None) -> str:
    """Return the kind of a row, or ``unknown``.

    Args:
        method: what was asked for, by which rows of messages are told apart; where it is None, those
            that end with a question and have something for a grader beside are reinforcement rows.
    """
    if "messages" in row:
        graded = method == "reinforcement" or (method is None and len(row) > 1 and is_graded(row))
        return "reinforcement" if graded else "chat"
    if "chosen" in row and "rejected" in row and "completion" not in row:
        return UNKNOWN  # preference data in a shape of its own, which has a prompt too
    if "prompt" in row or "completion" in row:
        return "prompt-completion"
    if "preferred_output" in row or "non_preferred_output" in row:
        return "preference"
    if "input" in row and isinstance(row["input"], dict):
        return "preference"
    return "text" if isinstance(row.get("text"), str) else UNKNOWN


def expected(formats: tuple[str, ...] | list[str], method: str | None) -> str:
    """Return the kind by which a row of unknown kind is judged."""
    kind = _OF_METHOD.get(method or "", "chat")
    return kind if kind in formats or not formats else formats[0]
