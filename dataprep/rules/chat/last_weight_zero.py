"""CHT013: a last answer that is left out of training."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Problem, RowRule, Sample, rows
from dataprep.rules.chat.weights import answers, off, weighs
from dataprep.rules.row import Row
from dataprep.targets import Target


def _row(first: int, last: int) -> Content:
    return rows(
        {
            "messages": [
                {"role": "user", "content": "Count."},
                {"role": "assistant", "content": "One.", "weight": first},
                {"role": "user", "content": "Go on."},
                {"role": "assistant", "content": "Two.", "weight": last},
            ]
        }
    )


class LastWeightZero(RowRule):
    """Finds rows whose last answer has the weight 0 while an earlier one is trained.

    What it does: reads the `weight` of the last message where it is the assistant's. Rows in which
        nothing is trained are named by `nothing-trained`.

    Why it matters: some platforms reject a row whose last answer is not trained. Elsewhere everything
        after the last trained answer is paid for and never learned.

    What to do: set the weight to 1, or remove the messages after the last trained answer.

    Source: llmcomp, validator of fine-tuning files (2026-02-12), 2026-11-20.
    """

    code = "CHT013"
    name = "last-weight-zero"
    severity = Severity.WARNING
    kinds = frozenset({"chat"})
    wakes_on = frozenset({"weight"})
    bad = (Sample(_row(1, 0)),)
    good = (Sample(_row(0, 1)), Sample(_row(0, 0)))

    def applies(self, target: Target) -> bool:
        """For platforms that read weights and do not allow it."""
        return weighs(target) and target.value("last_weight_zero") != "off"

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the last weight where it is 0."""
        found = answers(row)
        if not found or not off(found[-1]) or found[-1] is not row.thread[-1]:
            return
        if not all(map(off, found)):
            yield Problem(
                "the last assistant message has `weight` 0",
                (*found[-1].path, "weight"),
                "set it to 1, or remove the messages after the last trained answer",
                target.severity(self.code, "last_weight_zero"),
            )
