"""The schema of a target's rows: the format's base schema, and over it what the target states.

A figure that the target does not state leaves the base as it is, so that an unknown platform is never
stricter than the format. `developer` is always a role: whether it is taken is rule CHT015's matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dataprep.schemas import load
from dataprep.targets.target import Target

Schema = dict[str, Any]

_OWN_MESSAGE_KEYS = ("role", "content")


def row_schema(target: Target, kind: str) -> Schema:
    """Return the JSON Schema of a kind of row on a target, as new data.

    Args:
        target: whose figures are laid over the base.
        kind: ``chat``, ``prompt-completion``, ``preference``, ``reinforcement`` or ``text``.

    Raises:
        UsageError: there is no such kind.
    """
    schema = load(kind)  # read anew each time, so nobody shares it
    if "$defs" in schema:
        _lay_over(schema["$defs"], target)
    if kind != "reinforcement" and (keys := target.value("row_keys")) is not None:
        _close_row(schema, kind, keys)
    return schema


def _lay_over(parts: Schema, target: Target) -> None:
    """Change the definitions of messages and tools as the target's figures say."""
    message = parts["message"]
    if (roles := target.value("roles")) is not None:
        message["properties"]["role"]["enum"] = _with(roles, "developer")
    if target.value("weight_anywhere"):
        for name in ("speaker", "tool_answer", "function_answer"):
            parts[name]["properties"].pop("weight", None)
    if (kinds := target.value("parts")) is not None:
        parts["part"]["properties"]["type"]["enum"] = list(kinds)
        if not kinds:  # a content in parts is none at all
            for name in ("content", "content_or_null"):
                words = parts[name]["type"]
                parts[name] = {"type": [word for word in words if word != "array"]}
    if (pattern := target.value("name_pattern")) is not None:
        message["properties"]["name"]["pattern"] = pattern
    if (pattern := target.value("tool_name_pattern")) is not None:
        parts["function"]["properties"]["name"]["pattern"] = pattern
    if target.value("image_url") == "string":
        parts["image"] = parts["image"]["properties"]["url"]
    if target.value("arguments") == "object":
        parts["arguments"] = {"description": "The arguments.", "type": "object"}
        # Chat templates that take objects pair calls and answers by their order, not by an id.
        parts["tool_call"]["required"].remove("id")
        parts["tool_answer"]["required"].remove("tool_call_id")
    if (keys := target.value("message_keys")) is not None:
        allowed = [*_OWN_MESSAGE_KEYS, *keys]
        _close(message, allowed)
        for name in ("tool_answer", "function_answer"):
            parts[name]["required"] = [key for key in parts[name]["required"] if key in allowed]


def _close_row(schema: Schema, kind: str, keys: Iterable[str]) -> None:
    """Close the row: its own keys and what else the target takes there."""
    if kind == "preference":  # what goes with a conversation stands beside its messages
        conversation = schema["properties"]["input"]
        beside = conversation["properties"].keys()
        _close(conversation, ["messages", *(key for key in keys if key in beside)])
        keys = [key for key in keys if key not in beside]
    elif kind != "chat":  # no conversation, so nothing that belongs to one
        beside = load("chat")["properties"].keys()
        keys = [key for key in keys if key not in beside]
    _close(schema, [*schema["required"], *keys])


def _close(schema: Schema, allowed: Iterable[str]) -> None:
    known = schema["properties"]
    schema["properties"] = {key: known.get(key, True) for key in dict.fromkeys(allowed)}
    schema["additionalProperties"] = False


def _with(values: Iterable[str], one: str) -> list[str]:
    return list(dict.fromkeys((*values, one)))
