"""TXT012: white space around a few of the answers."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Content, Dataset, Problem, Sample, chat, rows
from dataprep.rules.text.candidates import ENOUGH
from dataprep.rules.text.habits import HabitRule, Habits
from dataprep.rules.wording import counted
from dataprep.targets import Target

_AGAINST = 10


def _sample(*last: str) -> Content:
    answers = [f"It is on floor {number}." for number in range(20)]
    return rows(*(chat(("user", "Where?"), ("assistant", text)) for text in [*answers, *last]))


class StrayWhitespace(HabitRule):
    """Finds white space before or after a text, where the other rows have none.

    What it does: looks at the edges of the last answer of each row and of the message before it. Where
        at most one row in ten has white space at an edge, these rows are named; from a share on it is
        the file's format.

    Why it matters: a blank or a line end at an edge is a token of its own; the model learns to write
        it at random.

    What to do: remove it: `dataprep convert` does so.

    Source: OpenAI, openai-python 1.109.1, data preparation tool (white space of completions),
        2026-11-20.
    """

    code = "TXT012"
    name = "stray-whitespace"
    severity = Severity.INFO
    fix = UNSAFE
    bad = (
        Sample(_sample(" It is on the left."), line=21),
        Sample(_sample("It is on the left.\n\n"), line=21),
    )
    good = (Sample(_sample(*(f" On floor {number}." for number in range(20)))),)
    fixed = (Sample(_sample("It is on the left.")), Sample(_sample("It is on the left.")))

    def finish(self, tally: Habits, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the rows with white space at an edge that few have."""
        for edge, candidates in tally.edges.items():
            if tally.rows < ENOUGH or candidates.count * _AGAINST > tally.rows:
                continue
            for place, said in candidates.kept:
                yield Problem(
                    f"{said} of white space {edge}, as in {candidates.count:,} of "
                    f"{counted(tally.rows, 'row')}",
                    help="remove it",
                    location=place.location(),
                )
