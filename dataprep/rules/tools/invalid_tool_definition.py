"""TLS008: a tool that is not defined as it must be."""

from __future__ import annotations

from typing import Any

from dataprep.rules.base import Content, Problem, Sample, SchemaRule, Violation, rows
from dataprep.rules.row import Row
from dataprep.rules.schema.compiled import tool_path
from dataprep.rules.schema.words import keys, listed, near, place, shown, type_of, types
from dataprep.targets import Target

_ABOVE_ALL = 1_000
# Types of programming languages that are written for JSON's.
_MEANT = {
    **dict.fromkeys(("dict", "map", "struct", "json"), "object"),
    **dict.fromkeys(("list", "tuple", "set"), "array"),
    **dict.fromkeys(("str", "text", "date", "datetime", "enum"), "string"),
    **dict.fromkeys(("int", "long"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("bool",), "boolean"),
    **dict.fromkeys(("none", "nil", "undefined"), "null"),
}


def _row(**function: Any) -> Content:
    call = {"id": "c1", "type": "function", "function": {"name": "get", "arguments": "{}"}}
    return rows({
        "messages": [
            {"role": "user", "content": "Weather?"},
            {"role": "assistant", "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": "3"},
            {"role": "assistant", "content": "3 degrees."},
        ],
        "tools": [{"type": "function", "function": {"name": "get", **function}}],
    })  # fmt: skip


class InvalidToolDefinition(SchemaRule):
    """Finds tool definitions with a wrong name, without type, or with parameters that are no schema.

    What it does: checks every element of `tools` and `functions`: its type, the name's characters
        and length, and `parameters` against the schema of JSON Schema 2020-12. Each definition
        speaks once, at the first place that is wrong.

    Why it matters: the platform rejects the file. A type that JSON does not have (`dict`, `float`)
        also makes every check of the arguments void.

    What to do: correct the definition, in every row that has it.

    Source: OpenAI, function calling guide, and JSON Schema 2020-12, 2026-11-20.
    """

    code = "TLS008"
    name = "invalid-tool-definition"
    bad = (
        Sample(_row(parameters={"type": "dict", "properties": {}})),
        Sample(_row(name="get weather")),
        Sample(_row(parameters={"type": "object", "required": "city"})),
    )
    good = (Sample(_row(parameters={"type": "object", "properties": {}})), Sample(_row()))

    def rank(self, violation: Violation) -> int:
        """Fit everything inside a definition, whatever is wrong with it."""
        return _ABOVE_ALL if tool_path(violation.path) is not None else 0

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the place inside the definition, and what it must be."""
        keyword, path, value, limit, owner = violation
        where = place(path)
        if keyword == "required":
            key = str(path[-1])
            flat = key == "function" and "name" in owner
            help = "put the other keys into `function`" if flat else f"add `{key}`"
            return Problem(f"{place(path[:-1])} has no `{key}`", path[:-1], help)
        if keyword == "pattern" and path[-1] == "name":
            fact = f"{where} is {shown(value)}, which does not match `{limit}`"
            return Problem(fact, path, "use letters, digits, `_` and `-`, 64 at most")
        if keyword == "type":
            wanted = types([limit] if isinstance(limit, str) else limit)
            return Problem(f"{where} is {type_of(value)}, not {wanted}", path, f"make it {wanted}")
        if keyword in ("enum", "anyOf"):
            meant = _meant(value, [one for one in limit if isinstance(one, str)])
            help = f"did you mean `{meant}`?" if meant else f"use {listed(limit)}"
            return Problem(f"{where} is {shown(value)}, not {listed(limit)}", path, help)
        if keyword == "additionalProperties":
            fact = f"{place(path[:-1])} takes no key {keys(path[-1:])}"
            return Problem(fact, path, "remove it")
        fact = f"{where} is {shown(value)}, which breaks `{keyword}` of JSON Schema"
        return Problem(fact, path, "correct it as JSON Schema 2020-12 asks")


def _meant(word: Any, options: list[str]) -> str:
    if isinstance(word, str) and (known := _MEANT.get(word.strip().lower())) in options:
        return str(known)
    return near(word, options)
