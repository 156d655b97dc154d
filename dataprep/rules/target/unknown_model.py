"""TGT004."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, chat, rows
from dataprep.rules.target.lifecycle import EVERY_KIND, TODAY, short
from dataprep.targets import Target, base_of

_ROWS = rows(chat(("user", "Hi"), ("assistant", "Hello")))


class UnknownModel(DatasetRule[Any]):
    """The target's platform trains no model of this name.

    What it does: looks for the model's name among the names and the dated names of the platform's
    models. A fine-tuned name (`ft:base:organisation:suffix:id`, `base.ft-id`) is read as its base.
    Platforms whose list of models is open, because they take hundreds, are not asked.

    Why it matters: the job is refused ("not available for fine-tuning or does not exist"), and the
    limits that the file was checked against may be those of another model.

    What to do: take the name that the help suggests, or see `dataprep targets show PLATFORM`. A model
    of your own can be added in the configuration, under `[targets.PLATFORM.models."NAME"]`.

    Source: OpenAI, model optimization guide, 2026-09-26; Azure, fine-tuning supported models,
    2026-03-05.
    """

    code = "TGT004"
    name = "unknown-model"
    severity = Severity.ERROR
    kinds = EVERY_KIND
    bad = (
        Sample(_ROWS, "azure/gpt-41-mini", line=None, options=TODAY),
        Sample(_ROWS, "openai/ft:gpt-9:acme::a1", line=None, options=TODAY),
    )
    good = (
        Sample(_ROWS, "azure/gpt-4.1-mini-2025-04-14", options=TODAY),
        Sample(_ROWS, "openai/ft:gpt-4.1-mini-2025-04-14:acme::a1", options=TODAY),
        Sample(_ROWS, "together/some-lab/some-model", options=TODAY),
    )

    def finish(self, tally: Any, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the model, where the platform has none of this name."""
        asked = target.name.partition("/")[2]
        closed = target.models and target.value("model_list") != "open"
        if not asked or target.model is not None or not closed:
            return
        base = base_of(asked)
        whose = f", the base of `{short(asked)}`," if base != asked else ""
        yield Problem(
            f"`{target.platform}` has no model `{short(base)}`{whose} that can be trained",
            help=_near(base, target),
        )


def _near(model: str, target: Target) -> str:
    from difflib import get_close_matches

    owner = {alias.lower(): one for one in target.models.values() for alias in one.aliases}
    owner |= {one.name.lower(): one for one in target.models.values()}
    near = get_close_matches(model[:100].lower(), owner, 1)
    if near:
        return f"did you mean `{target.platform}/{owner[near[0]].name}`?"
    return f"see its models: dataprep targets show {target.platform}"
