"""TLS006: a call that is not answered before the user speaks again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Content, Problem, RowRule, Sample, rows
from dataprep.rules.row import Path, Row
from dataprep.rules.tools import calls
from dataprep.targets import Target


def _row(*between: dict[str, Any]) -> Content:
    function = {"name": "get_weather", "arguments": "{}"}
    call = {"id": "call_1", "type": "function", "function": function}
    return rows(
        {
            "messages": [
                {"role": "user", "content": "How warm is it?"},
                {"role": "assistant", "tool_calls": [call]},
                *between,
                {"role": "user", "content": "And tomorrow?"},
                {"role": "assistant", "content": "Colder."},
            ]
        }
    )


class CallWithoutResult(RowRule):
    """Finds tool calls that have no result when the user speaks again.

    What it does: looks, between a call and the next user message, for the tool message that answers
        it; and of calls made together, for those that are left when the assistant goes on with the
        results of the others. A call at the end needs no result: it is the answer to learn.

    Why it matters: chat APIs refuse such a conversation, and the model learns to go on without the
        result that it asked for.

    What to do: add the tool message with the result, or end the conversation with the call.

    Source: OpenAI, function calling guide, 2026-11-20
    """

    code = "TLS006"
    name = "call-without-result"
    severity = Severity.WARNING
    wakes_on = frozenset({"tool_calls", "function_call"})
    bad = (Sample(_row()),)
    good = (Sample(_row({"role": "tool", "tool_call_id": "call_1", "content": "3"})),)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the calls of the conversation that a user message follows too early."""
        waiting: dict[str | None, list[calls.Call]] = {}
        passed: set[Path] = set()  # calls behind which the assistant went on with other results
        fresh: list[calls.Call] = []  # those of which that is not known yet; each is asked once
        answered: set[Path] = set()
        for message in row.thread:
            if message.role == "user" and waiting:
                for call in _left(waiting):
                    yield Problem(
                        f"the call of {call.label} has no result before the next user message",
                        call.path,
                        "add the tool message that answers it",
                        target.severity(self.code, "call_without_result"),
                    )
                waiting.clear()
                fresh.clear()
            elif message.role in ("tool", "function"):
                wanted = message.data.get("tool_call_id")
                done = _answer(waiting, wanted if isinstance(wanted, str) else None)
                if done is None:  # a result of no call: another rule says so, once
                    fresh.clear()
                else:
                    answered.add(done.path)
            elif message.role == "assistant":
                passed.update(call.path for call in fresh if call.path not in answered)
                fresh.clear()
                answered.clear()
            for call in calls.of_message(message):
                waiting.setdefault(call.id, []).append(call)
                fresh.append(call)
        for call in _left(waiting):
            if call.path in passed:
                yield Problem(
                    f"the call of {call.label} has no result, and the assistant goes on",
                    call.path,
                    "add the tool message that answers it",
                    target.severity(self.code, "call_without_result"),
                )


def _answer(waiting: dict[str | None, list[calls.Call]], wanted: str | None) -> calls.Call | None:
    """Take the call that a result answers from those that wait; without an id, the last kind left."""
    if wanted not in waiting:
        # A result that names no call, or calls that have no ids: they belong together in order.
        wanted = (
            None if None in waiting else next(iter(waiting), None) if wanted is None else wanted
        )
    some = waiting.get(wanted)
    if not some:
        return None
    found = some.pop()
    if not some:
        del waiting[wanted]
    return found


def _left(waiting: dict[str | None, list[calls.Call]]) -> list[calls.Call]:
    """Return the calls that wait, in their order."""
    return sorted((one for some in waiting.values() for one in some), key=_order)


def _order(call: calls.Call) -> tuple[int, ...]:
    return tuple(part for part in call.path if isinstance(part, int))
