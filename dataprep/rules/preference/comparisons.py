"""The two sides of a comparison, and the small comparisons that the rules show as examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.rules.row import Row

SIDES = ("preferred_output", "non_preferred_output")
"""The better answer and the worse one."""


def sides(row: Row) -> Iterator[tuple[str, list[Any]]]:
    """Yield the sides of a row that hold something, with their keys."""
    for key in SIDES:
        messages = row.data.get(key)
        if isinstance(messages, list) and messages:
            yield key, messages


def comparison(
    better: str, worse: str, asked: str = "What is the capital of Peru?"
) -> dict[str, Any]:
    """Return a row that prefers one answer to another."""
    return {
        "input": {"messages": [{"role": "user", "content": asked}]},
        "preferred_output": [{"role": "assistant", "content": better}],
        "non_preferred_output": [{"role": "assistant", "content": worse}],
    }
