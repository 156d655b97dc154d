"""Finds a target by its name: ``generic``, ``azure/gpt-4.1-mini``, ``openai/ft:gpt-4.1...``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dataprep.model import Severity
from dataprep.targets.files import data_of
from dataprep.targets.target import Figure, Model, Target

# Where a platform is named without a model: the smaller is the tighter, or the larger is.
_TIGHTEST = {
    "max_row_tokens": min,
    "max_examples": min,
    "max_file_bytes": min,
    "max_total_tokens": min,
    "max_images_per_row": min,
    "min_examples": max,
}
_SECTIONS = ("rows", "limits", "quirks", "lifecycle", "prices", "training", "api")
_NO_FIGURES = ("aliases", "without")
_ENDS = ("shutdown", "training_ends")


def get(name: str, own: Mapping[str, Any] | None = None) -> Target:
    """Return the target of a name.

    Args:
        name: ``PLATFORM`` or ``PLATFORM/MODEL``; a fine-tuned model's name stands for its base.
        own: targets of a configuration, as data of the shape of a target file; one that has
            ``extends`` takes everything that it does not say itself from that platform.

    Raises:
        UsageError: no platform has this name, or an own target is not of the shape of a target file.
            An unknown model is no error here: rule TGT004 says it.
    """
    asked, _, model = name.partition("/")
    platform, data = data_of(asked, own or {})
    figures: dict[str, Figure] = {}
    for section in _SECTIONS:
        figures.update(_entries(data.get(section, {})))
    tables = data.get("models", {})
    models = {key: _model(key, table) for key, table in tables.items()}
    severities = {code: Severity[word.upper()] for code, word in data.get("severity", {}).items()}
    base = base_of(model)
    found = _named(base, models) if model else None
    if found is None:
        figures.update(_chosen(figures, models))
    else:
        for key in tables[found.name].get("without", ()):
            figures.pop(key, None)
        figures.update(found.figures)
    fine_tuned = model if base != model else ""
    return Target(
        name, platform, data.get("title", platform), figures, severities, found, models, fine_tuned
    )


def base_of(model: str) -> str:
    """Return the base of a fine-tuned model's name, or the name itself.

    ``ft:gpt-4.1-mini-2025-04-14:org:suffix:id``, ``gpt-4.1-mini-2025-04-14.ft-0a1b`` (Azure) and
    ``davinci:ft-org-2023-01-30`` of old are ``gpt-4.1-mini-2025-04-14`` twice, and ``davinci``.
    """
    if model.lower().startswith("ft:"):
        return model[3:].partition(":")[0]
    return model.partition(".ft-")[0].partition(":ft-")[0]


def _named(model: str, models: Mapping[str, Model]) -> Model | None:
    wanted = model.lower()
    # A model's own name stands before the alias of another one.
    for one in models.values():
        if wanted == one.name.lower():
            return one
    return next((one for one in models.values() if wanted in map(str.lower, one.aliases)), None)


def _entries(table: Mapping[str, Any]) -> dict[str, Figure]:
    return {key: _figure(entry) for key, entry in table.items() if key not in _NO_FIGURES}


def _figure(entry: Any) -> Figure:
    if isinstance(entry, Mapping) and "value" in entry:
        return Figure(entry["value"], entry.get("source", "your configuration"),
                      entry.get("verified"))  # fmt: skip
    return Figure(entry, "your configuration")


def _model(name: str, table: Mapping[str, Any]) -> Model:
    return Model(name, tuple(table.get("aliases", ())), _entries(table))


def _chosen(figures: Mapping[str, Figure], models: Mapping[str, Model]) -> dict[str, Figure]:
    """Return the tightest of the models' limits, each with the model that it belongs to."""
    offered = [one for one in models.values() if not _gone(one)]
    chosen: dict[str, Figure] = {}
    for key, tighter in _TIGHTEST.items():
        stated = [(one.figures[key].value, one) for one in offered if key in one.figures]
        if not stated:
            continue
        value, owner = tighter(stated, key=lambda pair: pair[0])
        platform = figures.get(key)
        if platform is None or tighter(value, platform.value) != platform.value:
            found = owner.figures[key]
            chosen[key] = Figure(value, found.source, found.verified, owner.name)
    return chosen


def _gone(model: Model) -> bool:
    """Whether a model had already ended when its end was read: nobody means it any more."""
    ends = [model.figures[key] for key in _ENDS if key in model.figures]
    return any(end.verified and str(end.value) <= str(end.verified) for end in ends)
