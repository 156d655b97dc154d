"""TLS009: call ids that the platform does not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import SAFE, Content, Edit, Problem, RowRule, Sample, rows
from dataprep.rules.mending import value_at
from dataprep.rules.row import Row
from dataprep.rules.tools import calls
from dataprep.rules.tools.renaming import fits, form, reformed
from dataprep.targets import Target


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

    What to do: replace the id, in the call and in the tool message that answers it. The repair numbers
        the calls of a row.

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
        said: set[str] = set()
        for call in calls.of_row(row):
            if call.id is None or call.id in said or fits(call.id, target):
                continue
            said.add(call.id)
            yield Problem(
                f"the call id `{calls.short(call.id, 40)}` ({len(call.id)} "
                f"{'character' if len(call.id) == 1 else 'characters'}) is not of the form `{pattern}`",
                (*call.path, "id"),
                "replace it here and in the tool message that answers the call",
                target.severity(self.code),
                fix=None if form(target) else "",
            )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the id's new name wherever it stands in the row."""
        known: dict[str, list[Edit]] | None = row.notes.get("reformed ids")
        if known is None:
            known = row.notes["reformed ids"] = reformed(row, target)
        old = value_at(row.data, problem.path)
        return known.get(old, []) if isinstance(old, str) else []
