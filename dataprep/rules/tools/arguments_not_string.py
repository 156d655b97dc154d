"""TLS001: a call's arguments in the form that the target does not take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dataprep.jsontext import dumps, loads_or_none
from dataprep.rules.base import (
    SAFE,
    Content,
    Edit,
    Problem,
    Sample,
    SchemaRule,
    Set,
    Violation,
    rows,
)
from dataprep.rules.mending import value_at
from dataprep.rules.row import Row
from dataprep.rules.schema.words import place, type_of
from dataprep.targets import Target


def _row(arguments: Any) -> Content:
    call = {"id": "c1", "type": "function", "function": {"name": "get", "arguments": arguments}}
    return rows({
        "messages": [
            {"role": "user", "content": "Weather in Oslo?"},
            {"role": "assistant", "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": "3"},
            {"role": "assistant", "content": "3 degrees."},
        ],
        "tools": [{"type": "function", "function": {"name": "get", "parameters": {
            "type": "object", "properties": {"city": {"type": "string"}}}}}],
    })  # fmt: skip


class ArgumentsNotString(SchemaRule):
    """Finds arguments of a call that are an object where a string is taken, or the other way round.

    What it does: compares the `arguments` of every tool call and function call with the form that
        the target takes: JSON in a string for most, an object for chat templates.

    Why it matters: an object ends a job with an internal error; a string that a template encodes
        again teaches the model to write quotes and backslashes.

    What to do: write the arguments in the target's form. Nothing that is learned is lost by it; what is
        no JSON object, or has a key twice, is for a person to write.

    Source: OpenAI, openai-openapi, FineTuneChatRequestInput, 2026-11-20.
    """

    code = "TLS001"
    name = "arguments-not-string"
    fix = SAFE
    claims = (("type", "function/arguments"), ("type", "function_call/arguments"))
    bad = (Sample(_row({"city": "Oslo"})),)
    good = (Sample(_row('{"city":"Oslo"}')),)
    fixed = good

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the form that is there and the one that is taken."""
        value, path = violation.value, violation.path
        if target.value("arguments") == "object":
            wanted, help = "an object", "write the arguments as an object"
            fixable = _parsed(value) is not None
        else:
            wanted, help = "JSON in a string", "write the arguments as a string that holds JSON"
            fixable = isinstance(value, dict)
        return Problem(
            f"{place(path)} is {type_of(value)}, not {wanted}",
            path,
            help,
            fix=None if fixable else "",
        )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the arguments in the other form, with every digit of their numbers."""
        value = value_at(row.exact, problem.path)
        if target.value("arguments") == "object":
            parsed = _parsed(value)
            return [] if parsed is None else [Set(problem.path, parsed)]
        return [Set(problem.path, dumps(value).decode())] if isinstance(value, dict) else []


def _parsed(text: Any) -> dict[str, Any] | None:
    """Return the object that a text is; None where it is none, or has a key twice."""
    found = loads_or_none(text) if isinstance(text, str) else None
    return found if isinstance(found, dict) and not _repeats(text) else None


def _repeats(text: str) -> bool:
    import json

    found = False

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        made = dict(pairs)
        found = found or len(made) < len(pairs)
        return made

    try:
        json.loads(text, object_pairs_hook=look)
    except RecursionError:  # what was just deep enough without looking
        return True
    return found
