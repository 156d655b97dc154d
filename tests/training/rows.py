"""Files of rows about which there is nothing to say, for the tests of training."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TODAY = "2026-11-20"


def chat_rows(first: int = 2, last: int = 72) -> list[dict[str, Any]]:
    """Return conversations, each another one."""
    return [
        {
            "messages": [
                {"role": "user", "content": f"How many legs have {number} spiders?"},
                {"role": "assistant", "content": f"They have {8 * number} legs, eight for each."},
            ]
        }
        for number in range(first, last)
    ]


def preference_rows(first: int = 2, last: int = 72) -> list[dict[str, Any]]:
    """Return pairs of a better and a worse answer."""
    return [
        {
            "input": {"messages": row["messages"][:1]},
            "preferred_output": row["messages"][1:],
            "non_preferred_output": [{"role": "assistant", "content": f"Some, says number {n}."}],
        }
        for n, row in enumerate(chat_rows(first, last))
    ]


def task_rows(first: int = 2, last: int = 72) -> list[dict[str, Any]]:
    """Return tasks with a reference."""
    return [
        {"messages": row["messages"][:1], "answer": str(8 * number)}
        for number, row in enumerate(chat_rows(first, last), first)
    ]


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write rows, and return the file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path
