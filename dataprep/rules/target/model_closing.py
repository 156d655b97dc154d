"""TGT002."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, chat, rows
from dataprep.rules.target.lifecycle import EVERY_KIND, end, subject, successor
from dataprep.targets import Target

_ROWS = rows(chat(("user", "Hi"), ("assistant", "Hello")))


class ModelClosing(DatasetRule[Any]):
    """The target's model ends within the notice.

    What it does: compares the day on which the platform shuts the model down with today (`--today`).
    How many days before it speaks is the configuration's `notice-days`.

    Why it matters: what is trained from a model ends on the same day as the model, so a training run
    paid for today may serve for a few weeks only.

    What to do: train a model that lives longer, or keep the data in a shape that another platform
    takes; `--target` may be given several times to check for both at once.

    Source: OpenAI, deprecations, entry of 2026-10-14, 2026-11-10.
    """

    code = "TGT002"
    name = "model-closing"
    severity = Severity.WARNING
    kinds = EVERY_KIND
    bad = (Sample(_ROWS, "openai/gpt-4.1", line=None, options={"today": "2027-01-04"}),)
    good = (
        Sample(_ROWS, "openai/gpt-4.1", options={"today": "2025-06-01"}),
        Sample(_ROWS, "openai/gpt-4.1", options={"today": "2027-01-14"}),
        Sample(_ROWS, "generic", options={"today": "2027-01-04"}),
    )

    def finish(self, tally: Any, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the end of the model, where it is near."""
        coming = end(target, "shutdown", dataset.today)
        if coming and coming.near(dataset.notice_days):
            yield Problem(
                f"{subject(target)} is shut down on {coming.day}, {coming.ahead()} {coming.said}",
                help=successor(target),
            )
