"""The names that a text has, told to somebody who asked for one that it does not have."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from dataprep.readers.text_modes.pieces import shown

_LISTED = 8


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like `name`, whatever the case, or None."""
    names = {one.casefold(): one for one in known}
    found = get_close_matches(name.casefold(), names, 1)
    return names[found[0]] if found else None


def listed(names: list[str]) -> str:
    """Return names for a message: the first ones, quoted, and how many more there are."""
    text = ", ".join(f"`{shown(name)}`" for name in names[:_LISTED])
    return f"{text} and {len(names) - _LISTED:,} more" if len(names) > _LISTED else text
