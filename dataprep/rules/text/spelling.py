"""How characters stand in a row's JSON: as they are, or as escapes in either case."""

from __future__ import annotations


def spelled(first: str, last: str = "") -> str:
    """Return the RE2 pattern for a character of the range, as itself or as an escape.

    Ranges must lie below U+10000 and share all but the last two hexadecimal digits.
    """
    low, high = ord(first), ord(last or first)
    raw = f"[{first}-{last or first}]" if low >= 0x80 else ""
    head = "".join(_either(digit) for digit in f"{low >> 8:02x}")
    tails = [f"{tail:02x}" for tail in range(low & 0xFF, (high & 0xFF) + 1)]
    ends: dict[str, str] = {}
    for tail in tails:
        ends[tail[0]] = ends.get(tail[0], "") + _cases(tail[1])
    escaped = "|".join(f"{_either(digit)}[{units}]" for digit, units in ends.items())
    escape = rf"\\u{head}(?:{escaped})"
    return f"(?:{raw}|{escape})" if raw else escape


def _either(digit: str) -> str:
    return f"[{_cases(digit)}]" if digit.isalpha() else digit


def _cases(digit: str) -> str:
    return digit + digit.upper() if digit.isalpha() else digit
