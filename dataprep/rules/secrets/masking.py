"""Texts for reports, in which no private value can be read, whichever rule speaks.

A rule about roles or arguments quotes what it finds, and that may be a key. What is masked here is what
the rules about secrets and persons find, and also what only looks like a key: of a value that was cut
off, no format is left.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dataprep.rules.secrets import keys, persons
from dataprep.rules.secrets.randomness import keylike
from dataprep.rules.secrets.shapes import spans

_SHOWN = 4
_LONG_WORD, _DIGITS = 16, 7
_SIGNS = ("@", "://", "pass", "Pass", "PASS", "wort")
_REMEMBERED = 1024


@lru_cache(_REMEMBERED)
def hidden(text: str, guess: bool = True) -> str:
    """Return a text of the same length with a star for each character of a private value.

    The first four characters of a long one stay, so that it can be found; of a short one, fewer.

    Args:
        text: of a finding.
        guess: whether words are masked that only look like keys; the name of a file may do so.
    """
    if not _may_hold(text):
        return text
    found = [(start, end) for table in (keys.shapes(), persons.shapes())
             for start, end, _, _ in spans(text, table)]  # fmt: skip
    if guess:
        found += [match.span() for match in _words().finditer(text) if keylike(match[0])]
    for start, end in found:
        shown = start + min(_SHOWN, (end - start) // 4)
        text = text[:shown] + "*" * (end - shown) + text[end:]
    return text


def _may_hold(text: str) -> bool:
    """Whether a look is worth it: most messages have short words and small numbers only."""
    return (
        any(sign in text for sign in _SIGNS)
        or sum(map(str.isdigit, text)) >= _DIGITS
        or any(len(word) >= _LONG_WORD for word in text.split())
    )


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9_+/=-]{16,200}+")
