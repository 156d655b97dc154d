"""What a value of a record becomes as the text that is trained on."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from strategies import json_values

from dataprep.formats.base import as_text
from dataprep.readers.json.values import Number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  NA ", "  NA "),
        ("", ""),
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-7, "-7"),
        (10**30, "1" + "0" * 30),
        (1.5, "1.5"),
        (Decimal("1.50"), "1.50"),
        (Decimal("0.1000000000000000000000000001"), "0.1000000000000000000000000001"),
        (Number("1e5"), "1e5"),
        ([], "[]"),
        ({}, "{}"),
        ({"b": [1, None, True], "a": "é\n"}, '{"b":[1,null,true],"a":"é\\n"}'),
        ([Decimal("1.50"), 10**30, Number("1e5")], "[1.50,1" + "0" * 30 + ",1e5]"),
        (["\ud800"], '["\\ud800"]'),
    ],
)
def test_every_value_has_one_text(value: Any, text: str) -> None:
    """Text stays, null is empty, numbers keep their spelling, lists and objects are compact JSON."""
    assert as_text(value) == text


@given(json_values())
def test_lists_and_objects_can_be_read_back(value: Any) -> None:
    """Nothing of a nested value is lost in its text."""
    if isinstance(value, (list, dict)):
        assert json.loads(as_text(value)) == value
    else:
        assert isinstance(as_text(value), str)
