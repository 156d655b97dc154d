"""TLS007: two calls of a row with one id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import SAFE, Content, Edit, Path, Problem, RowRule, Sample, rows
from dataprep.rules.row import Message, Row
from dataprep.rules.tools import calls
from dataprep.rules.tools.renaming import separated
from dataprep.targets import Target


def _row(*ids: str) -> Content:
    tool_calls = [
        {"id": one, "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
        for one in ids
    ]
    return rows(
        {
            "messages": [
                {"role": "user", "content": "How warm is it here and there?"},
                {"role": "assistant", "tool_calls": tool_calls},
            ]
        }
    )


class DuplicateCallId(RowRule):
    """Finds calls of one row that share an id.

    What it does: compares the ids of all calls of a conversation; the two outputs of a preference row
        may use the same ids.

    Why it matters: a tool message names its call by the id, so that nobody can say which it answers.

    What to do: give each call an id of its own; ids need to be unique within their row only.
        The repair numbers the later ones, with the results that follow them.

    Source: OpenAI, API reference, tool calls, 2026-11-20
    """

    code = "TLS007"
    name = "duplicate-call-id"
    severity = Severity.WARNING
    fix = SAFE
    wakes_on = frozenset({"tool_calls"})
    bad = (Sample(_row("call_1", "call_1")),)
    good = (Sample(_row("call_1", "call_2")),)
    fixed = (Sample(_row("call_1", "call_1_2")),)

    def applies(self, target: Target) -> bool:
        """Whether the platform minds."""
        return bool(target.value("duplicate_call_id") != "off")

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield every call whose id an earlier call has."""
        severity = target.severity(self.code, "duplicate_call_id")
        seen: set[str] = set()
        yield from _repeated(row.thread, seen, severity)
        for output in calls.outputs(row):
            if output:
                yield from _repeated(output, set(seen), severity)

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return an id of its own for the call and for its result."""
        known: dict[Path, list[Edit]] | None = row.notes.get("separated ids")
        if known is None:
            known = row.notes["separated ids"] = separated(row, target)
        return known.get(problem.path[:-1], [])


def _repeated(
    messages: list[Message], seen: set[str], severity: Severity | None
) -> Iterator[Problem]:
    for message in messages:
        for call in calls.of_message(message):
            if call.id is None:
                continue
            if call.id in seen:
                yield Problem(
                    f"the id `{calls.short(call.id, 40)}` belongs to an earlier call of the row too",
                    (*call.path, "id"),
                    "give each call of a row an id of its own",
                    severity,
                )
            seen.add(call.id)
