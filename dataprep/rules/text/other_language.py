"""TXT011: answers in another script than the rest of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Dataset, Problem, Sample, chat, rows
from dataprep.rules.text.candidates import ENOUGH
from dataprep.rules.text.habits import HabitRule, Habits
from dataprep.rules.wording import counted
from dataprep.targets import Target

_AGAINST = 20


def _sample(*more: str) -> Content:
    answers = [f"It is on floor {number}." for number in range(20)]
    return rows(*(chat(("user", "Where?"), ("assistant", text)) for text in [*answers, *more]))


class OtherLanguage(HabitRule):
    """Finds answers in another script than the other answers of the file.

    What it does: looks at the first 100 characters of the last answer of each row. Where at least
        ten answers, and twenty times as many as in another script, are in one script, the others are
        named. Languages of one script are not told apart.

    Why it matters: the model may answer in a language that nobody asked for.

    What to do: look whether the row belongs into the file.

    Source: The Unicode Standard 17, blocks of the scripts, 2026-11-20.
    """

    code = "TXT011"
    name = "other-language"
    severity = Severity.INFO
    bad = (
        Sample(_sample("На четвёртом этаже."), line=21),
        Sample(_sample("在四楼的左边。"), line=21),
    )
    good = (
        Sample(_sample("α = 1, β = 2 for floor 4.", "Au 4e étage, côté cour.")),
        Sample(_sample("На этаже 1.", "На этаже 2.", "На этаже 3.")),
    )

    def finish(self, tally: Habits, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the answers of rare scripts, where one script is the habit."""
        counts = Counter({script: one.count for script, one in tally.scripts.items()})
        if not counts:
            return
        most, count = max(counts.items(), key=lambda one: one[1])
        rest = counts.total() - count
        if count < ENOUGH or count < _AGAINST * rest:
            return
        for script, candidates in tally.scripts.items():
            if script == most:
                continue
            for place, _ in candidates.kept:
                yield Problem(
                    f"the answer is in {script} script, {counted(count, 'answer')} of the file "
                    f"{'is' if count == 1 else 'are'} in {most} script",
                    help="look whether the row belongs into the file",
                    location=place.location(),
                )
