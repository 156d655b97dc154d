"""Finds a target by its name: ``generic``, ``azure``, ``azure/gpt-4.1-mini``, ``openai/ft:gpt-4.1...``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dataprep.errors import UsageError
from dataprep.model import Severity
from dataprep.targets.target import Figure, Model, Target

_FOLDER = Path(__file__).parent
# Where a platform is named without a model: the smaller is the tighter, or the larger is.
_TIGHTEST = {
    "max_row_tokens": min,
    "max_examples": min,
    "max_file_bytes": min,
    "max_total_tokens": min,
    "max_images_per_row": min,
    "min_examples": max,
}
_SECTIONS = ("rows", "limits", "quirks", "lifecycle", "prices", "training")


def names(own: Mapping[str, Any] | None = None) -> list[str]:
    """Return the platforms: those of this package, and those that a configuration defines."""
    return sorted({path.stem for path in _FOLDER.glob("*.toml")} | set(own or ()))


def get(name: str, own: Mapping[str, Any] | None = None) -> Target:
    """Return the target of a name.

    Args:
        name: ``PLATFORM`` or ``PLATFORM/MODEL``; a fine-tuned model's name stands for its base.
        own: targets of a configuration, as data of the shape of a target file; one that has
            ``extends`` takes everything that it does not say itself from that platform.

    Raises:
        UsageError: no platform has this name. An unknown model is no error here: rule TGT004 says it.
    """
    platform, _, model = name.partition("/")
    data = _data(platform, own or {})
    figures = _figures(data)
    models = {key: _model(key, entry) for key, entry in data.get("models", {}).items()}
    severities = {code: Severity[word.upper()] for code, word in data.get("severity", {}).items()}
    found = _named(base_of(model), models) if model else None
    if found is not None:
        figures.update(found.figures)
    elif not model:
        figures.update(_chosen(figures, models))
    fine_tuned = model if model.startswith("ft:") else ""
    return Target(
        name, platform, data.get("title", platform), figures, severities, found, models, fine_tuned
    )


def base_of(model: str) -> str:
    """Return the base of a fine-tuned model's name, or the name itself.

    ``ft:gpt-4.1-mini-2025-04-14:org:suffix:id`` and ``gpt-4.1-mini-2025-04-14.ft-0a1b`` (Azure) are
    ``gpt-4.1-mini-2025-04-14``.
    """
    if model.startswith("ft:"):
        return model.removeprefix("ft:").split(":")[0]
    return model.partition(".ft-")[0]


def _named(model: str, models: Mapping[str, Model]) -> Model | None:
    wanted = model.lower()
    for one in models.values():
        if wanted == one.name.lower() or wanted in map(str.lower, one.aliases):
            return one
    return None


def _data(platform: str, own: Mapping[str, Any]) -> dict[str, Any]:
    known = names(own)
    if platform not in known:
        near = get_close_matches(platform, known, 1)
        raise UsageError(
            f"no target is called `{platform}`",
            f"did you mean `{near[0]}`?" if near else f"choose one of: {', '.join(known)}",
        )
    if platform in own:
        data = dict(own[platform])
        base = data.get("extends", platform if (_FOLDER / f"{platform}.toml").is_file() else None)
        return _over(_read(base), data) if base else data
    return _read(platform)


def _read(platform: str) -> dict[str, Any]:
    import tomllib

    path = _FOLDER / f"{platform}.toml"
    if not path.is_file():
        raise UsageError(
            f"no target is called `{platform}`", f"choose one of: {', '.join(names())}"
        )
    return tomllib.loads(path.read_text("utf-8"))


def _over(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with the tables of `changes` laid over its own, key by key."""
    merged = dict(base)
    for key, value in changes.items():
        inner = merged.get(key)
        # A figure is one thing; only the tables around figures are merged.
        if isinstance(value, Mapping) and isinstance(inner, dict) and "value" not in value:
            merged[key] = _over(inner, value)
        else:
            merged[key] = value
    return merged


def _figures(data: Mapping[str, Any]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for section in _SECTIONS:
        found.update(_entries(data.get(section, {})))
    return found


def _entries(table: Mapping[str, Any]) -> dict[str, Figure]:
    return {key: _figure(entry) for key, entry in table.items() if isinstance(entry, Mapping)}


def _figure(entry: Mapping[str, Any]) -> Figure:
    return Figure(
        entry["value"], entry.get("source", "your configuration"), entry.get("verified", date.min)
    )


def _model(name: str, entry: Mapping[str, Any]) -> Model:
    return Model(name, tuple(entry.get("aliases", ())), _entries(entry))


def _chosen(figures: Mapping[str, Figure], models: Mapping[str, Model]) -> dict[str, Figure]:
    """Return the tightest of the models' limits, each with the model that it belongs to."""
    chosen: dict[str, Figure] = {}
    for key, tighter in _TIGHTEST.items():
        stated = [(one.figures[key].value, one) for one in models.values() if key in one.figures]
        if not stated:
            continue
        value, owner = tighter(stated, key=lambda pair: pair[0])
        platform = figures.get(key)
        if platform is None or tighter(value, platform.value) != platform.value:
            found = owner.figures[key]
            chosen[key] = Figure(value, found.source, found.verified, owner.name)
    return chosen
