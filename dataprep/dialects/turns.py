"""The list of turns inside a record, and a turn that already is a chat message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import value
from dataprep.dialects.roles import role_of
from dataprep.formats.base import Unusable, as_text
from dataprep.jsontext import loads_or_none
from dataprep.model import Example

_ORDER = ("content", "name", "tool_calls", "tool_call_id", "function_call", "weight")


def holds_turns(sample: Sequence[Mapping[str, Any]], column: str) -> bool:
    """Whether some row of the sample has a list in the column, or text that begins like one."""
    values = (row.get(column) for row in sample)
    return any(
        isinstance(one, list) or (isinstance(one, str) and one.lstrip().startswith("["))
        for one in values
    )


def turns_of(row: Mapping[str, Any], column: str) -> list[Any]:
    """Return the turns in a column: a list, or text that is a JSON list.

    Raises:
        Unusable: the column holds something else, or nothing.
    """
    turns = value(row, column)
    if isinstance(turns, str):
        parsed = loads_or_none(turns)
        if isinstance(parsed, list):
            turns = parsed
    if not isinstance(turns, list):
        raise Unusable(
            "CNV001",
            f"`{column}` holds {as_text(turns)[:60]!r}, not a list of messages",
        )
    if not turns:
        raise Unusable("CNV001", f"`{column}` is an empty list: there is no message to learn from")
    return turns


def openai_message(turn: Any, place: str) -> Example:
    """Return a message with role and content in chat rows' key order; every other key is kept.

    The role is a value of `ROLES`. A key whose value is null is left out, as if it were not there
    (tables of nested records have every key in every message), but for the content. The content is
    the message's own: a step that changes it does not change the record.

    Raises:
        Unusable: the turn is not an object, or its role is missing or unknown.
    """
    if not isinstance(turn, dict):
        raise Unusable("CNV001", f"{place} is {as_text(turn)[:60]!r}, not a message object")
    if "role" not in turn:
        raise Unusable("CNV012", f"the message at {place} has no `role`")
    role = role_of(turn["role"], f"{place}.role")
    if len(turn) == 2 and type(turn.get("content")) is str:
        return {"role": role, "content": turn["content"]}
    # Keys in a stable order, whatever the order in the source.
    message: Example = {"role": role}
    for key in (*_ORDER, *turn):
        if key in turn and key not in message and (key == "content" or turn[key] is not None):
            message[key] = turn[key]
    content = message.get("content")
    if isinstance(content, list):
        message["content"] = [dict(part) if isinstance(part, dict) else part for part in content]
    elif content is not None and type(content) is not str:
        message["content"] = as_text(content)
    return message
