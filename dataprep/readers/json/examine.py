"""What a text that the fast parser refuses holds: values after all, or the fault to report.

Refused are rows that are no JSON, but also several objects on one line and integers beyond the
range of a double, which are read here.
"""

from __future__ import annotations

import json
import re
from typing import Any

from dataprep.readers.json.errors import Fault, syntax_fault
from dataprep.readers.json.values import DECODER, UnfitNumberError

DEEPEST = 1024
"""How deep a row may be nested: the limit of the fast parser."""

_ESCAPE = re.compile(
    r"(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
# A text without its closing quote is passed too, so that no part of it is looked at twice.
_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+|[\[\]{}]', re.DOTALL)
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\s,:"\[\]{}]++', re.DOTALL)
_ROW_START = re.compile(r"[ \t\r\n]*")


def examine(text: str) -> list[Any] | Fault:
    """Return the values that a refused text holds, or why it holds none.

    Several objects one after another are read when each of them parses.
    """
    if text.count("[") + text.count("{") > DEEPEST and _too_deep(text):
        return Fault("JSN015", f"nested deeper than {DEEPEST:,} levels", 0, "flatten the row")
    values: list[Any] = []
    at = _skip(text, 0)
    try:
        while at < len(text) or not values:
            value, end = DECODER.raw_decode(text, at)
            if values and not isinstance(value, dict):
                return syntax_fault(text, json.JSONDecodeError("Extra data", text, at))
            values.append(value)
            at = _skip(text, end)
            if at < len(text) and not (isinstance(value, dict) and text[at] == "{"):
                return syntax_fault(text, json.JSONDecodeError("Extra data", text, at))
    except UnfitNumberError as error:
        return _unfit(text, error.spelling)
    except json.JSONDecodeError as error:
        return syntax_fault(text, error)
    except RecursionError:
        return Fault(
            "JSN015", "nested too deep to be parsed with its numbers", 0, "flatten the row"
        )
    escape = _lone_surrogate(text)
    if escape is not None:
        return Fault(
            "JSN010",
            f"`{text[escape : escape + 6]}` is half of a surrogate pair, which no text can hold",
            escape,
            "write the character itself, or the whole pair",
        )
    return values


def _skip(text: str, at: int) -> int:
    return _ROW_START.match(text, at).end()  # type: ignore[union-attr]


def _unfit(text: str, spelling: str) -> Fault:
    tokens = _TOKEN.finditer(text)
    at = next((found.start() for found in tokens if found[0] == spelling), 0)
    if spelling.endswith(("NaN", "Infinity")):
        message = f"`{spelling}` is not a number that JSON has"
        return Fault("JSN009", message, at, "write null, or leave the key out")
    shown = spelling if len(spelling) <= 24 else f"{spelling[:20]}..."
    message = f"the number {shown} of {len(spelling):,} characters is larger than programs can hold"
    return Fault("JSN009", message, at, "write it as a text in quotes")


def _lone_surrogate(text: str) -> int | None:
    """Return where the first escape stands that is half of a pair, if any."""
    escapes = _ESCAPE.finditer(text)
    return next((found.start() for found in escapes if found.lastgroup == "lone"), None)


def _too_deep(text: str) -> bool:
    depth = 0
    for found in _BRACKETS.finditer(text):
        if found[0] in ("[", "{"):
            depth += 1
            if depth > DEEPEST:
                return True
        elif found[0] in ("]", "}"):
            depth -= 1
    return False
