"""Kinds of rows: what people call them, and which training method reads them."""

from __future__ import annotations

from collections.abc import Mapping

METHODS = {
    "chat": "supervised",
    "prompt-completion": "supervised",
    "text": "supervised",
    "preference": "dpo",
    "reinforcement": "reinforcement",
}
"""Kind of row -> the training method that reads it."""


def known(kinds: Mapping[str, int]) -> dict[str, int]:
    """Return the kinds that are known, the one of most rows first; equal ones as they came."""
    found = {kind: count for kind, count in kinds.items() if kind in METHODS and count}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))
