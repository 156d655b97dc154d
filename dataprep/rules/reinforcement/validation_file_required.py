"""RFT001: a method that cannot run without a validation file."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import (
    CONVERSATIONS,
    Dataset,
    DatasetRule,
    Mergeable,
    Problem,
    Sample,
    rows,
)
from dataprep.rules.reinforcement.tasks import task
from dataprep.targets import Target

_ROWS = rows(*(task(number, answer=str(number + 1)) for number in range(12)))
_HELD = rows(task(70, answer="71"))


class ValidationFileRequired(DatasetRule[Mergeable]):
    """Finds datasets without a validation file for a method that requires one.

    What it does: looks at the method that was asked for, or that most rows are for, and at whether a
        validation file was named.

    Why it matters: the job is rejected: during reinforcement the reward on held-out tasks decides
        which checkpoints are kept.

    What to do: hold out some tasks, other ones than those that are trained, and name their file.

    Source: OpenAI, reinforcement fine-tuning guide, 2026-11-20; Azure, reinforcement fine-tuning,
        2026-11-20.
    """

    code = "RFT001"
    name = "validation-file-required"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(_ROWS, method="reinforcement", line=None),)
    good = (
        Sample(_ROWS, method="reinforcement", validation=_HELD),
        Sample(_ROWS, target="together", method="reinforcement"),
    )

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the absence of a validation file."""
        required = target.value("validation_required", ())
        if dataset.method in required and dataset.rows and not dataset.validation:
            yield Problem(
                f"no validation file was named, and the method `{dataset.method}` requires one",
                help="hold out some rows, and name their file with --validation",
            )
