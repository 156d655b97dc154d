"""The script of a text: of most letters at its beginning."""

from __future__ import annotations

from functools import lru_cache

_LOOKED_AT = 100
_LEAST = 5
_FEW, _STEP = 60, 5
_REMEMBERED = 4096
_ANOTHER = "another"
# From here on, up to the next.
_SCRIPTS = (
    ("\u0041", "Latin"), ("\u0380", "Greek"), ("\u0400", "Cyrillic"), ("\u0540", "Armenian"),
    ("\u05a0", "Hebrew"), ("\u0600", "Arabic"), ("\u0900", "Indic"), ("\u0e00", "Thai"),
    ("\u0e80", "Lao"), ("\u1000", "Burmese"), ("\u10a0", "Georgian"), ("\u1100", "Korean"),
    ("\u1200", _ANOTHER), ("\u1e00", "Latin"), ("\u2000", _ANOTHER),
    ("\u3040", "Chinese or Japanese"), ("\ua000", _ANOTHER), ("\uac00", "Korean"),
    ("\ud7b0", _ANOTHER),
)  # fmt: skip


def script_of(text: str) -> str | None:
    """Return the script of most letters at the beginning of a text, None for too few letters."""
    beginning = text[:_LOOKED_AT]
    # Letters of most other scripts have two bytes or three: the size tells Latin text at once.
    if beginning.isascii() or len(beginning.encode()) * 4 < len(beginning) * 5:
        return "Latin" if beginning[:1].isalpha() or any(map(str.isalpha, beginning)) else None
    letters = beginning if len(beginning) <= _FEW else beginning[::_STEP]
    names = [name for name in map(_name, letters) if name]
    if len(names) < _LEAST:
        return None
    # Of as many letters the one that comes first, whatever the order of a set.
    script = max(dict.fromkeys(names), key=names.count)
    return script if script != _ANOTHER and names.count(script) * 3 >= len(names) * 2 else None


@lru_cache(_REMEMBERED)
def _name(letter: str) -> str:
    """Return the script of a letter by its block of 32 characters; empty for what is no letter."""
    if not letter.isalpha():
        return ""
    name = "Latin"
    for start, script in _SCRIPTS:
        if ord(letter) >> 5 < ord(start) >> 5:
            break
        name = script
    return name
