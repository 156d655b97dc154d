"""Numbers and pieces of data in messages."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def quoted(text: str, limit: int = 40) -> str:
    """Return a piece of data in one line between backticks, cut to `limit` characters."""
    # Only the beginning is looked at: the text may be long.
    line = " ".join(text[: 4 * limit].split())
    return f"`{line[:limit]}...`" if len(line) > limit else f"`{line}`"
