"""SET001: fewer rows than the platform takes."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import CONVERSATIONS, Dataset, DatasetRule, Mergeable, Problem, Sample
from dataprep.rules.dataset.greetings import greetings
from dataprep.rules.wording import counted
from dataprep.targets import Target


class TooFewExamples(DatasetRule[Mergeable]):
    """Finds datasets with fewer rows than the target's minimum.

    What it does: counts the rows of all train files together, without blank lines. An empty dataset
        is named by `empty-file`.

    Why it matters: the platform refuses the file, often only after it was uploaded and queued.

    What to do: add examples until there are enough; more than the minimum teach more.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20.
    """

    code = "SET001"
    name = "too-few-examples"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(greetings(7), line=None),)
    good = (Sample(greetings(10)),)

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the number of rows where it is below the minimum."""
        least = target.value("min_examples")
        if least is not None and 0 < dataset.rows < least:
            yield Problem(
                f"the dataset has {counted(dataset.rows, 'row')}, "
                f"the minimum is {least:,}{target.whose('min_examples')}",
                help=f"add at least {counted(least - dataset.rows, 'row')}",
            )
