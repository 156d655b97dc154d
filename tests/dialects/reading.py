"""Reading one record in one line, for the tests of the dialects."""

from __future__ import annotations

from typing import Any

import pytest

from dataprep.dialects import recognise
from dataprep.formats.base import Unusable


def read(record: dict[str, Any], dialect: str | None = None) -> dict[str, Any]:
    """Return the example that a record becomes by its own keys."""
    binding = recognise(list(record), [record], dialect)
    assert binding is not None, f"no layout for {record}"
    return binding.example(record)


def refused(record: dict[str, Any], dialect: str | None = None) -> str:
    """Return the code and the message with which a record is refused."""
    with pytest.raises(Unusable) as caught:
        read(record, dialect)
    return f"{caught.value.code} {caught.value}"
