"""TXT012: white space around a few of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
    UNSAFE,
    Content,
    Dataset,
    DatasetRule,
    Edit,
    Place,
    Problem,
    Sample,
    Set,
    chat,
    rows,
)  # fmt: skip
from dataprep.rules.row import Row
from dataprep.rules.text.candidates import ENOUGH, Candidates
from dataprep.rules.text.exchange import asked_path, exchange
from dataprep.rules.wording import counted
from dataprep.targets import Target

_AGAINST = 10
_PLACES = ("before the answer", "after the answer", "before the prompt", "after the prompt")


class Edges:
    """The tally: texts of each side, and those with white space at each of the four edges.

    Blank texts are another rule's matter, and have no edges.
    """

    def __init__(self) -> None:
        self.rows = {"the answer": 0, "the prompt": 0}
        self.found = {place: Candidates() for place in _PLACES}

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        said = exchange(row)
        if said is None:
            return
        self._side(place, said.answer, "the answer")
        if said.asked:
            self._side(place, said.asked, "the prompt")

    def merge(self, other: Edges) -> None:
        """Take over the counts of the rows that follow."""
        for what, count in other.rows.items():
            self.rows[what] += count
        for place, candidates in other.found.items():
            self.found[place].merge(candidates)

    def few(self) -> Iterator[tuple[str, int]]:
        """Yield the edges at which few texts have white space, each with the number of all texts."""
        for edge, candidates in self.found.items():
            count = self.rows[edge.split(maxsplit=1)[1]]
            if candidates.count and count >= ENOUGH and candidates.count * _AGAINST <= count:
                yield edge, count

    def _side(self, place: Place, text: str, what: str) -> None:
        if not (text[0].isspace() or text[-1].isspace()):
            self.rows[what] += 1
        elif not text.isspace():
            self.rows[what] += 1
            self._edges(place, text, what)

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

    What to do: remove it: `dataprep convert` does so. The repair removes it from all texts of both
        parts at the edges that were named; where pairs and conversations are mixed there is none.

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
        fix = "" if _mixed(dataset) else None
        for edge, texts in tally.few():
            candidates = tally.found[edge]
            for place, said in candidates.kept:
                yield Problem(
                    f"{said} of white space {edge}, as in {candidates.count:,} of "
                    f"{counted(texts, 'row')}",
                    help="remove it",
                    location=place.location(),
                    fix=fix,
                )

    def decide(self, tally: Edges, dataset: Dataset, target: Target) -> frozenset[str] | None:
        """Return the edges at which all texts are to begin or end without white space."""
        return None if _mixed(dataset) else frozenset(edge for edge, _ in tally.few())

    def carry_out(self, decision: frozenset[str], row: Row) -> Iterable[Edit]:
        """Yield the texts without the white space; a blank text is another rule's matter."""
        said = exchange(row)
        if said is None:
            return
        for what, text in (("the answer", said.answer), ("the prompt", said.asked)):
            bare = text.lstrip() if f"before {what}" in decision else text
            bare = bare.rstrip() if f"after {what}" in decision else bare
            if bare and bare != text:
                yield Set(said.path if what == "the answer" else asked_path(row, said), bare)


def _mixed(dataset: Dataset) -> bool:
    """Whether pairs stand beside conversations, so that the marks of the pairs are no habit of all."""
    return "prompt-completion" in dataset.kinds and not CONVERSATIONS.isdisjoint(dataset.kinds)
