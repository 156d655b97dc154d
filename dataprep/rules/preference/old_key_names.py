"""PRF006: the keys that comparisons had in an early specification."""

from __future__ import annotations

from collections.abc import Iterable

from dataprep.rules.base import SAFE, Edit, Problem, Rename, Sample, SchemaRule, Violation, rows
from dataprep.rules.preference.comparisons import comparison
from dataprep.rules.row import Row
from dataprep.rules.schema.words import keys
from dataprep.targets import Target

_ABOVE_ALL = 1_000
_OLD = {
    "preferred_completion": "preferred_output",
    "non_preferred_completion": "non_preferred_output",
}
_GOOD = comparison("Lima", "Cusco")
_NEW = {new: old for old, new in _OLD.items()}
_BAD = {_NEW.get(key, key): value for key, value in _GOOD.items()}


class OldKeyNames(SchemaRule):
    """Finds `preferred_completion` and `non_preferred_completion`, as the keys once were called.

    What it does: looks for the old names in rows that lack the new ones.

    Why it matters: one published specification has the old names, and code was made from it. The
        platforms take `preferred_output` and `non_preferred_output`, and say that the key is missing.

    What to do: rename the keys. The answers stay as they are.

    Source: openai-openapi, FineTunePreferenceRequestInput (2025-04 and 2025-07), 2026-11-20; OpenAI,
        direct preference optimization guide, 2026-11-20.
    """

    code = "PRF006"
    name = "old-key-names"
    fix = SAFE
    kinds = frozenset({"preference"})
    claims = (("required", "preferred_output"), ("required", "non_preferred_output"))
    bad = (Sample(rows(_BAD)),)
    good = (Sample(rows(_GOOD)),)
    fixed = (good[0],)

    def rank(self, violation: Violation) -> int:
        """Fit a missing key whose old name is there."""
        if violation.keyword != "required" or len(violation.path) != 1:
            return 0
        return _ABOVE_ALL if _NEW.get(str(violation.path[0])) in violation.owner else 0

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the old keys and the new ones; both missing keys of a row are one finding."""
        old = [key for key in violation.owner if key in _OLD]
        few = len(old) == 1
        return Problem(
            f"{'the key' if few else 'the keys'} {keys(old)} {'is' if few else 'are'} called "
            f"{keys(_OLD[key] for key in old)} now",
            (old[0],),
            "rename them; the answers stay as they are",
        )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the keys as they are called now."""
        return [
            Rename((old,), new)
            for old, new in _OLD.items()
            if old in row.data and new not in row.data
        ]
