"""SET003: more rows than the platform takes."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Location
from dataprep.rules.base import CONVERSATIONS, Dataset, DatasetRule, Mergeable, Problem, Sample
from dataprep.rules.dataset.greetings import greetings
from dataprep.rules.wording import counted
from dataprep.targets import Target


class TooManyExamples(DatasetRule[Mergeable]):
    """Finds datasets, or validation parts, with more rows than the target's maximum.

    What it does: counts the rows of all train files together, and those of the validation files.

    Why it matters: the platform refuses the dataset, after all of it was uploaded.

    What to do: take a sample of the rows, without duplicates first.

    Source: Amazon Bedrock, preparing data for Llama, 2026-11-20.
    """

    code = "SET003"
    name = "too-many-examples"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(greetings(10_001), target="bedrock-llama", line=None),)
    good = (
        Sample(greetings(10_000), target="bedrock-llama"),
        Sample(greetings(10), validation=greetings(10), target="bedrock-llama"),
    )

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the number of rows of each part where it is above the maximum."""
        most = target.value("max_examples")
        if most is not None and dataset.rows > most:
            yield _problem("dataset", dataset.rows, most, target.whose("max_examples"))
        most = target.value("max_validation_examples")
        if most is not None and dataset.validation_rows > most:
            problem = _problem(
                "validation part", dataset.validation_rows, most,
                target.whose("max_validation_examples"),
            )  # fmt: skip
            place = Location(dataset.validation[0]) if dataset.validation else None
            yield problem._replace(location=place)


def _problem(part: str, count: int, most: int, whose: str) -> Problem:
    return Problem(
        f"the {part} has {counted(count, 'row')}, the maximum is {most:,}{whose}",
        help=f"leave out {counted(count - most, 'row')}",
    )
