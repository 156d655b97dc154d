"""A prompt-completion row as two texts, and how its texts are quoted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataprep.rules.row import Row

KINDS = frozenset({"prompt-completion"})
ALWAYS = frozenset({"@always"})

FEW = 10
"""With fewer rows, what all of them have in common may be chance."""

WORDS = (
    "apple", "bird", "cloud", "desk", "engine", "field", "garden", "house", "island", "jacket",
    "kettle", "lemon",
)  # fmt: skip
"""As many as samples need rows; no letter is common to the beginnings or the ends of all."""

_QUOTED = 60


def text_of(row: Row, side: str) -> str:
    """Return the ``prompt`` or the ``completion``; empty if it is no text, or white space only."""
    text = row.data.get(side)
    return text if isinstance(text, str) and text and not text.isspace() else ""


def quoted(text: str, end: bool = False) -> str:
    """Return a text in backticks: escapes for what cannot be seen, cut to what a message can hold.

    Args:
        text: to be quoted.
        end: keep the end where it is cut, instead of the beginning.
    """
    if len(text) > _QUOTED:
        text = f"…{text[1 - _QUOTED :]}" if end else f"{text[: _QUOTED - 1]}…"
    return f"`{repr(text)[1:-1]}`"


def of_all(count: int, rows: int, what: str) -> str:
    """Return ``3 of 120 prompts``."""
    return f"{count:,} of {rows:,} {what}s"


def pairs(
    prompt: str, completion: str, words: Sequence[str] = WORDS, **keys: Any
) -> list[dict[str, Any]]:
    """Return one row per word, which stands in the place of ``{}`` in both texts; for samples."""
    return [
        {"prompt": prompt.format(word), "completion": completion.format(word), **keys}
        for word in words
    ]
