"""Text from data on its way to a terminal: no escape sequence passes, and no line is endless."""

from __future__ import annotations

import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


_BREAK = re.compile("[\t\n\u2028\u2029]")
_BREAKS = {"\t": "\\t", "\n": "\\n"}


def safe(text: str) -> str:
    """Return `text` with control characters, direction marks and lone surrogates made visible."""
    shown = _CONTROL.sub(_escaped, text)
    return shown.encode("utf-8", "backslashreplace").decode()


def one_line(text: str) -> str:
    """Return an excerpt on a single line: a line break in the data ends no line of a report."""
    return _BREAK.sub(lambda match: _BREAKS.get(match.group()) or _escaped(match), excerpt(text))


def excerpt(text: str, most: int = 300) -> str:
    """Return a text for showing: safe, and cut in the middle when longer than `most` characters."""
    if len(text) > most:
        half = most // 2
        text = f"{text[:half]} [... {len(text) - 2 * half:,} more characters ...] {text[-half:]}"
    return safe(text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
