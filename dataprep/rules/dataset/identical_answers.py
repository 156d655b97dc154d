"""SET005: one answer to every question."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import Content, Dataset, DatasetRule, Problem, Sample, chat, rows
from dataprep.rules.dataset.answers import ENOUGH, Sameness
from dataprep.rules.wording import quoted
from dataprep.targets import Target


def _sample(count: int, answer: str) -> Content:
    return rows(
        *(
            chat(("user", f"What is {number} plus 1?"), ("assistant", answer.format(number + 1)))
            for number in range(count)
        )
    )


class IdenticalAnswers(DatasetRule[Sameness]):
    """Finds datasets in which every row has the same answer.

    What it does: compares all that is learned of each chat row: the contents and the calls of the
        assistant's messages. It says nothing about fewer than 10 rows. Completions are judged by
        `identical-completions`.

    Why it matters: the model learns to give this answer whatever it is asked. Most often a template
        was not filled in, or the wrong column was taken for the answer.

    What to do: take the answers from where they differ; see what made the file.

    Source: azure-skills, dataset validators, 2026-11-20.
    """

    code = "SET005"
    name = "identical-answers"
    kinds = frozenset({"chat"})
    wakes_on = frozenset({"@always"})
    bad = (Sample(_sample(12, "{{answer}}"), line=None),)
    good = (Sample(_sample(12, "{}")), Sample(_sample(9, "I do not know.")))

    def tally(self) -> Sameness:
        """Return an empty count."""
        return Sameness()

    def finish(self, tally: Sameness, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the answer that all rows have."""
        if tally.rows >= ENOUGH:
            answer = f": {quoted(tally.sample)}" if tally.sample.strip() else ""
            yield Problem(
                f"all {tally.rows:,} answers are the same{answer}",
                help="take the answers from where they differ",
            )
