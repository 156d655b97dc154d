"""TGT005."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, chat, rows
from dataprep.rules.target.lifecycle import EVERY_KIND, TODAY, end, subject
from dataprep.targets import Target

_ROWS = rows(chat(("user", "Hi"), ("assistant", "Hello")))
_ELSEWHERE = "other platforms take the same rows: dataprep targets"


class JobsClosed(DatasetRule[Any]):
    """The target takes no new training jobs, or soon takes none.

    What it does: compares the days on which the platform stops taking jobs (from anybody, or from
    customers who are new to it) or gave up its service with today (`--today`), and those of the
    model where one is named. It says the one that matters most, and is silent where the model
    itself is gone.

    Why it matters: a closed platform answers a job with 403 `training_not_available`, and only after
    the upload, so the files stay behind.

    What to do: check the data for a platform that takes the same rows, e.g. `--target azure`.
    Customers who may still train can turn the rule off.

    Source: OpenAI, deprecations, update to self-serve fine-tuning, 2026-11-20; Azure, model
    retirement schedule, 2026-09-30.
    """

    code = "TGT005"
    name = "jobs-closed"
    severity = Severity.WARNING
    kinds = EVERY_KIND
    bad = (
        Sample(_ROWS, "openai", line=None, options=TODAY),
        Sample(_ROWS, "openai/gpt-4.1", line=None, options={"today": "2027-01-06"}),
        Sample(_ROWS, "azure/o4-mini", line=None, options=TODAY),
        Sample(_ROWS, "mistral", line=None, options=TODAY),
    )
    good = (
        Sample(_ROWS, "azure/gpt-4.1", options=TODAY),
        Sample(_ROWS, "openai", options={"today": "2026-01-01"}),
        Sample(_ROWS, "openai/gpt-3.5-turbo", options=TODAY),
    )

    def finish(self, tally: Any, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the day that matters most."""
        over = end(target, "shutdown", dataset.today)
        if over and over.days <= 0:
            return
        last = [
            one
            for key in ("jobs_closed", "training_ends")
            if (one := end(target, key, dataset.today))
        ]
        first = min(last, key=lambda one: one.day, default=None)
        newcomers = end(target, "new_customers_closed", dataset.today)
        deprecated = end(target, "deprecated", dataset.today)
        if first and first.days <= 0:
            said = f"has taken no new jobs since {first.day} {first.said}"
        elif first and first.near(dataset.notice_days):
            said = f"takes no new jobs from {first.day} on, {first.ahead()} {first.said}"
        elif newcomers and newcomers.days <= 0:
            said = f"has taken no jobs from new customers since {newcomers.day} {newcomers.said}"
        elif deprecated and deprecated.days <= 0:
            said = f"has been deprecated since {deprecated.day} {deprecated.said}"
        else:
            return
        yield Problem(f"{subject(target)} {said}", help=_ELSEWHERE)
