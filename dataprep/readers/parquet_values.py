"""What the values of a Parquet file become: what JSON can hold, and nothing is rounded.

Text, booleans and whole numbers stay as they are, lists and structs become lists and objects, a map
a list of keys and values. Decimals, dates, times and durations become text (ISO 8601, `H:MM:SS`),
binary becomes text when it is UTF-8. A null stays null. What has no counterpart is `Unusable` and
makes its row a reject: binary that is no text, and NaN and infinity, which JSON does not have.
"""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from dataprep.readers.sheets.cells import clock_text, duration_text

if TYPE_CHECKING:
    from pyarrow import Array, DataType


class Unusable(NamedTuple):
    """A value that JSON cannot hold, in the place of the value.

    Attributes:
        value: as much of it as can be had.
        code: the code of the finding.
        reason: what it is, e.g. ``nan, which JSON does not have``.
    """

    value: Any
    code: str
    reason: str


class _UnusableError(ValueError):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def column_values(column: Array[Any]) -> list[Any]:
    """Return the values of a column; one that JSON cannot hold is `Unusable` in its place."""
    from pyarrow import ArrowInvalid, types

    kind = column.type
    plain = (types.is_integer, types.is_boolean, types.is_string, types.is_large_string)
    if types.is_null(kind) or any(test(kind) for test in plain):
        return list(column.to_pylist())
    if types.is_temporal(kind) and str(kind).partition(",")[0].rstrip("]").endswith("[ns"):
        # Python counts microseconds; a value that is finer stays as it is.
        with suppress(ArrowInvalid):
            column = column.cast(_in_microseconds(kind))
    try:
        return [_safe(value) for value in column.to_pylist()]
    except (ValueError, OverflowError):
        return [_safe_scalar(scalar) for scalar in column]


def _in_microseconds(kind: DataType) -> DataType:
    import pyarrow as pa

    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    return pa.duration("us") if pa.types.is_duration(kind) else pa.time64("us")


def _safe(value: Any) -> Any:
    try:
        return _value(value)
    except _UnusableError as problem:
        return Unusable(value, problem.code, problem.reason)


def _safe_scalar(scalar: Any) -> Any:
    """Return a value of a column in which some cannot be had, such as a date in the year 20000."""
    try:
        return _safe(scalar.as_py())
    except (ValueError, OverflowError) as error:
        return Unusable(_stored(scalar), "CNV015", f"a value that cannot be read: {error}")


def _stored(scalar: Any) -> Any:
    """Return what can be had of a value for the rejects: the number behind an impossible date."""
    if hasattr(scalar, "items"):
        return {name: _stored(item) for name, item in scalar.items()}
    try:
        return _safe(scalar.as_py())
    except (ValueError, OverflowError):
        return getattr(scalar, "value", str(scalar.type))


def written_down(value: Any) -> Any:
    """Return a value that cannot be used in a form that can be written down."""
    if isinstance(value, dict):
        return {name: written_down(item) for name, item in value.items()}
    if isinstance(value, list):
        return [written_down(item) for item in value]
    if isinstance(value, Unusable):
        return written_down(value.value)
    return value if value is None or isinstance(value, str | int) else repr(value)


def _value(value: Any) -> Any:
    """Return a value as JSON can hold it.

    Raises:
        _UnusableError: there is no such value.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _UnusableError("JSN009", f"{value}, which JSON does not have")
        return value
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {name: _value(item) for name, item in value.items()}
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            raise _UnusableError(
                "JSN007", f"{len(value):,} bytes that are not UTF-8 text"
            ) from None
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if getattr(value, "nanoseconds", 0):
        return str(value)
    if isinstance(value, time):
        return clock_text(value) if not value.microsecond % 1000 else value.isoformat()
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, UUID):
        return str(value)
    raise _UnusableError("CNV015", f"a value of the type {type(value).__name__}")
