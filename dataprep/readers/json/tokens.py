"""The tokens of a JSON text that is known to parse, for what only their places tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache


@cache
def _token() -> re.Pattern[str]:
    # A text without its closing quote is one token too: to look at it once is enough.
    return re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+|[\[\]{},]|[^\s"\[\]{},:]++', re.DOTALL)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield texts in quotes, brackets, commas, numbers and words; linear, builds no values."""
    return _token().finditer(text)


def key_text(token: str) -> str:
    """Return the key that a token in quotes writes; escapes are the same key as the character."""
    if "\\" not in token:
        return token[1:-1]
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token[1:-1]
