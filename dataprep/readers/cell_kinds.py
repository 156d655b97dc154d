"""What a cell of text holds: a number, a date, a flag, a link, text, or nothing.

Used to tell a header from the rows below it, never to convert a value.
"""

from __future__ import annotations

import re
from collections import Counter

_ABSENT = frozenset({"", "na", "n/a", "nan", "none", "null", "-", ".", "?", "\\n"})
_FLAGS = frozenset({"true", "false", "yes", "no"})
_NUMBER = re.compile(
    r"[-+]?[$€£]? ?\d[\d.,' ]{0,40}(?:[eE][-+]?\d{1,4})? ?[%€£$]?|[-+]?(?:inf|INF)"
)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].{0,30})?|\d{1,2}:\d\d(?::\d\d)?.{0,8}")
_LINK = re.compile(r"[A-Za-z]{2,10}://\S+|[^\s@]+@[^\s@]+\.\w+|www\.\S+")
_LONG_TEXT = 80
_LONGEST_VALUE = 60
_LONGEST_CODE = 40


def is_absent(cell: str) -> bool:
    """Whether a stripped cell is one of the usual marks of a missing value."""
    return len(cell) <= 4 and cell.lower() in _ABSENT


def kind_of(cell: str) -> str:
    """Return ``number``, ``date``, ``flag``, ``link``, ``text``, or nothing if it is absent."""
    if is_absent(cell):
        return ""
    if cell.lower() in _FLAGS:
        return "flag"
    if len(cell) <= _LONGEST_VALUE:
        if _DATE.fullmatch(cell):
            return "date"
        if _NUMBER.fullmatch(cell):
            return "number"
        if _LINK.fullmatch(cell):
            return "link"
    return "text"


def usual_kind(cells: list[str]) -> str:
    """Return the kind that four fifths of the cells have, ``text`` for a mixture."""
    kinds = Counter(kind for kind in map(kind_of, cells) if kind)
    if not kinds:
        return ""
    kind, count = kinds.most_common(1)[0]
    return kind if count >= 0.8 * kinds.total() else "text"


def is_passage(cell: str) -> bool:
    """Whether a cell is a sentence or longer rather than a name."""
    return len(cell) > _LONG_TEXT or "\n" in cell or (" " in cell and cell[-1:] in ".?!。？！")


def same_shape(cell: str, column: list[str]) -> bool:
    """Whether a cell with digits is patterned like its column: ``KX-204`` and ``KX-311``."""
    if len(cell) > _LONGEST_CODE or not column or not any(map(str.isdigit, cell)):
        return False
    shape = _shape(cell)
    alike = sum(_shape(other) == shape for other in column if len(other) <= _LONGEST_CODE)
    return alike >= 0.8 * len(column)


def _shape(text: str) -> str:
    return re.sub(r"[^\W\d]+", "a", re.sub(r"\d+", "9", text))
