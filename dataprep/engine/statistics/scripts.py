"""Which scripts a text is written in, by its letters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

_ASCII_OTHERS = bytes(code for code in range(256) if not (code < 128 and chr(code).isalpha()))
_ASCII = bytes(range(128))
_RENAMED = {"Cjk": "Han", "Katakana-hiragana": "Katakana"}
_FORMS = ("FULLWIDTH", "HALFWIDTH", "MATHEMATICAL", "MODIFIER", "SMALL", "CIRCLED", "SQUARED")


def scripts(text: str) -> Counter[str]:
    """Return script -> letters of it; what is no letter belongs to none."""
    # Most letters are ASCII, and counted without a look at each: only the others are.
    content = text.encode("utf-8", "surrogatepass")
    letters = len(content.translate(None, _ASCII_OTHERS))
    found = Counter({"Latin": letters}) if letters else Counter()
    others = content.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    for character, count in Counter(others).items():
        if character.isalpha():
            found[_script(character)] += count
    return found


@lru_cache(1 << 16)
def _script(character: str) -> str:
    """Return the script of a letter by its name, whose first word it is."""
    words = unicodedata.name(character, "other").split()
    while len(words) > 1 and words[0] in _FORMS:
        del words[0]
    if words[0] in ("BOLD", "ITALIC", "SCRIPT", "FRAKTUR", "DOUBLE-STRUCK", "MONOSPACE"):
        return "Latin"  # mathematical letters, which people use as decoration
    name = words[0].capitalize()
    return _RENAMED.get(name, name)
