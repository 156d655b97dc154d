"""DUP004: an example of the train part in the validation part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, GroupRule, Member, Problem, Sample, chat, rows
from dataprep.rules.duplicates.groups import beside, equal_rows
from dataprep.targets import Target

_PARIS = chat(("user", "Capital of France?"), ("assistant", "Paris"))
_ROME = chat(("user", "Capital of Italy?"), ("assistant", "Rome"))
_OSLO = chat(("user", "Capital of Norway?"), ("assistant", "Oslo"))


class LeaksIntoValidation(GroupRule):
    """Finds an example of the validation part that is trained on.

    What it does:
        Names every row of the validation part that says the same as one of the train part. The order
        of keys, white space between values, and 1 or 1.0 make no difference.

    Why it matters:
        The validation loss shall tell how the model does on what it has not seen. On rows that it was
        trained on, it looks better than it is, and over-fitting stays hidden.

    What to do:
        Remove the row from the validation part, or from the train part if it is needed for the score.
        `dataprep convert --split` keeps equal rows together. The repair drops the row from the
        validation part: the model is trained on the same rows as before, and scored on new ones.

    Source:
        OpenAI, fine-tuning guide (a held-out test set), 2026-11-20.
    """

    code = "DUP004"
    name = "leaks-into-validation"
    severity = Severity.ERROR
    fix = UNSAFE
    key = "example"
    bad = (Sample(rows(_PARIS, _ROME), validation=rows(_OSLO, _ROME), line=2),)
    good = (
        Sample(rows(_PARIS, _ROME), validation=rows(_OSLO)),
        Sample(rows(_PARIS, _PARIS)),
    )
    fixed = (Sample(rows(_PARIS, _ROME), validation=rows(_OSLO)),)

    def check(self, members: Sequence[Member], target: Target) -> Iterator[Problem]:
        for one, first in self.superfluous(members, target):
            yield Problem(
                f"the example is trained on too: {beside(one.place, first.place)}",
                help="remove the row from one of the two parts",
                location=one.place.location(),
            )

    def superfluous(
        self, members: Sequence[Member], target: Target
    ) -> Iterable[tuple[Member, Member]]:
        if len({member.validation for member in members}) == 1:
            return
        for group in equal_rows(members):
            first = next((one for one in group if not one.validation), None)
            if first is not None:
                yield from ((one, first) for one in group if one.validation)
