"""TLS009: call ids that the platform does not take."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import SAFE, Content, Problem, RowRule, Sample, rows
from dataprep.rules.row import Row
from dataprep.rules.tools import calls
from dataprep.targets import Target

_LONGEST = 1_000  # characters that are compared; no platform takes as many


def _row(identity: str) -> Content:
    function = {"name": "get_weather", "arguments": "{}"}
    call = {"id": identity, "type": "function", "function": function}
    return rows(
        {
            "messages": [
                {"role": "user", "content": "How warm is it?"},
                {"role": "assistant", "tool_calls": [call]},
            ]
        }
    )


class CallIdFormat(RowRule):
    """Finds call ids that are not written as the platform wants them.

    What it does: compares the id of every call with the pattern that the target states.

    Why it matters: the platform rejects the row.

    What to do: replace the id, in the call and in the tool message that answers it.

    Source: Mistral, fine-tuning guide (ids have exactly nine letters and digits), 2026-11-20
    """

    code = "TLS009"
    name = "call-id-format"
    severity = Severity.ERROR
    fix = SAFE
    wakes_on = frozenset({"tool_calls"})
    bad = (Sample(_row("call_1"), target="mistral"),)
    good = (Sample(_row("D681PevKs"), target="mistral"), Sample(_row("call_1")))
    fixed = (Sample(_row("call00001"), target="mistral"),)

    def applies(self, target: Target) -> bool:
        """Whether the platform states a pattern."""
        return bool(target.value("call_id_pattern"))

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first call of every id that does not match."""
        pattern = target.value("call_id_pattern")
        if not pattern:
            return
        matches = _compiled(pattern)
        said: set[str] = set()
        for call in calls.of_row(row):
            if call.id is None or call.id in said:
                continue
            if len(call.id) <= _LONGEST and matches.fullmatch(call.id):
                continue
            said.add(call.id)
            yield Problem(
                f"the call id `{calls.short(call.id, 40)}` ({len(call.id)} "
                f"{'character' if len(call.id) == 1 else 'characters'}) is not of the form `{pattern}`",
                (*call.path, "id"),
                "replace it here and in the tool message that answers the call",
                target.severity(self.code),
            )


@cache
def _compiled(pattern: str) -> Any:
    import re2  # linear in the id, whatever pattern a configuration states

    return re2.compile(pattern)
