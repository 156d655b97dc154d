"""What was measured while a model was trained: losses and accuracies by step.

They come from events, from checkpoints and from result files, under names that changed over the
years; here each has one name, and a value that is blank or no number is not there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

Points = dict[int, dict[str, float]]
"""Step -> measure -> value."""

TRAIN_LOSS, VALID_LOSS, FULL_VALID_LOSS = "train_loss", "valid_loss", "full_valid_loss"

# Columns of result files of the old and the present API (OpenAI, legacy and supervised fine-tuning
# guides, 2026-11-20) and the keys of events and checkpoints.
_NAMES = {
    "training_loss": TRAIN_LOSS,
    "loss": TRAIN_LOSS,
    "validation_loss": VALID_LOSS,
    "eval_loss": VALID_LOSS,
    "full_validation_loss": FULL_VALID_LOSS,
    "training_accuracy": "train_accuracy",
    "training_token_accuracy": "train_accuracy",
    "train_mean_token_accuracy": "train_accuracy",
    "validation_accuracy": "valid_accuracy",
    "validation_token_accuracy": "valid_accuracy",
    "valid_mean_token_accuracy": "valid_accuracy",
    "full_valid_mean_token_accuracy": "full_valid_accuracy",
}
_NO_MEASURE = ("step", "step_number", "total_steps", "elapsed_tokens", "elapsed_examples")
_OVERFITTING = 1.05  # a validation loss that rose by less than this is noise


def number(value: Any) -> float | None:
    """Return a finite number, or None for whatever is none: blank, text, NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def add(points: Points, row: Mapping[str, Any]) -> None:
    """Add what a row of a table, the data of an event or the metrics of a checkpoint say.

    A row without a step says nothing; what is known of a step already stays.
    """
    step = number(row.get("step", row.get("step_number")))
    if step is None or not 0 <= step < 1e12:
        return
    for name, value in row.items():
        measured = number(value) if name not in _NO_MEASURE else None
        if measured is not None:
            points.setdefault(int(step), {}).setdefault(_NAMES.get(name, name), measured)


def of_events(events: Iterable[Mapping[str, Any]]) -> Points:
    """Return what events measured."""
    points: Points = {}
    for event in events:
        if isinstance(data := event.get("data"), Mapping):
            add(points, data)
    return points


def of_checkpoints(checkpoints: Iterable[Mapping[str, Any]]) -> Points:
    """Return what checkpoints measured."""
    points: Points = {}
    for one in checkpoints:
        if isinstance(metrics := one.get("metrics"), Mapping):
            add(points, {"step": one.get("step_number"), **metrics})
    return points


def together(*sources: Points) -> Points:
    """Return all points; of two values for one step and measure, the first source's."""
    points: Points = {}
    for source in sources:
        for step, row in source.items():
            points[step] = row | points.get(step, {})
    return dict(sorted(points.items()))


def series(points: Points, name: str) -> list[tuple[int, float]]:
    """Return one measure by step."""
    return [(step, row[name]) for step, row in sorted(points.items()) if name in row]


def losses(points: Points) -> dict[str, list[tuple[int, float]]]:
    """Return the curves that are drawn: the loss on the train part, and on the validation part.

    Where the whole validation part was measured now and then, that counts, not the batches.
    """
    valid = series(points, FULL_VALID_LOSS) or series(points, VALID_LOSS)
    curves = {"train loss": series(points, TRAIN_LOSS), "valid loss": valid}
    return {name: values for name, values in curves.items() if values}


def summary(points: Points) -> dict[str, dict[str, float]]:
    """Return for every measure its first, last and best value, and the step of the best.

    The best loss is the lowest one, the best of anything else the highest.
    """
    found = {}
    for name in dict.fromkeys(name for row in points.values() for name in row):
        values = series(points, name)
        choose = min if name.endswith("loss") else max
        step, best = choose(values, key=lambda pair: pair[1])
        found[name] = {"first": values[0][1], "last": values[-1][1], "best": best, "step": step}
    return found


def overfitting(points: Points) -> str:
    """Return a hint where the validation loss rose again before the end; else nothing."""
    valid = losses(points).get("valid loss", [])
    if len(valid) < 3:
        return ""
    step, best = min(valid, key=lambda pair: pair[1])
    last_step, last = valid[-1]
    if best <= 0 or last < best * _OVERFITTING:
        return ""
    return (
        f"the validation loss was lowest at step {step:,} of {last_step:,} ({best:.4g}) and rose to "
        f"{last:.4g}: a checkpoint before the end, or fewer epochs, may do better"
    )
