"""TGT001."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, chat, rows
from dataprep.rules.target.lifecycle import EVERY_KIND, TODAY, end, subject, successor
from dataprep.targets import Target

_ROWS = rows(chat(("user", "Hi"), ("assistant", "Hello")))


class ModelShutDown(DatasetRule[Any]):
    """The target's model no longer exists.

    What it does: compares the day on which the platform shut the model down with today (`--today`).
    A fine-tuned name is read as its base, because what was trained ends with its base.

    Why it matters: a job for a model that is gone is refused, after the file was uploaded, and a model
    that was trained from it answers no more. The data itself may be fine, so this is a warning here
    and an error only where a training job is about to start.

    What to do: choose another model of the platform, or another platform that takes the same rows;
    `dataprep targets` lists both.

    Source: OpenAI, deprecations, 2026-11-10; Azure, model retirement schedule, 2026-09-30.
    """

    code = "TGT001"
    name = "model-shut-down"
    severity = Severity.WARNING
    kinds = EVERY_KIND
    bad = (
        Sample(_ROWS, "openai/gpt-3.5-turbo", line=None, options=TODAY),
        Sample(_ROWS, "openai/ft:gpt-4.1-nano-2025-04-14:acme::a1", line=None, options=TODAY),
    )
    good = (
        Sample(_ROWS, "openai/gpt-4.1", options=TODAY),
        Sample(_ROWS, "openai/gpt-3.5-turbo", options={"today": "2026-10-22"}),
        Sample(_ROWS, "together", options=TODAY),
    )

    def finish(self, tally: Any, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the end of the model, where it has come."""
        over = end(target, "shutdown", dataset.today)
        if over and over.days <= 0:
            yield Problem(
                f"{subject(target)} was shut down on {over.day} {over.said}",
                help=successor(target),
            )
