"""How the rules that explain the schema name types, places, values and near misses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dataprep.rules.base import Path

_TYPES = {
    "string": "a string",
    "array": "a list",
    "object": "an object",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
}
_LONGEST = 60


def type_of(value: Any) -> str:
    """Return the JSON type of a value in words: ``a list``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, (int, float)):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"


def types(names: Iterable[str]) -> str:
    """Return JSON Schema's names of types in words: ``a string or null``."""
    return any_of(_TYPES.get(name, name) for name in names)


def any_of(words: Iterable[str]) -> str:
    """Return alternatives in words: ``a, b or c``; of none, ``nothing``."""
    *others, last = list(words) or ["nothing"]
    return f"{', '.join(others)} or {last}" if others else last


def listed(values: Iterable[Any]) -> str:
    """Return alternatives as code: ``` `a`, `b` or `c` ```."""
    return any_of(f"`{value}`" for value in values)


def place(path: Path) -> str:
    """Return a path as code: ``` `messages[2].role` ```; of the row itself ``the row``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{_cut(part)}" for part in path)
    return f"`{text.removeprefix('.')}`" if text else "the row"


def shown(value: Any) -> str:
    """Return a value as code where it is short and plain, else its type."""
    if isinstance(value, str):
        return f"`{_cut(value)}`" if value.strip() else "white space" if value else "empty"
    if isinstance(value, bool) or value is None:
        return f"`{str(value).lower().replace('none', 'null')}`"
    return f"`{_cut(repr(value))}`" if isinstance(value, (int, float)) else type_of(value)


def keys(found: Iterable[Any], most: int = 5) -> str:
    """Return keys as code, the first few of them: ``` `id`, `text` ```."""
    names = [f"`{_cut(str(key))}`" for key in found]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def near(word: Any, options: Iterable[str], likeness: float = 0.75) -> str:
    """Return the option that a word was meant to be, empty where there is none.

    Case, spaces, ``-`` and ``_`` make no difference.
    """
    if not isinstance(word, str) or len(word) > _LONGEST:
        return ""
    from difflib import get_close_matches

    plain = {_plain(option): option for option in options}
    found = get_close_matches(_plain(word), plain, 1, likeness)
    return plain[found[0]] if found else ""


def _plain(word: str) -> str:
    return word.strip().lower().replace("-", "_").replace(" ", "_")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
