"""TXT008: answers that break off."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Dataset, Problem, Sample, chat, rows
from dataprep.rules.text.candidates import ENOUGH
from dataprep.rules.text.habits import HabitRule, Habits
from dataprep.rules.wording import counted
from dataprep.targets import Target

_AGAINST = {"fence": 10, "json": 10}
"""How many complete answers there are for each open one: fewer where what is open is no guess."""
_USUAL = 20


def _sample(last: str) -> Content:
    texts = [
        f"Shelf {number} is on the second floor. Take the stairs beside the door, then turn left."
        for number in range(20)
    ]
    return rows(*(chat(("user", "Where?"), ("assistant", text)) for text in [*texts, last]))


class TruncatedAnswer(HabitRule):
    """Finds answers that break off, in a file whose answers end with their sentence.

    What it does: looks at how the last answer of each row ends. An answer of prose that ends after a
        comma, after an article, a conjunction or a preposition, in the middle of a word that the row
        has in whole, or inside an open bracket, is named if at least ten answers, and twenty times as
        many as end so, are complete. Inside an open code block, or inside JSON where the other answers
        are JSON, ten times as many are enough.
        Lists, tables, code, formulas, verses, labels, numbers, names, and scripts without a full stop
        are let alone, and so is a last word that may end a sentence.

    Why it matters: the answer was cut by a token limit when the data was made. The model learns to stop
        there.

    What to do: make the answer anew with a higher limit, or leave the row out.

    Source: the finish reason `length` of OpenAI's API reference, 2026-11-20.
    """

    code = "TXT008"
    name = "truncated-answer"
    severity = Severity.WARNING
    bad = (
        Sample(_sample("It is on the second floor. Take the stairs, and then go to the"), line=21),
        Sample(_sample("It is upstairs. Go past the long counter with all of the maps,"), line=21),
        Sample(
            _sample("Give us your number. Then go up the stairs and show them the num"), line=21
        ),
        Sample(
            _sample("Run this beside the door on the second floor:\n```sh\nopen --all"), line=21
        ),
    )
    good = (
        Sample(_sample("- the first shelf beside the door\n- the second shelf on the left side")),
        Sample(_sample("It is on the second floor. Take the stairs, and then turn left.\n\nSmith")),
        Sample(_sample("第二阅览室在二楼。从入口上楼，然后向左转，走到走廊的尽头，就在地图旁边。第二阅览室在二楼，左边。从入口上楼。")),
    )  # fmt: skip

    def finish(self, tally: Habits, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the answers that are open against the habit."""
        for script, candidates in tally.open.items():
            # An open code block is one in any file; the others are held against their like.
            closed = tally.closed.total() if script == "fence" else tally.closed[script]
            if closed < ENOUGH or closed < _AGAINST.get(script, _USUAL) * candidates.count:
                continue
            for place, said in candidates.kept:
                yield Problem(
                    f"the answer ends {said}; {counted(closed, 'answer')} of the file "
                    f"{'is' if closed == 1 else 'are'} complete",
                    help="make the answer anew with a higher token limit, or leave the row out",
                    location=place.location(),
                )
