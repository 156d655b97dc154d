"""PRF002: the better answer is the worse one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.rules.base import UNSAFE, Drop, Edit, Problem, RowRule, Sample, rows
from dataprep.rules.duplicates.groups import Answer
from dataprep.rules.preference.comparisons import comparison, sides
from dataprep.rules.row import Row
from dataprep.targets import Target

_OTHER = comparison("Lima", "Cusco")


class IdenticalOutputs(RowRule):
    """Finds comparisons of an answer with itself.

    What it does: compares the contents and the calls of the two sides. White space around an answer,
        names, weights and the ids of calls make no difference.

    Why it matters: there is nothing to prefer. The row costs its tokens twice, and its loss cannot
        fall. Often a column was written to both sides.

    What to do: put the other answer back, or remove the row, as the repair does.

    Source: azure-skills, dataset validators, 2026-11-20.
    """

    code = "PRF002"
    name = "identical-outputs"
    fix = UNSAFE
    kinds = frozenset({"preference"})
    wakes_on = frozenset({"@always"})
    bad = (Sample(rows(_OTHER, comparison("Lima", "Lima \n")), line=2),)
    good = (Sample(rows(_OTHER)), Sample(rows(comparison("Lima", "lima"))))
    fixed = (good[0],)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the worse side, where it is the better one."""
        answer = Answer(row)
        if answer.learned == answer.refused and len(list(sides(row))) == 2:
            yield Problem(
                "`preferred_output` and `non_preferred_output` are the same answer",
                ("non_preferred_output",),
                "put the other answer back, or remove the row",
            )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Leave the row out."""
        return [Drop()]
