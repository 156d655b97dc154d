"""Tool calls that a dataset writes as text, and tool definitions, in the shape of chat rows."""

from __future__ import annotations

from typing import Any

from dataprep.formats.base import Unusable, as_text
from dataprep.jsontext import dumps, loads_or_none
from dataprep.model import Example


def parsed(value: Any) -> Any:
    """Return the value of text that is JSON (as tables hold it), None for other text."""
    return loads_or_none(value) if isinstance(value, str) else value


def calls_of(value: Any, first: int, place: str) -> list[Example]:
    """Return the tool calls of a turn, with ids ``call_<number>`` from `first` on.

    Args:
        value: one call or a list of them, perhaps as JSON text; a call has ``name`` and ``arguments``
            (or ``parameters``), or both under ``function``.
        place: where it stands, for the message.

    Raises:
        Unusable: it is something else.
    """
    given = parsed(value)
    calls = given if isinstance(given, list) else [given]
    made = []
    for number, call in enumerate(calls, first):
        inner = call.get("function", call) if isinstance(call, dict) else None
        if not isinstance(inner, dict) or not isinstance(inner.get("name"), str):
            break
        arguments = inner.get("arguments", inner.get("parameters"))
        if arguments is None:
            arguments = {}
        text = arguments if isinstance(arguments, str) else dumps(arguments).decode()
        function = {"name": inner["name"], "arguments": text}
        made.append({"id": f"call_{number}", "type": "function", "function": function})
    if not made or len(made) < len(calls):
        raise Unusable(
            "CNV001",
            f"the call at {place} is {as_text(value)[:60]!r}, not JSON with `name` and `arguments`",
        )
    return made


def definitions_of(value: Any) -> list[Any]:
    """Return tool definitions: parsed from JSON text, bare functions wrapped as tools.

    Raises:
        Unusable: it is not a list of objects.
    """
    tools = parsed(value)
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        raise Unusable(
            "CNV001", f"`tools` holds {as_text(value)[:60]!r}, not a JSON list of definitions"
        )
    return [
        tool if "function" in tool or ("type" in tool and "name" not in tool)
        else {"type": "function", "function": tool}
        for tool in tools
    ]  # fmt: skip
