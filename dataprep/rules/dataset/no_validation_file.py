"""SET007: nothing is held out to see whether the training helps."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import CONVERSATIONS, Dataset, DatasetRule, Mergeable, Problem, Sample
from dataprep.rules.dataset.greetings import greetings
from dataprep.rules.wording import counted
from dataprep.targets import Target

_HELD_OUT = 5
"""One row of so many is held out."""


class NoValidationFile(DatasetRule[Mergeable]):
    """Finds datasets without a validation part that are large enough to have one.

    What it does: looks for a validation file where the train rows without a fifth of them are still as
        many as the target recommends. Where the platform recommends no number, nothing is said; for
        reinforcement the file is required, which is another rule's.

    Why it matters: the loss on rows that were not trained is the only sign, during the training, that
        the model learns more than the rows themselves. Validation rows are not billed.

    What to do: hold out a tenth to a fifth of the rows, without duplicates between the two parts.

    Source: Cohere, fine-tuning data (split of 80 to 20), 2025-09-15; OpenAI, supervised fine-tuning
        guide (recommended number), 2026-11-20.
    """

    code = "SET007"
    name = "no-validation-file"
    severity = Severity.INFO
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(greetings(62), line=None),)
    good = (Sample(greetings(61)), Sample(greetings(62), validation=greetings(1)))

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the absence of a validation file."""
        wanted = target.value("recommended_examples")
        if wanted is None or dataset.validation or dataset.method == "reinforcement":
            return
        held_out = dataset.rows // _HELD_OUT
        if held_out and dataset.rows - held_out >= wanted:
            yield Problem(
                f"{counted(dataset.rows, 'row')} are trained and none is held out for validation",
                help=f"hold out up to {counted(held_out, 'row')} and name the file with --validation",
            )
