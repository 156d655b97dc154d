"""Targets for people: the table of platforms, and one target with every figure and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dataprep.output.terminal import safe
from dataprep.targets import Figure, Model, Target

HEADINGS = ("platform", "title", "formats", "rows", "tokens a row", "encoding", "models")


def overview(target: Target) -> tuple[str, ...]:
    """Return the cells of a platform under `HEADINGS`; ``-`` where it states nothing."""
    return (
        target.platform,
        target.title,
        ", ".join(target.value("formats", ())),
        _between(target.value("min_examples"), target.value("max_examples")),
        shown(target.value("max_row_tokens", "-")),
        target.value("encoding", "-"),
        str(len(target.models)) if target.models else "any",
    )


def table(targets: Iterable[Target]) -> Iterator[str]:
    """Yield the lines of the table of platforms."""
    lines = [HEADINGS, *map(overview, targets)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    for line in lines:
        cells = (safe(cell).ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()
    yield ""
    yield "every figure with its source: dataprep targets show PLATFORM/MODEL"


def details(target: Target) -> Iterator[str]:
    """Yield the lines about one target: every figure with source and date, then its models."""
    yield safe(f"{target.name}: {target.title}")
    if target.fine_tuned and target.model:
        yield safe(f"a fine-tuned model; its base is {target.model.name}")
    elif target.model and target.model.aliases:
        yield safe(f"also called {', '.join(target.model.aliases)}")
    yield ""
    broad = max((len(key) for key in target.figures), default=0)
    for key, figure in target.figures.items():
        yield safe(f"{key:{broad}}  {shown(figure.value)}{target.whose(key)}")
        yield safe(f"{'':{broad}}    {origin(figure)}")
    for code, severity in target.severities.items():
        yield safe(f"{code:{broad}}  {severity}")
    if target.models and target.model is None:
        yield ""
        yield "models"
        yield from (safe(f"  {line}") for line in map(model_line, target.models.values()))


def model_line(model: Model) -> str:
    """Return a model with what it is trained by, and its end."""
    facts = []
    if "methods" in model.figures:
        facts.append(shown(model.figures["methods"].value))
    for key, word in (("training_ends", "training ends"), ("shutdown", "shut down")):
        if key in model.figures:
            facts.append(f"{word} {shown(model.figures[key].value)}")
    return f"{model.name}: {'; '.join(facts)}" if facts else model.name


def origin(figure: Figure) -> str:
    """Return where a figure comes from: the page, and when it was read."""
    return f"{figure.source}, {figure.verified}" if figure.verified else figure.source


def shown(value: Any) -> str:
    """Return a figure's value for people."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return _range(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(shown, value)) or "none"
    return repr(value)[1:-1] if isinstance(value, str) else str(value)


def as_data(target: Target) -> dict[str, Any]:
    """Return a target as JSON-ready data."""
    return {
        "name": target.name,
        "platform": target.platform,
        "title": target.title,
        "model": target.model.name if target.model else None,
        "fine_tuned": target.fine_tuned or None,
        "figures": _figures(target.figures),
        "severity": {code: str(severity) for code, severity in target.severities.items()},
        "models": {
            one.name: {"aliases": list(one.aliases), "figures": _figures(one.figures)}
            for one in target.models.values()
            if target.model is None or one == target.model
        },
    }


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        key: {
            "value": str(one.value) if isinstance(one.value, date) else one.value,
            "source": one.source,
            "verified": one.verified and str(one.verified),
            **({"model": one.model} if one.model else {}),
        }
        for key, one in figures.items()
    }


def _between(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return "-"
    return f"{least or 1:,} to {most:,}" if most is not None else f"{least:,} or more"


def _range(value: Mapping[str, Any]) -> str:
    words = {"minimum": "from", "exclusive_minimum": "above", "maximum": "to"}
    order = ("minimum", "exclusive_minimum", "maximum")
    return " ".join(f"{words[key]} {value[key]:,}" for key in order if key in value)
