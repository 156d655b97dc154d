"""The prose of a text: what stands outside of code."""

from __future__ import annotations

_FENCE, _TICK = "```", "`"


def outside_code(text: str) -> str:
    """Return a text without its fenced blocks and its code between backticks."""
    if _TICK not in text:
        return text
    kept = " ".join(text.split(_FENCE)[::2])
    return " ".join(kept.split(_TICK)[::2])


def excerpt(text: str, start: int, end: int) -> str:
    """Return a place in a text with some of what stands around it, in one line between backticks."""
    shown = " ".join(text[max(0, start - 12) : min(end, start + 40) + 12].split())
    return "`" + "".join(one if one.isprintable() else f"U+{ord(one):04X}" for one in shown) + "`"
