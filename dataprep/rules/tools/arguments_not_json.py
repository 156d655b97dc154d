"""TLS002: arguments that are not the JSON text of an object."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Problem, RowRule, Sample, rows
from dataprep.rules.row import Row
from dataprep.rules.tools import arguments, calls
from dataprep.targets import Target


def _row(text: str) -> Content:
    function = {"name": "get_weather", "arguments": text}
    call = {"id": "call_1", "type": "function", "function": function}
    return rows(
        {
            "messages": [
                {"role": "user", "content": "How warm is it in Oslo?"},
                {"role": "assistant", "tool_calls": [call]},
            ]
        }
    )


class ArgumentsNotJson(RowRule):
    """Finds tool calls whose arguments are no JSON object.

    What it does: reads the text of every call's `arguments` and says at which column it stops being
        JSON. Another value than an object is reported too, and, as a warning, a key that stands twice.

    Why it matters: the model learns to write arguments that no program can read.

    What to do: write the arguments with a JSON library, as text: `json.dumps({"city": "Oslo"})`.

    Source: openai-openapi, ChatCompletionMessageToolCall, 2026-11-20
    """

    code = "TLS002"
    name = "arguments-not-json"
    severity = Severity.ERROR
    wakes_on = frozenset({"tool_calls", "function_call"})
    bad = (
        Sample(_row("{'city': 'Oslo'}")),
        Sample(_row('{"city": "Oslo"')),
        Sample(_row('{"degrees": NaN}')),
        Sample(_row('["Oslo"]')),
        Sample(_row('{"city": "Oslo", "city": "Bergen"}')),
    )
    good = (Sample(_row('{"city": "Oslo"}')), Sample(_row("{}")))

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield every call whose arguments are a text, but not that of an object."""
        for call in calls.of_row(row):
            if not isinstance(call.arguments, str):
                continue
            path = (*call.function, "arguments")
            found = arguments.read(call.arguments)
            if found.fault:
                yield Problem(
                    f"the arguments of {call.label} are not JSON: {found.fault} "
                    f"(column {found.column} of the text)",
                    path,
                    "write them with a JSON library, e.g. `json.dumps(...)`",
                )
            elif not isinstance(found.value, dict) and found.readable:
                yield Problem(
                    f"the arguments of {call.label} are {_kind(found.value)}, not an object",
                    path,
                    "name each argument: `{}` where there are none",
                )
            elif found.repeated:
                yield Problem(
                    f"the arguments of {call.label} hold `{calls.short(found.repeated, 40)}` twice",
                    path,
                    "keep one of them: most programs read the last",
                    Severity.WARNING,
                )


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    return "a text" if isinstance(value, str) else "an array"
