"""The small tasks that the rules show as examples."""

from __future__ import annotations

from typing import Any


def task(number: int, **keys: Any) -> dict[str, Any]:
    """Return a task with what a grader reads beside its messages."""
    return {"messages": [{"role": "user", "content": f"What is {number} plus 1?"}], **keys}
