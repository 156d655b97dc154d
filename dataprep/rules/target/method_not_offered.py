"""TGT003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, chat, rows
from dataprep.rules.target.lifecycle import EVERY_KIND, TODAY, end_of, subject
from dataprep.targets import Model, Target

_ROWS = rows(chat(("user", "Hi"), ("assistant", "Hello")))
_PAIRS = rows(
    {
        "input": {"messages": [{"role": "user", "content": "Hi"}]},
        "preferred_output": [{"role": "assistant", "content": "Hello"}],
        "non_preferred_output": [{"role": "assistant", "content": "What?"}],
    }
)


class MethodNotOffered(DatasetRule[Any]):
    """The target does not train by this method.

    What it does: looks for the method (`--method`, or the one that the rows are made for) among those
    of the model, or of the platform where no model is named.

    Why it matters: the job is refused when it is created, after the file was uploaded.

    What to do: choose one of the models that the help names, or make rows for a method that is
    offered.

    Source: OpenAI, model optimization guide, 2026-09-26; Azure, fine-tuning supported models,
    2026-03-05.
    """

    code = "TGT003"
    name = "method-not-offered"
    severity = Severity.ERROR
    kinds = EVERY_KIND
    bad = (
        Sample(_PAIRS, "azure/gpt-4o-mini", "dpo", line=None, options=TODAY),
        Sample(_PAIRS, "nebius", "dpo", line=None, options=TODAY),
        Sample(_ROWS, "azure/o4-mini", "supervised", line=None, options=TODAY),
    )
    good = (
        Sample(_PAIRS, "azure/gpt-4.1", "dpo", options=TODAY),
        Sample(_ROWS, "azure/gpt-4o-mini", options=TODAY),
    )

    def finish(self, tally: Any, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the method, where the target does not offer it."""
        offered = target.value("methods", ())
        if not dataset.method or not offered or dataset.method in offered:
            return
        others = [
            f"`{target.platform}/{one.name}`"
            for one in target.models.values()
            if _trains(one, dataset.method, dataset.today)
        ]
        yield Problem(
            f"{subject(target)} is not trained by `{dataset.method}`, only by "
            + " and ".join(f"`{one}`" for one in offered),
            help=f"trained by it: {', '.join(others[:5])}"
            if others
            else "choose another platform: dataprep targets",
        )


def _trains(model: Model, method: str, today: str) -> bool:
    methods = model.figures.get("methods")
    ends = [model.figures[key] for key in ("shutdown", "training_ends") if key in model.figures]
    days = [found.days for figure in ends if (found := end_of(figure, today))]
    return methods is not None and method in methods.value and all(left > 0 for left in days)
