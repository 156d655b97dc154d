"""Text from data on its way to a terminal: no escape sequence passes, and no line is endless."""

from __future__ import annotations

import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def safe(text: str) -> str:
    """Return `text` with control characters, direction marks and lone surrogates made visible."""
    shown = _CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", text)
    return shown.encode("utf-8", "backslashreplace").decode()


def excerpt(text: str, most: int = 300) -> str:
    """Return a text for showing: safe, and cut in the middle when longer than `most` characters."""
    if len(text) > most:
        half = most // 2
        text = f"{text[:half]} [... {len(text) - 2 * half:,} more characters ...] {text[-half:]}"
    return safe(text)
