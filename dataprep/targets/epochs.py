"""How many epochs a platform trains when nobody says: the rule that OpenAI published.

Three, more for few examples and fewer for very many, so that a job sees between 100 and 25,000 of
them. What a platform does today under "auto" is not published; a target that states a number of its
own (`default_epochs`) is taken at its word.
Source: OpenAI cookbook, Data preparation and analysis for chat model fine-tuning, 2024-09-19.
"""

from __future__ import annotations

from dataprep.targets.target import Target

_USUAL = 3
_FEWEST_SEEN, _MOST_SEEN = 100, 25_000
_MOST, _LEAST = 25, 1


def default_epochs(examples: int, target: Target | None = None) -> int:
    """Return the number of epochs for a number of examples, 0 for none."""
    if examples < 1:
        return 0
    stated = target.value("default_epochs") if target is not None else None
    if isinstance(stated, int):
        return stated
    if examples * _USUAL < _FEWEST_SEEN:
        return min(_MOST, _FEWEST_SEEN // examples)
    if examples * _USUAL > _MOST_SEEN:
        return max(_LEAST, _MOST_SEEN // examples)
    return _USUAL
