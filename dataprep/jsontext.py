"""JSON as dataprep writes it: compact, real characters, stable, and never altered on the way.

orjson does the work. What it cannot write (integers beyond 64 bits, lone surrogates, nesting beyond
its 254 levels) is written here in the same spelling. `Decimal`, which readers use so that a number
keeps its value, is written with the digits that it has.
"""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

_NOT_ASCII = re.compile("[^\x00-\x7f]+")


class LoneSurrogateError(ValueError):
    """A text holds half of a surrogate pair, which no UTF-8 file can hold."""

    def __init__(self) -> None:
        super().__init__("the text holds half of a surrogate pair, which UTF-8 cannot hold")


def dumps(
    value: Any, *, ascii: bool = False, sort_keys: bool = False, strict: bool = False
) -> bytes:
    """Return a value as one line of compact JSON without the line end.

    Args:
        value: JSON-ready data, `Decimal` allowed, nested as deep as you like.
        ascii: write ``\\u`` escapes instead of real characters.
        sort_keys: sort the keys of every object, for comparing.
        strict: refuse lone surrogates (bytes that did not decode) instead of writing escapes.

    Raises:
        LoneSurrogateError: when strict.
        TypeError: something in the value has no counterpart in JSON.
    """
    try:
        line = orjson.dumps(value, _default, orjson.OPT_SORT_KEYS if sort_keys else None)
    except TypeError:
        line = _written(value, sort_keys, strict).encode()
    if ascii and not line.isascii():
        # Real characters stand inside strings only, so each can become its escape where it is.
        return _NOT_ASCII.sub(lambda run: _escaped(run.group()), line.decode()).encode()
    return line


def loads_or_none(text: str) -> Any:
    """Return the JSON value that `text` is, or None when it is not JSON (NaN is not)."""
    from decimal import Decimal

    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refused)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _default(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal) and value.is_finite():
        return orjson.Fragment(str(value))
    raise TypeError(f"{type(value).__name__} is not a JSON value")


class _Raw(str):
    """A piece of JSON that is written already."""


def _written(value: Any, sort_keys: bool, strict: bool) -> str:
    """Return what `dumps` does for a value that orjson refuses; never recurses."""
    pieces: list[str] = []
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, _Raw):
            pieces.append(one)
        elif isinstance(one, str):
            pieces.append(_string(one, strict))
        elif isinstance(one, dict):
            keys = sorted(one, key=str) if sort_keys else list(one)
            inner: list[Any] = []
            for key in keys:
                name = key if isinstance(key, str) else dumps(key).decode()
                inner += [_Raw(","), _Raw(f"{_string(name, strict)}:"), one[key]]
            waiting += [_Raw("}"), *reversed(inner[1:]), _Raw("{")]
        elif isinstance(one, (list, tuple)):
            inner = [piece for item in one for piece in (_Raw(","), item)]
            waiting += [_Raw("]"), *reversed(inner[1:]), _Raw("[")]
        elif isinstance(one, int) and not isinstance(one, bool):
            pieces.append(str(one))
        else:
            pieces.append(orjson.dumps(one, _default).decode())
    return "".join(pieces)


def _string(text: str, strict: bool) -> str:
    try:
        return orjson.dumps(text).decode()
    except TypeError as error:
        if strict:
            raise LoneSurrogateError from error
        return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return json.dumps(text)[1:-1]
