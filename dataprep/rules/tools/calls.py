"""The calls of a conversation, and the branches that a row's conversation has.

A call is an entry of ``tool_calls``, or the older ``function_call`` of a message. What is not of the
right type is left out: the schema speaks about it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from dataprep.rules.row import Message, Path, Row

LONGEST_NAME = 256
"""Names above this are no names (platforms take 64 characters); tallies pass over them."""


class Call(NamedTuple):
    """One call.

    Attributes:
        path: of the call.
        function: of the object that holds name and arguments.
        id: None where there is none, as in a `function_call`.
        name: of the tool; None where it is missing or no text.
        arguments: as they stand: text, or an object.
        legacy: whether it is a `function_call`.
    """

    path: Path
    function: Path
    id: str | None
    name: str | None
    arguments: Any
    legacy: bool = False

    @property
    def label(self) -> str:
        """What messages call it: the tool's name between backticks, or ``a call``."""
        return f"`{short(self.name, 40)}`" if self.name else "a call"


def of_message(message: Message) -> Iterator[Call]:
    """Yield the calls of a message, in their order."""
    for path, call in message.calls():
        function = call.get("function")
        inner = function if isinstance(function, dict) else {}
        yield Call(
            path,
            (*path, "function"),
            _text(call.get("id")),
            _text(inner.get("name")),
            inner.get("arguments"),
        )
    legacy = message.data.get("function_call")
    if isinstance(legacy, dict):
        path = (*message.path, "function_call")
        yield Call(path, path, None, _text(legacy.get("name")), legacy.get("arguments"), True)


def of_row(row: Row) -> list[Call]:
    """Return all calls of a row, those of a preference row's outputs last.

    Most rules about tools ask for them, so they are gathered once a row.
    """
    known: list[Call] | None = row.notes.get("calls")
    if known is None:
        known = [call for message in row.messages for call in of_message(message)]
        row.notes["calls"] = known
    return known


def outputs(row: Row) -> list[list[Message]]:
    """Return the ways in which the conversation goes on: a preference row's outputs, else one empty.

    Each output follows the conversation by itself, so that ids may stand in both.
    """
    if row.kind != "preference":
        return [[]]
    keys = ("preferred_output", "non_preferred_output")
    return [[one for one in row.outputs if one.path[0] == key] for key in keys]


def short(value: Any, limit: int = 60) -> str:
    """Return a value as one line of at most `limit` characters."""
    text = " ".join(str(value)[: 4 * limit].split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
