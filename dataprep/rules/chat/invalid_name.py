"""CHT014: a speaker's name that the target does not take."""

from __future__ import annotations

from dataprep.rules.base import Content, Problem, Sample, SchemaRule, Violation, rows
from dataprep.rules.row import Row
from dataprep.rules.schema.words import place, shown
from dataprep.targets import Target


def _row(name: str) -> Content:
    asks = {"role": "user", "name": name, "content": "2+2?"}
    return rows({"messages": [asks, {"role": "assistant", "content": "4"}]})


class InvalidName(SchemaRule):
    """Finds a `name` of a message outside the allowed characters or length.

    What it does: compares every `name` with the target's pattern.

    Why it matters: names are written into the prompt between marks of the template; platforms reject
        white space and the characters of those marks.

    What to do: use letters, digits, `_` and `-`, 64 at most; or leave the name out.

    Source: OpenAI, chat completions API, error messages on `name`, 2026-11-20.
    """

    code = "CHT014"
    name = "invalid-name"
    claims = (("pattern", "*/name"),)
    bad = (Sample(_row("Ann Lee")), Sample(_row("a" * 65)), Sample(_row("")))
    good = (Sample(_row("Ann_Lee")),)

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the name, and what it must look like."""
        fact = f"{place(violation.path)} is {shown(violation.value)}"
        if len(violation.value) > 60:
            fact += f" ({len(violation.value):,} characters)"
        return Problem(
            f"{fact}, which does not match `{violation.limit}`",
            violation.path,
            "use letters, digits, `_` and `-`, or leave the name out",
        )
