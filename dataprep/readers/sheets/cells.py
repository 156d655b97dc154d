"""The text of a cell: what a person who looks at the sheet takes its value to be.

A number is text without `.0` and without an exponent, with the 15 significant digits that
spreadsheets keep (so 0.1 + 0.2 is `0.3`); digits without a decimal point arrive exactly as stored.
Dates and times are ISO 8601, durations `H:MM:SS`, booleans `TRUE` and `FALSE`. How a number is
decorated (per cent, currency, thousands) belongs to the display and is left out.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache

MAX_COLUMNS = 16_384
"""Columns of the widest sheet that Excel makes."""

_DAY_MS = 86_400_000
_LAST_DAY = 2_958_466  # 10000-01-01, the first day that no calendar here has
# What a number format says besides its codes: colours and conditions, quoted and escaped text.
_DECORATION = re.compile(r'\[(?!(?:h+|m+|s+)\])[^\]]*\]|"[^"]*"|\\.|[_*].', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)

_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00(?::00(?:\.0{1,9})?)?Z?")


class Shape(Enum):
    """What a number format makes of the number in a cell."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    DURATION = "duration"


# The numbered formats that a file does not spell out; 27 and above are the East Asian ones.
_BUILTIN = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), Shape.DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), Shape.TIME),
    22: Shape.MOMENT,
    46: Shape.DURATION,
}


def shape_of(number: int, code: str | None) -> Shape:
    """Return what a number format shows.

    Args:
        number: the format's number in the workbook.
        code: its code, e.g. ``yyyy-mm-dd``; None for a built-in format.
    """
    if code is None:
        return _BUILTIN.get(number, Shape.NUMBER)
    if code.lower() == "general":
        return Shape.NUMBER
    bare = _DECORATION.sub("", code).partition(";")[0].lower()
    if _ELAPSED.search(bare):
        return Shape.DURATION
    day = "y" in bare or "d" in bare
    clock = "h" in bare or "s" in bare
    if day and clock:
        return Shape.MOMENT
    if clock:
        return Shape.TIME
    return Shape.DATE if day or "m" in bare else Shape.NUMBER


def number_text(stored: str, shape: Shape = Shape.NUMBER, since_1904: bool = False) -> str:
    """Return the text of a number as a workbook stores it.

    Raises:
        ValueError: `stored` is not a number.
    """
    if shape is not Shape.NUMBER:
        moment = serial_text(float(stored), shape, since_1904)
        if moment is not None:
            return moment
    digits = stored.removeprefix("-")
    if digits.isascii() and digits.isdigit():
        return stored if digits[0] != "0" or stored == "0" else _trimmed(stored, digits)
    return float_text(float(stored), stored)


def float_text(value: float, stored: str = "") -> str:
    """Return a number with at most 15 significant digits, e.g. ``1``, ``1.5``, ``0.3``.

    Args:
        stored: what to return for a value that has no digits (infinite, not a number).
    """
    if value - value != 0:
        return stored or str(value)
    text = format(value, ".15g")
    if "e" in text:
        # Beyond these, digits would be more zeros than number.
        plain = 1e-10 <= abs(value) < 1e21
        text = format(Decimal(text), "f") if plain else text.upper()
    return "0" if text == "-0" else text


def serial_text(value: float, shape: Shape, since_1904: bool) -> str | None:
    """Return the date, time or duration that a day count stands for.

    A date that has a time of day shows it, whatever its format hides, and a time of more than a day
    shows its date. None for a count that no calendar has: such a cell is just a number.
    """
    if shape is Shape.DURATION:
        if not abs(value) < _LAST_DAY:
            return None
        return duration_text(timedelta(milliseconds=round(value * _DAY_MS)))
    if not 0 <= value < _LAST_DAY - (1462 if since_1904 else 0):
        return None
    milliseconds = round(value * _DAY_MS)
    if milliseconds < _DAY_MS and (shape is Shape.TIME or not since_1904):
        clock = (datetime.min + timedelta(milliseconds=milliseconds)).time()
        return None if shape is Shape.DATE else clock_text(clock)
    if since_1904:
        start = datetime(1904, 1, 1)
    else:
        # Day 60 is the 29 February 1900 that never was; the days before it count from one later.
        start = datetime(1899, 12, 31 if milliseconds < 60 * _DAY_MS else 30)
    try:
        moment = start + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
    return moment_text(moment, with_time=shape is not Shape.DATE)


def iso_text(stored: str, shape: Shape) -> str:
    """Return a date that a workbook stores as ISO text; midnight only when the format shows it."""
    match = _MIDNIGHT.fullmatch(stored) if shape in (Shape.DATE, Shape.NUMBER) else None
    return match.group(1) if match else stored


def moment_text(moment: date, with_time: bool = True) -> str:
    """Return a date, or a date and time, as ISO 8601; midnight only when `with_time`."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if not with_time and moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(timespec=_precision(moment.microsecond))


def clock_text(clock: time) -> str:
    """Return a time of day as HH:MM:SS, with a fraction when there is one."""
    return clock.isoformat(timespec=_precision(clock.microsecond))


def duration_text(length: timedelta) -> str:
    """Return a duration as H:MM:SS; the hours go on counting beyond a day."""
    microseconds = length // timedelta(microseconds=1)
    sign = "-" if microseconds < 0 else ""
    seconds, rest = divmod(abs(microseconds), 1_000_000)
    text = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if not rest:
        return text
    return f"{text}.{rest:06}" if rest % 1000 else f"{text}.{rest // 1000:03}"


@lru_cache(maxsize=MAX_COLUMNS)
def column_letters(column: int) -> str:
    """Return the letters of a 0-based column: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMNS)
def column_index(letters: str) -> int:
    """Return the 0-based column of letters such as ``AA``.

    Raises:
        ValueError: they are not the letters of one of the 16,384 columns.
    """
    column = 0
    if not letters or len(letters) > 3:
        raise ValueError(f"`{letters[:20]}` is not a column")
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"`{letters}` is not a column")
        column = column * 26 + ord(letter) - 64
    if column > MAX_COLUMNS:
        raise ValueError(f"column `{letters}` is beyond the last one, XFD")
    return column - 1


def _precision(microsecond: int) -> str:
    if not microsecond:
        return "seconds"
    return "microseconds" if microsecond % 1000 else "milliseconds"


def _trimmed(stored: str, digits: str) -> str:
    bare = digits.lstrip("0")
    return ("-" if bare and stored[0] == "-" else "") + (bare or "0")
