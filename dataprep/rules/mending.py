"""What repairs have in common: values at a path, texts written anew."""

from __future__ import annotations

from typing import Any

from dataprep.rules.edits import Drop, Edit, Set
from dataprep.rules.row import Path, Row

# Messages of these may be empty: an instruction is left out, a tool returns nothing.
_MAY_BE_EMPTY = ("system", "developer", "tool", "function")


def value_at(node: Any, path: Path) -> Any:
    """Return the value at a path, None where there is none."""
    for part in path:
        if isinstance(node, dict) and isinstance(part, str):
            node = node.get(part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            return None
    return node


def rewritten(row: Row, path: Path, text: str) -> list[Edit]:
    """Return the edit that writes a text over the one at a path.

    Where nothing is left of a question or an answer, there is nothing to learn: the row is dropped.
    """
    if text == value_at(row.data, path):
        return []
    return [Drop()] if not text.strip() and _says_all(row, path) else [Set(path, text)]


def _says_all(row: Row, path: Path) -> bool:
    """Whether a text is all that a question or an answer says."""
    if row.kind in ("prompt-completion", "text"):
        return path in (("completion",), ("text",))
    at = next((at for at, part in enumerate(path) if part == "content"), None)
    message = None if at is None else value_at(row.data, path[:at])
    if at is None or not isinstance(message, dict):
        return False
    if message.get("role") in _MAY_BE_EMPTY or message.get("tool_calls"):
        return False
    parts = message.get("content")
    if not isinstance(parts, list):
        return True
    others = (part for number, part in enumerate(parts) if (number,) != path[at + 1 : at + 2])
    return not any(_says_something(part) for part in others)


def _says_something(part: Any) -> bool:
    if not isinstance(part, dict):
        return False
    texts = [part.get(key) for key in ("text", "refusal")]
    # What is no text is an image or a sound.
    return not any(isinstance(one, str) and not one.strip() for one in texts)
