"""Which kind of training row an object is, by its keys."""

from __future__ import annotations

from typing import Any

UNKNOWN = "unknown"
_OF_METHOD = {"dpo": "preference", "reinforcement": "reinforcement"}


def kind_of(row: dict[str, Any], method: str | None) -> str:
    """Return the kind of a row, or ``unknown``.

    Args:
        method: what was asked for; rows of messages are reinforcement rows only under that method.
    """
    if "messages" in row:
        return "reinforcement" if method == "reinforcement" else "chat"
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
