"""TLS001: a call's arguments in the form that the target does not take."""

from __future__ import annotations

from typing import Any

from dataprep.rules.base import SAFE, Content, Problem, Sample, SchemaRule, Violation, rows
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

    What to do: write the arguments in the target's form. Nothing that is learned is lost by it.

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
            fixable = isinstance(value, str) and value.strip().startswith("{")
        else:
            wanted, help = "JSON in a string", "write the arguments as a string that holds JSON"
            fixable = isinstance(value, dict)
        return Problem(
            f"{place(path)} is {type_of(value)}, not {wanted}",
            path,
            help,
            fix=None if fixable else "",
        )
