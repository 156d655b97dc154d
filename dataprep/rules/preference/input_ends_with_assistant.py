"""PRF003: a comparison whose question is already answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.rules.base import Problem, Sample, TurnRule, rows
from dataprep.rules.preference.comparisons import comparison
from dataprep.targets import Target

_OPEN = comparison("Lima", "Cusco")
_ANSWERED = {
    **_OPEN,
    "input": {"messages": [*_OPEN["input"]["messages"], {"role": "assistant", "content": "Hm"}]},
}


class InputEndsWithAssistant(TurnRule):
    """Finds comparisons whose `input` ends with a message of the assistant.

    What it does: looks at the role of the last message of `input`.

    Why it matters: both answers would follow an answer, which no conversation does. Platforms reject
        the row. Often the better answer stands in the input too.

    What to do: remove the last message of the input, or add what the user said after it.

    Source: together 2.14, check_file, 2026-11-20.
    """

    code = "PRF003"
    name = "input-ends-with-assistant"
    kinds = frozenset({"preference"})
    bad = (Sample(rows(_ANSWERED)),)
    good = (Sample(rows(_OPEN)),)

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the last message where it is the assistant's."""
        if roles[-1] == "assistant":
            yield Problem(
                "the input ends with a message of the assistant; the two answers follow it",
                (len(roles) - 1, "role"),
                "remove that message, or add what the user said after it",
            )
