"""CHT017: functions in the form that tools replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Edit, Path, Problem, RowRule, Sample, rows
from dataprep.rules.chat.legacy_calls import as_tools
from dataprep.rules.row import Row
from dataprep.targets import Target

_CALL = {"name": "get_weather", "arguments": '{"city": "Oslo"}'}
_TOOL = {"name": "get_weather", "parameters": {"type": "object", "properties": {}}}
_ASKED = {"role": "user", "content": "How warm is it in Oslo?"}
_ANSWER = {"role": "assistant", "content": "3 degrees."}


def _old() -> dict[str, Any]:
    call = {"role": "assistant", "content": None, "function_call": _CALL}
    result = {"role": "function", "name": "get_weather", "content": "3"}
    return {"messages": [_ASKED, call, result, _ANSWER], "functions": [_TOOL]}


def _new() -> dict[str, Any]:
    calls = [{"id": "call_1", "type": "function", "function": _CALL}]
    call = {"role": "assistant", "content": None, "tool_calls": calls}
    result = {"role": "tool", "tool_call_id": "call_1", "content": "3"}
    tools = [{"type": "function", "function": _TOOL}]
    return {"messages": [_ASKED, call, result, _ANSWER], "tools": tools}


class LegacyFunctionCall(RowRule):
    """Finds `functions`, `function_call` and the role `function`, which tools replaced.

    What it does: looks for the old keys and the old role where the target still takes them, and names
        the first one of a row. Where the target does not take them, the schema's rules do.

    Why it matters: the form is deprecated since tools exist. Platforms other than OpenAI do not read
        it, and a model that learned from it is called with tools.

    What to do: write `tools`, `tool_calls` with an id, and messages of the role `tool`. The repair does
        it for the whole row; the `name` of a result goes, since its id names the call. Where a result
        has no call before it, it is for a person to say what it answers.

    Source: openai-openapi, FineTuneChatRequestInput (2025-07-04), 2026-11-20.
    """

    code = "CHT017"
    name = "legacy-function-call"
    severity = Severity.WARNING
    fix = "unsafe"
    # The role is no feature, but its messages must have a name.
    wakes_on = frozenset({"row:functions", "function_call", "name"})
    bad = (Sample(rows(_old())),)
    good = (Sample(rows(_new())),)
    fixed = (Sample(rows(_new())),)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first place of the row that has the old form."""
        for what, path, figure in _places(row):
            taken = target.value(figure)
            if taken is None or what in taken:
                yield Problem(
                    f"the role `{what}` is deprecated" if figure == "roles" else
                    f"`{what}` is deprecated",
                    path,
                    "write `tools`, `tool_calls` and messages of the role `tool`",
                    fix=None if as_tools(row, target) else "",
                )  # fmt: skip
                return

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the row's functions as tools."""
        return as_tools(row, target)


def _places(row: Row) -> Iterator[tuple[str, Path, str]]:
    """Yield what is of the old form, where, and the figure that says whether it is taken."""
    for message in row.messages:
        if message.data.get("function_call") is not None:
            yield "function_call", (*message.path, "function_call"), "message_keys"
        if message.role == "function":
            yield "function", (*message.path, "role"), "roles"
    holder = row.data.get("input") if row.kind == "preference" else row.data
    if isinstance(holder, dict) and holder.get("functions") is not None:
        yield "functions", (*row.prefix[:-1], "functions"), "row_keys"
