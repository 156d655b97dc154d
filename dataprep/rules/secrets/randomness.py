"""Whether a text looks made by chance, as keys are, or written by somebody as an example."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import log2

_EXAMPLES = (
    "example", "xxxx", "your", "placeholder", "dummy", "redacted", "changeme", "replace", "insert",
    "sample", "notreal", "12345678", "23456789", "abcdefg", "98765432", "deadbeef", "secretkey",
    "apikey", "access-token", "mytoken", "password", "fake", "....", "****", "wjalrxutnfemi",
)  # fmt: skip


def entropy(text: str) -> float:
    """Return the bits that a character of a text tells, by how often each occurs in it."""
    size = len(text)
    return -sum(n / size * log2(n / size) for n in Counter(text).values()) if text else 0.0


def example(text: str) -> bool:
    """Whether a text says by itself that it is an example: a word, a sequence, a repetition."""
    small = text.lower()
    if any(word in small for word in _EXAMPLES):
        return True
    run = 1
    for one, following in pairwise(text):
        run = run + 1 if one == following else 1
        if run >= 6:
            return True
    return False


def random_looking(text: str, least: float = 2.8) -> bool:
    """Whether a text may have been made by chance: enough different characters, and no example."""
    return entropy(text) >= least and not example(text)


def keylike(text: str) -> bool:
    """Whether a text of unknown format is rather a key than words, a path or a name."""
    if not 16 <= len(text) <= 200 or not text.isascii():
        return False
    digits = sum(one.isdigit() for one in text)
    if set(text) <= set("0123456789abcdef") or set(text) <= set("0123456789ABCDEF"):
        return len(text) >= 32 and digits > 4 and random_looking(text, 3.0)
    mixed = text.lower() != text and text.upper() != text
    # Names in code change from letter to digit once or twice, keys all the time.
    changes = sum(one.isdigit() != after.isdigit() for one, after in pairwise(text))
    if mixed and digits >= 3 and changes >= 5:
        return random_looking(text, 3.6)
    # Without a hyphen or a path in it, and long: keys of one case, or with hardly a digit.
    if len(text) < 28 or not text.isalnum():
        return False
    turns = sum(one.isupper() != after.isupper() for one, after in pairwise(text))
    return (changes >= 8 or (digits >= 1 and turns >= 12)) and random_looking(text, 3.6)
