"""What a JSON value is, for decisions about it and for messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dataprep.jsontext import dumps

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHOWN_KEYS = 12
_TURN_KEYS = ({"role", "content"}, {"from", "value"})


def is_turn(value: Any) -> bool:
    """Whether a value is one message of a conversation rather than a record."""
    return isinstance(value, dict) and any(keys <= value.keys() for keys in _TURN_KEYS)


def json_key(key: str) -> str:
    """Return a key as a step of a JSON path: ``.name``, or ``["two words"]``."""
    return f".{key}" if _NAME.fullmatch(key) else f"[{dumps(key).decode()}]"


def key_list(keys: Iterable[str]) -> str:
    """Return some keys for a message."""
    names = [key[:60] for key in keys]
    more = f" and {len(names) - _SHOWN_KEYS} more" if len(names) > _SHOWN_KEYS else ""
    return ", ".join(f"`{name}`" for name in names[:_SHOWN_KEYS]) + more or "none"


def kind_of(value: Any) -> str:
    """Return what a JSON value is, for a message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = ((str, "a text"), (dict, "an object"), (list, "an array"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "a number")
