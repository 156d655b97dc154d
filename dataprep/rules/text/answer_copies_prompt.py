"""TXT010: answers that say the prompt again."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
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
from dataprep.targets import Target

_LEAST = 20
_LEAST_BEGINNING = 40
_AGAINST = 20


class Copies:
    """The tally: the exchanges, and those whose answer is or begins with the prompt."""

    def __init__(self) -> None:
        self.rows = 0
        self.copies = Candidates()

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        said = exchange(row)
        if said is None or not said.asked:
            return
        self.rows += 1
        if said.answer.lstrip()[:8] != said.asked.lstrip()[:8]:
            return
        asked, answer = said.asked.strip(), said.answer.strip()
        if answer == asked and len(asked) >= _LEAST:
            self.copies.take(place, "is the prompt, word for word")
        elif len(asked) >= _LEAST_BEGINNING and answer.startswith(asked):
            self.copies.take(place, f"begins with the whole prompt ({len(asked):,} characters)")

    def merge(self, other: Copies) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        self.copies.merge(other.copies)


def _sample(answer: str) -> Content:
    asked = "Which floor is shelf {} on, please?"
    pairs = [(asked.format(number), f"On floor {number}.") for number in range(40)]
    pairs.append((f"{asked.format(40)} I have looked for it everywhere.", answer))
    return rows(*(chat(("user", one), ("assistant", other)) for one, other in pairs))


class AnswerCopiesPrompt(DatasetRule[Copies]):
    """Finds answers that are the prompt, or begin with all of it.

    What it does: compares the last answer of each row with the message before it. Prompts of fewer
        than 20 characters (40 for a beginning) are let alone, and so is a file in which more than one
        row in twenty does so: there it is the task, as in corrections.

    Why it matters: the model learns to say the question again. It is often a column that was taken
        twice, or a base model's output that holds its prompt.

    What to do: put the right column in, or cut the prompt from the answer.

    Source: Hugging Face transformers, text generation returns the prompt with the text, 2026-11-20.
    """

    code = "TXT010"
    name = "answer-copies-prompt"
    severity = Severity.WARNING
    kinds = CONVERSATIONS | {"prompt-completion"}
    wakes_on = frozenset({"@always"})
    bad = (
        Sample(
            _sample("Which floor is shelf 40 on, please? I have looked for it everywhere."), line=41
        ),
        Sample(
            _sample(
                "Which floor is shelf 40 on, please? I have looked for it everywhere. On four."
            ),
            line=41,
        ),
    )
    good = (Sample(_sample("Which floor? The fourth.")),)

    def tally(self) -> Copies:
        """Return an empty count."""
        return Copies()

    def finish(self, tally: Copies, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the copies where they are no habit."""
        if tally.rows < ENOUGH or tally.copies.count * _AGAINST > max(tally.rows, _AGAINST):
            return
        for place, said in tally.copies.kept:
            yield Problem(
                f"the answer {said}",
                help="put the right text in, or cut the prompt from the answer",
                location=place.location(),
            )
