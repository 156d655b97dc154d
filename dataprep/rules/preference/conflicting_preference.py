"""PRF005: a preference, and the same turned round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import GroupRule, Member, Problem, Sample, rows
from dataprep.rules.duplicates.groups import beside, equal_prompts
from dataprep.rules.preference.comparisons import comparison
from dataprep.targets import Target

_ONE, _BACK = comparison("Lima", "Cusco"), comparison("Cusco", "Lima")
_CHAIN = comparison("Cusco", "Quito")


class ConflictingPreference(GroupRule):
    """Finds two answers to one prompt that are compared in both directions.

    What it does: looks for rows with the same input, of which one prefers what the other refuses and
        refuses what the other prefers. White space around an answer, weights, names and the ids of
        calls make no difference. A chain (one better than two, two better than three) is no conflict.

    Why it matters: the two rows cancel out, and what is left is noise. Often two people judged, or the
        sides were exchanged in a part of the file.

    What to do: keep the right one of the two.

    Source: azure-skills, dataset validators, 2026-11-20.
    """

    code = "PRF005"
    name = "conflicting-preference"
    severity = Severity.WARNING
    kinds = frozenset({"preference"})
    key = "prompt"
    bad = (Sample(rows(_ONE, _CHAIN, _BACK), line=3),)
    good = (Sample(rows(_ONE, _CHAIN)), Sample(rows(_ONE, _ONE)))

    def check(self, members: Sequence[Member], target: Target) -> Iterator[Problem]:
        """Yield each row that turns round an earlier one of its prompt."""
        for group in equal_prompts(members):
            first: dict[tuple[bytes, bytes], Member] = {}
            for member, answer in group:
                if not answer.refused or answer.learned == answer.refused:
                    continue
                earlier = first.get((answer.refused, answer.learned))
                if earlier is not None:
                    where = beside(member.place, earlier.place)
                    yield Problem(
                        f"the comparison of {where} is turned round here: each prefers what the "
                        "other refuses",
                        help="keep the right one of the two",
                        location=member.place.location(),
                    )
                first.setdefault((answer.learned, answer.refused), member)
