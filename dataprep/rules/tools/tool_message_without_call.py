"""TLS005: the result of a call that nobody made."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Problem, RowRule, Sample, SchemaRule, Violation, rows
from dataprep.rules.row import Message, Row
from dataprep.rules.schema.words import place
from dataprep.rules.tools import calls
from dataprep.targets import Target


def _row(**answered: str) -> Content:
    function = {"name": "get_weather", "arguments": "{}"}
    call = {"id": "call_1", "type": "function", "function": function}
    return rows(
        {
            "messages": [
                {"role": "user", "content": "How warm is it?"},
                {"role": "assistant", "tool_calls": [call]},
                {"role": "tool", "content": "3", **answered},
                {"role": "assistant", "content": "3 degrees."},
            ]
        }
    )


class ToolMessageWithoutCall(RowRule, SchemaRule):
    """Finds tool messages that answer no earlier call.

    What it does: looks for the call that every tool message's `tool_call_id` names, before the message.
        A message without an id answers none, where the target asks for ids.

    Why it matters: platforms reject a result without its call, and a model learns nothing from it.

    What to do: give the message the id of its call, or add the call to the assistant message before.

    Source: OpenAI, API reference, tool message, 2026-11-20
    """

    code = "TLS005"
    name = "tool-message-without-call"
    severity = Severity.ERROR
    wakes_on = frozenset({"tool_call_id"})
    claims = (("required", "*/tool_call_id"),)
    bad = (Sample(_row(tool_call_id="call_2")),)
    good = (Sample(_row(tool_call_id="call_1")),)

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the tool message that has no id."""
        path = violation.path[:-1]
        return Problem(
            f"{place(path)} is a tool message without `tool_call_id`",
            path,
            "give it the `id` of the call that it answers",
        )

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the tool messages without an earlier call."""
        ids: set[str | None] = set()
        for message in row.thread:
            yield from _problems(message, ids)
        for output in calls.outputs(row):
            own = set(ids) if output else ids
            for message in output:
                yield from _problems(message, own)


def _problems(message: Message, ids: set[str | None]) -> Iterator[Problem]:
    """Yield what is wrong with a message, and add the ids of its calls to `ids`."""
    ids.update(call.id for call in calls.of_message(message))
    if not isinstance(message.data.get("tool_calls"), list | None):
        ids.add(None)
    wanted = message.data.get("tool_call_id")
    if message.role != "tool" or not isinstance(wanted, str) or wanted in ids:
        return
    if None in ids:  # calls without ids, and what is no list of calls, are the schema's to report
        return
    yield Problem(
        f"the tool message answers call `{calls.short(wanted, 40)}`, "
        + ("but no earlier call has this id" if ids else "but there is no call before it"),
        (*message.path, "tool_call_id"),
        "give it the `id` of the call that it answers",
    )
