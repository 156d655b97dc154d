"""One JSON text into its value, with every number as it was written.

orjson parses; it turns integers beyond 64 bits and all fractions into floats, which changes them.
A value in which a float stands is therefore parsed again by the standard library: integers of any
length stay `int`, and a number with a fraction or an exponent arrives as a `Number`, a `Decimal`
whose text is the text of the file (``1e5``, ``1.50``).
"""

from __future__ import annotations

import json
import math
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson


class Number(Decimal):
    """A number that keeps its spelling: ``str(Number("1e5")) == "1e5"``."""

    __slots__ = ("spelling",)
    spelling: str

    def __new__(cls, spelling: str) -> Number:
        """Make the number that `spelling` writes in JSON's grammar."""
        number = super().__new__(cls, spelling)
        number.spelling = spelling
        return number

    def __str__(self) -> str:
        return self.spelling

    def __format__(self, specifier: str, /) -> str:  # type: ignore[override]
        return super().__format__(specifier) if specifier else self.spelling

    def __reduce__(self) -> tuple[type[Number], tuple[str]]:
        return (Number, (self.spelling,))

    def __deepcopy__(self, memo: Any) -> Number:
        return self


class UnfitNumberError(ValueError):
    """A number that JSON does not have, or that is larger than programs can hold."""

    def __init__(self, spelling: str) -> None:
        super().__init__(spelling)
        self.spelling = spelling


def _unfit(spelling: str) -> Number:
    raise UnfitNumberError(spelling)


def _fraction(spelling: str) -> Number:
    # What is read next by anyone is a double; one that overflows would become Infinity there.
    if len(spelling) > _LONGEST_NUMBER or math.isinf(float(spelling)):
        raise UnfitNumberError(spelling)
    try:
        return Number(spelling)
    except InvalidOperation:
        raise UnfitNumberError(spelling) from None


def _integer(spelling: str) -> int:
    if len(spelling) > _LONGEST_NUMBER:
        raise UnfitNumberError(spelling)
    return int(spelling)


_LONGEST_NUMBER = 4300
DECODER = json.JSONDecoder(parse_float=_fraction, parse_int=_integer, parse_constant=_unfit)
"""Parses like the standard library, but keeps or refuses what that would alter."""


def loads(raw: bytes) -> Any:
    """Return the value of one JSON text in UTF-8.

    Raises:
        ValueError: it is not one JSON text, or holds what orjson or Python cannot represent;
            `json/examine.examine` says what.
        RecursionError: it is nested too deep for the standard library (some 900 levels), and holds
            a number to be kept exact.
    """
    value = orjson.loads(raw)
    kind = type(value)
    if kind is float or ((kind is dict or kind is list) and holds_float(value)):
        return DECODER.decode(raw.decode())
    return value


def holds_float(value: Any) -> bool:
    """Whether a float stands anywhere in a list or an object; never recurses."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        for item in node.values() if type(node) is dict else node:
            kind = type(item)
            if kind is str:
                continue
            if kind is float:
                return True
            if kind is dict or kind is list:
                waiting.append(item)
    return False
