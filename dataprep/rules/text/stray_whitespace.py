"""TXT012: white space around a few of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
    UNSAFE,
    Content,
    Dataset,
    Edit,
    Problem,
    Sample,
    Set,
    chat,
    rows,
)  # fmt: skip
from dataprep.rules.row import Row
from dataprep.rules.text.candidates import ENOUGH
from dataprep.rules.text.exchange import asked_path, exchange
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

    What to do: remove it: `dataprep convert` does so. The repair removes it from all texts of both
        parts at the edges that were named; where pairs and conversations are mixed there is none.

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
        fix = "" if _mixed(dataset) else None
        for edge, texts in _few(tally):
            candidates = tally.edges[edge]
            for place, said in candidates.kept:
                yield Problem(
                    f"{said} of white space {edge}, as in {candidates.count:,} of "
                    f"{counted(texts, 'row')}",
                    help="remove it",
                    location=place.location(),
                    fix=fix,
                )

    def decide(self, tally: Habits, dataset: Dataset, target: Target) -> frozenset[str] | None:
        """Return the edges at which all texts are to begin or end without white space."""
        return None if _mixed(dataset) else frozenset(edge for edge, _ in _few(tally))

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


def _few(tally: Habits) -> Iterator[tuple[str, int]]:
    """Yield the edges at which few texts have white space, each with the number of all texts.

    Blank texts are another rule's matter, and have no edges.
    """
    for edge, candidates in tally.edges.items():
        texts = tally.texts(edge.split(maxsplit=1)[1])
        if candidates.count and texts >= ENOUGH and candidates.count * _AGAINST <= texts:
            yield edge, texts
