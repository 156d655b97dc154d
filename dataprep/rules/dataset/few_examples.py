"""SET002: fewer rows than the platform recommends."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import CONVERSATIONS, Dataset, DatasetRule, Mergeable, Problem, Sample
from dataprep.rules.dataset.greetings import greetings
from dataprep.rules.wording import counted
from dataprep.targets import Target


class FewExamples(DatasetRule[Mergeable]):
    """Finds datasets with fewer rows than the target recommends.

    What it does: counts the rows of all train files together. Fewer than the platform's minimum are
        named by `too-few-examples`.

    Why it matters: the platform takes the file, but with so few examples the model seldom changes in
        the way that is hoped for.

    What to do: add well-made examples until the number that the platform recommends is reached, then
        compare the model with the one before.

    Source: OpenAI, supervised fine-tuning guide (50 to 100 examples), 2026-11-20.
    """

    code = "SET002"
    name = "few-examples"
    severity = Severity.INFO
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(greetings(10), line=None),)
    good = (Sample(greetings(50)), Sample(greetings(7)))

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the number of rows where it is taken, but below what is recommended."""
        least, wanted = target.value("min_examples", 1), target.value("recommended_examples")
        if wanted is not None and max(least, 1) <= dataset.rows < wanted:
            yield Problem(
                f"the dataset has {counted(dataset.rows, 'row')}, "
                f"{wanted:,} or more are recommended{target.whose('recommended_examples')}",
                help=f"add {counted(wanted - dataset.rows, 'row')} for a clear effect",
            )
