"""TLS003: arguments that the tool's own parameters do not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Content, Problem, RowRule, Sample, rows
from dataprep.rules.row import Row
from dataprep.rules.tools import arguments, calls, declared, parameters
from dataprep.targets import Target

_ARTICLES = {"array": "an array", "integer": "an integer", "object": "an object", "null": "null"}


def _row(text: str) -> Content:
    function = {"name": "set_height", "arguments": text}
    schema = {
        "type": "object",
        "properties": {"height": {"type": "integer"}, "unit": {"enum": ["m", "ft"]}},
        "required": ["height"],
        "additionalProperties": False,
    }
    return rows(
        {
            "messages": [
                {"role": "user", "content": "Go up to ten metres."},
                {
                    "role": "assistant",
                    "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
                },
            ],
            "tools": [
                {"type": "function", "function": {"name": "set_height", "parameters": schema}}
            ],
        }
    )


class ArgumentsBreakSchema(RowRule):
    """Finds calls whose arguments break the parameters that the row declares for the tool.

    What it does: checks the arguments of every call against the JSON Schema in the tool's
        `parameters`, and names up to three broken places of a call. References that lead outside the
        schema are never followed; a schema that is invalid, or would take too long, judges nothing.

    Why it matters: the model learns to call the tool in a way that the tool refuses.

    What to do: correct the arguments, or the parameters where they are what is wrong.

    Source: OpenAI, function calling guide, 2026-11-20
    """

    code = "TLS003"
    name = "arguments-break-schema"
    severity = Severity.ERROR
    wakes_on = frozenset({"row:tools", "row:functions"})
    bad = (
        Sample(_row('{"height": "10"}')),
        Sample(_row('{"unit": "m"}')),
        Sample(_row('{"height": 10, "unit": "metres"}')),
        Sample(_row('{"height": 10, "hight": 10}')),
    )
    good = (Sample(_row('{"height": 10}')), Sample(_row('{"height": 10, "unit": "ft"}')))

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the places where the arguments of a declared tool break its parameters."""
        schemas = declared.parameters(row)
        if not schemas:
            return
        judge = parameters.Judge()
        for call in calls.of_row(row):
            schema = schemas.get(call.name or "")
            value = arguments.read(call.arguments).value
            if not isinstance(schema, dict) or not isinstance(value, dict):
                continue
            path = (*call.function, "arguments")
            for one in judge.broken(schema, value):
                inner = one.path if isinstance(call.arguments, dict) else ()
                yield Problem(
                    _message(call.label, one, value),
                    (*path, *inner),
                    "correct the arguments, or the tool's `parameters`",
                )


def _message(tool: str, broken: parameters.Broken, value: Any) -> str:
    keyword, limit = broken.keyword, broken.limit
    place = _place(broken.path)
    for part in broken.path:
        value = value[part]
    if keyword == "required":
        return f"{tool} is called without {_at(place, limit)}, which its parameters require"
    if keyword == "additionalProperties" and isinstance(limit, list) and limit:
        return f"{tool} is called with {_at(place, limit[0])}, which its parameters do not have"
    what = f"`{calls.short(place)}` of {tool}" if place else f"the value of {tool}"
    if keyword == "type" and isinstance(limit, list):
        wanted = " or ".join(_ARTICLES.get(one, f"a {one}") for one in limit)
        return f"{what} is {_kind(value)}, its parameters take {wanted}"
    if keyword == "enum" and isinstance(limit, list):
        options = calls.short(", ".join(f"`{calls.short(one, 20)}`" for one in limit[:8]))
        return f"{what} is `{_shown(value)}`, its parameters take {options}"
    if keyword:
        asked = f" (`{calls.short(limit, 40)}`)" if isinstance(limit, (int, float, str)) else ""
        return f"{what} is `{_shown(value)}`, which breaks `{keyword}`{asked} of its parameters"
    return f"the arguments of {tool} break its parameters"


def _place(path: tuple[str | int, ...]) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path[:12])
    return "".join(parts).removeprefix(".")


def _at(place: str, key: object) -> str:
    return f"`{calls.short(f'{place}.{key}' if place else key)}`"


def _kind(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return _ARTICLES["object" if isinstance(value, dict) else "array"]
    if value is None or isinstance(value, bool):
        return "null" if value is None else f"the boolean `{str(value).lower()}`"
    return f"the {'text' if isinstance(value, str) else 'number'} `{_shown(value)}`"


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    names = {None: "null", True: "true", False: "false"}
    plain = value is None or isinstance(value, bool)
    return names[value] if plain else calls.short(value, 40) or " "
