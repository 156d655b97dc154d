"""Hyperparameters of a job: which ones a method has, what was typed, and what the target takes.

Which ones belong to which method is the shape of the API (openai-openapi, FineTune*Hyperparameters,
2026-08-21; `l2_multiplier`: Azure, direct preference optimization, 2026-11-20); their ranges are
figures of the target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dataprep.errors import UsageError
from dataprep.targets import Figure, Target
from dataprep.training.problem import Problem, origin

AUTO = "auto"
_EVERY = ("n_epochs", "batch_size", "learning_rate_multiplier")
OF_METHOD: Mapping[str, tuple[str, ...]] = {
    "supervised": _EVERY,
    "dpo": (*_EVERY, "beta", "l2_multiplier"),
    "reinforcement": (
        *_EVERY,
        *("compute_multiplier", "eval_interval", "eval_samples", "reasoning_effort"),
    ),
}
KNOWN = tuple(dict.fromkeys(key for keys in OF_METHOD.values() for key in keys))
"""Every hyperparameter that has a meaning here; a target may list further ones."""
_WHOLE = ("n_epochs", "batch_size", "eval_interval", "eval_samples")
_WORDS = ("reasoning_effort",)

Value = int | float | str | bool


def parsed(key: str, text: Any) -> Value:
    """Return the value of a hyperparameter as it is sent.

    Args:
        key: its name, as the API has it.
        text: as it was typed, or the value itself.

    Raises:
        UsageError: it is neither a number nor ``auto`` where it must be one.
    """
    said = str(text).lower() if isinstance(text, bool) else str(text)
    said = said.strip()
    if key in _WORDS or said == AUTO:
        return said
    if key not in KNOWN and said in ("true", "false"):
        return said == "true"
    kinds: tuple[type[int] | type[float], ...] = (int,) if key in _WHOLE else (int, float)
    for kind in kinds:
        try:
            value = kind(said)
        except ValueError:
            continue
        # NaN and infinity are no JSON.
        if value == value and abs(value) != float("inf"):
            return value
    if key not in KNOWN:
        return said
    what = "a whole number" if key in _WHOLE else "a number"
    raise UsageError(f"`{key}` is `{said[:40]}`, which is no number", f"give {what}, or `auto`")


def problems(values: Mapping[str, Value], method: str, target: Target) -> Iterator[Problem]:
    """Yield what stands against hyperparameters.

    Args:
        values: name -> value, as `parsed` returns it.
        method: how it is trained.
        target: whose ranges count; one that states none is asked nothing.
    """
    for key, value in values.items():
        refusal = _misplaced(key, method, target)
        if refusal is not None:
            yield refusal
        elif (figure := target.figure(key)) is not None and value != AUTO:
            yield from _outside(key, value, figure, target)


def _misplaced(key: str, method: str, target: Target) -> Problem | None:
    """Return why a hyperparameter cannot be sent at all, None where it can."""
    own = target.figure("hyperparameters")
    if own is not None and key in own.value:
        return None
    if key not in KNOWN:
        listed = ", ".join([*OF_METHOD.get(method, ()), *(own.value if own else ())])
        return Problem(f"`{target.platform}` lists no hyperparameter `{key}`", f"it has: {listed}")
    if key not in OF_METHOD.get(method, KNOWN):
        others = " and ".join(f"`{one}`" for one, keys in OF_METHOD.items() if key in keys)
        return Problem(
            f"`{key}` belongs to the method {others}, and this job is `{method}`", "leave it out"
        )
    # A target that states the ranges of the others, and none for this one, does not have it.
    if key not in _EVERY and target.figure(key) is None and target.figure("n_epochs") is not None:
        return Problem(f"`{target.platform}` lists no hyperparameter `{key}`", "leave it out")
    return None


def _outside(key: str, value: Value, figure: Figure, target: Target) -> Iterator[Problem]:
    limits = figure.value
    if isinstance(limits, list | tuple):
        if value not in limits:
            words = ", ".join(map(str, limits))
            yield Problem(
                f"`{key}` is `{value}`; {target.platform} takes {words}{origin(figure)}",
                f"choose one of: {words}",
            )
        return
    if not within(value, limits):
        yield Problem(
            f"`{key}` is {value}; {target.platform} takes {spoken(limits)}{origin(figure)}",
            f"give a value in this range, or `{AUTO}`",
        )


def within(value: Any, limits: Mapping[str, float]) -> bool:
    """Whether a number lies in a range of a target file."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (
        value >= limits.get("minimum", value)
        and value <= limits.get("maximum", value)
        and ("exclusive_minimum" not in limits or value > limits["exclusive_minimum"])
    )


def spoken(limits: Mapping[str, float]) -> str:
    """Return a range in words: ``1 to 50``, ``more than 0``, ``more than 0, at most 2``."""
    if set(limits) == {"minimum", "maximum"}:
        return f"{limits['minimum']:,} to {limits['maximum']:,}"
    words = {"minimum": "at least", "exclusive_minimum": "more than", "maximum": "at most"}
    return ", ".join(f"{words[key]} {limits[key]:,}" for key in words if key in limits)
