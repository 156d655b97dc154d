"""Keys that an object holds twice, which every parser swallows.

The last value wins in most programs and the first in some; either way text that someone wrote is
lost without a word. Only the tokens of the row still show it.
"""

from __future__ import annotations

from typing import NamedTuple

from dataprep.readers.json.tokens import key_text, tokens

MOST = 100
"""How many are found in one row."""


class DuplicateKey(NamedTuple):
    """A key that stands in an object for the second time, or the third ...

    Attributes:
        path: of the object.
        key: the key.
        position: index of the key's opening quote in the text.
    """

    path: tuple[str | int, ...]
    key: str
    position: int


class _Level:
    """An object or array that is open: the keys it has so far, and where in it the scan stands."""

    __slots__ = ("at_key", "keys", "step")

    def __init__(self, is_object: bool) -> None:
        self.keys: set[str] | None = set() if is_object else None
        self.step: str | int = "" if is_object else 0
        self.at_key = is_object


def duplicate_keys(text: str) -> list[DuplicateKey]:
    """Return the keys that an object holds already, in order, at any depth; `MOST` at most.

    Args:
        text: one row that parses; of any other text, what can be told.
    """
    found: list[DuplicateKey] = []
    levels: list[_Level] = []
    for token in tokens(text):
        mark = text[token.start()]
        if mark in "[{":
            levels.append(_Level(mark == "{"))
        elif not levels:
            continue
        elif mark in "]}":
            levels.pop()
        elif mark == ",":
            level = levels[-1]
            level.at_key = level.keys is not None
            if isinstance(level.step, int):
                level.step += 1
        elif mark == '"' and levels[-1].at_key:
            level = levels[-1]
            level.at_key = False
            level.step = key = key_text(token[0])
            assert level.keys is not None
            if key in level.keys:
                path = tuple(outer.step for outer in levels[:-1])
                found.append(DuplicateKey(path, key, token.start()))
                if len(found) == MOST:
                    break
            level.keys.add(key)
    return found
