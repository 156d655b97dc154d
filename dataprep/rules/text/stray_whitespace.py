"""TXT012: white space around a few of the answers."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
    UNSAFE,
    Content,
    Dataset,
    DatasetRule,
    Place,
    Problem,
    Sample,
    chat,
    rows,
)  # fmt: skip
from dataprep.rules.row import Row
from dataprep.rules.text.candidates import ENOUGH, Candidates
from dataprep.rules.text.exchange import exchange
from dataprep.rules.wording import counted
from dataprep.targets import Target

_AGAINST = 10
_PLACES = ("before the answer", "after the answer", "before the prompt", "after the prompt")


class Edges:
    """The tally: exchanges, and those with white space at each of the four edges."""

    def __init__(self) -> None:
        self.rows = 0
        self.found = {place: Candidates() for place in _PLACES}

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        said = exchange(row)
        if said is None:
            return
        self.rows += 1
        asked, answer = said.asked, said.answer
        # Nothing at all is another rule's matter.
        if (answer[0].isspace() or answer[-1].isspace()) and not answer.isspace():
            self._edges(place, answer, "the answer")
        if asked and (asked[0].isspace() or asked[-1].isspace()) and not asked.isspace():
            self._edges(place, asked, "the prompt")

    def merge(self, other: Edges) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        for place, candidates in other.found.items():
            self.found[place].merge(candidates)

    def _edges(self, place: Place, text: str, what: str) -> None:
        before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
        if before:
            self.found[f"before {what}"].take(place, counted(before, "character"))
        if after:
            self.found[f"after {what}"].take(place, counted(after, "character"))


def _sample(*last: str) -> Content:
    answers = [f"It is on floor {number}." for number in range(20)]
    return rows(*(chat(("user", "Where?"), ("assistant", text)) for text in [*answers, *last]))


class StrayWhitespace(DatasetRule[Edges]):
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
    kinds = CONVERSATIONS | {"prompt-completion"}
    wakes_on = frozenset({"@always"})
    bad = (
        Sample(_sample(" It is on the left."), line=21),
        Sample(_sample("It is on the left.\n\n"), line=21),
    )
    good = (Sample(_sample(*(f" On floor {number}." for number in range(20)))),)
    fixed = (Sample(_sample("It is on the left.")), Sample(_sample("It is on the left.")))

    def tally(self) -> Edges:
        """Return an empty count of edges."""
        return Edges()

    def finish(self, tally: Edges, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the rows with white space at an edge that few have."""
        for edge, candidates in tally.found.items():
            if tally.rows < ENOUGH or candidates.count * _AGAINST > tally.rows:
                continue
            for place, said in candidates.kept:
                yield Problem(
                    f"{said} of white space {edge}, as in {candidates.count:,} of "
                    f"{counted(tally.rows, 'row')}",
                    help="remove it",
                    location=place.location(),
                )
