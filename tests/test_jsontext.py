"""JSON as it is written: the same value in the same spelling, whatever orjson thinks of it."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import json_values

from dataprep.jsontext import dumps, loads_or_none
from dataprep.readers.json.values import Number

VALUES = json_values()


@given(VALUES, st.booleans(), st.booleans())
def test_a_value_is_read_back(value: Any, ascii: bool, sort_keys: bool) -> None:
    """One line that holds the same value, in ASCII or in real characters."""
    line = dumps(value, ascii=ascii, sort_keys=sort_keys)
    assert json.loads(line) == value
    assert b"\n" not in line
    assert line.isascii() or not ascii


@given(VALUES)
def test_the_spelling_is_that_of_the_standard_library(value: Any) -> None:
    """Compact, real characters, the order of keys as given: with orjson or without it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert dumps(value) == text.encode()
    # A value that orjson refuses takes the other way, and nothing around it changes.
    assert dumps([2**70, value]) == b"[1180591620717411303424," + dumps(value) + b"]"
    if "\x7f" not in text:  # ASCII, but the standard library escapes it
        assert dumps(value, ascii=True) == json.dumps(value, separators=(",", ":")).encode()


@given(VALUES)
def test_sorted_keys_do_not_depend_on_their_order(value: Any) -> None:
    """Equal objects give equal bytes, nested ones too."""

    def turned(one: Any) -> Any:
        if isinstance(one, dict):
            return {key: turned(one[key]) for key in reversed(one)}
        return [turned(item) for item in one] if isinstance(one, list) else one

    assert dumps(turned(value), sort_keys=True) == dumps(value, sort_keys=True)


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize(
    "number",
    [
        "1.10",
        "-0.0",
        "1E+400",
        "1E-7",
        "123456789012345678901234567890.5",
        "0.30000000000000000001",
    ],
)
def test_a_decimal_keeps_its_digits(number: str, ascii: bool) -> None:
    """No number is rounded, turned to null or to infinity, alone or beside what orjson refuses."""
    assert dumps([Decimal(number)], ascii=ascii) == f"[{number}]".encode()
    assert dumps([Decimal(number), 2**64], ascii=ascii) == f"[{number},{2**64}]".encode()


def test_a_number_of_a_file_keeps_its_spelling() -> None:
    """``1e5`` stays ``1e5``, also after the way to another process."""
    number = pickle.loads(pickle.dumps(Number("1e5")))
    assert dumps({"n": number}) == b'{"n":1e5}'


def test_a_lone_surrogate_is_an_escape() -> None:
    """Bytes that did not decode can be written, in values and in keys; other texts stay readable."""
    line = dumps({"a": "x\udc80é", "\ud800": "é", "b": "é"})
    assert line == '{"a":"x\\udc80\\u00e9","\\ud800":"é","b":"é"}'.encode()
    assert json.loads(line)["a"] == "x\udc80é"
    assert dumps("😀", ascii=True) == b'"\\ud83d\\ude00"'


def test_depth_has_no_limit() -> None:
    """Nesting as deep as any reader gives, and far beyond; the value is written once, in order."""
    value: Any = {"é": [1, "x"]}
    for _ in range(300):
        value = [value, {"k": None}]
    assert json.loads(dumps(value)) == orjson.loads(dumps(value)) == value
    for _ in range(50_000):
        value = [value]
    assert dumps(value).startswith(b"[" * 50_000)


def test_what_json_does_not_have_is_an_error() -> None:
    """Only data that JSON can hold is written."""
    for value in ({1, 2}, b"bytes", object(), Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(TypeError):
            dumps({"a": [value]})


def test_keys_that_are_no_text_become_text() -> None:
    """Numbers, true and null as keys are written as JSON writes them."""
    assert dumps({1: 2, None: {True: 3}}, sort_keys=True) == b'{"1":2,"null":{"true":3}}'


@given(VALUES)
def test_text_that_is_json_is_read(value: Any) -> None:
    """What was written is read; numbers with a fraction keep their digits."""
    assert loads_or_none(dumps(value).decode()) == value
    assert str(loads_or_none("[1.50, 0.1]")[0]) == "1.50"


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "{'a': 1}", "[1,]", "[NaN]", "-Infinity", "[" * 100_000, "1e" + "9" * 30,
     "9" * 5000, '{"a": 1} x'],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_text_that_is_not_json_is_none(text: str) -> None:
    """Prose, damaged JSON, NaN, numbers and depths that nothing can hold: None, never an exception."""
    assert loads_or_none(text) is None
