"""Regular rows: where a piece of separated UTF-8 ends a row, and its cells, by expressions over bytes.

Most files hold nothing but rows of one width whose quotes open and close where they should. Such
rows need no parser that looks at every character: a regular expression finds them four times as fast
as lines are cut and parsed. What it takes for a row is a row to the parser, too, wherever reading
begins; so a file can be cut into pieces that are read by themselves, in other processes. Anything
else (a quote that is never closed, text behind a closing one) it does not match, and
`separated/rows.py` judges that, as it does every row that is not only plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dataprep.readers.separated.syntax import Dialect

_WIDEST = 64
_CONTROL = bytes({*range(32)} - {*b"\t\n\r"})


@dataclass(frozen=True)
class RegularRows:
    """The rows of a dialect and a width as expressions.

    Args:
        separator, quote: as in `Dialect`, one ASCII character each; the quote may be empty.
        width: how many cells a row has.
    """

    separator: str
    quote: str
    width: int

    @classmethod
    def of(cls, dialect: Dialect, width: int) -> RegularRows | None:
        """Return the expressions for a dialect, None where rows take the parser to be found."""
        plain = not dialect.backslash and not dialect.skip_space
        ascii_only = (dialect.delimiter + dialect.quote).isascii()
        # A blank line is a row of one empty cell to the expression, and none to the parser.
        if not plain or not ascii_only or dialect.delimiter == "\\" or not 2 <= width <= _WIDEST:
            return None
        return cls(dialect.delimiter, dialect.quote, width) if dialect.quote in ('"', "") else None

    def end(self, content: bytes) -> int:
        """Return where the last of the regular rows ends that `content` begins with."""
        found = _compiled(self)[0].match(content)
        return found.end() if found else 0

    def cells(self, content: bytes) -> list[tuple[bytes, ...]]:
        """Return the rows of whole regular rows, of which `content` consists.

        Each is the row itself, then two entries a cell: what stands between its quotes, and the cell
        that has none; one of them is empty. A row that may have another width, or that has a quote
        in a cell that is not quoted, has empty cells, and itself once more as the last entry.
        """
        return _compiled(self)[1].findall(content)


@lru_cache(maxsize=16)
def _compiled(rows: RegularRows) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return the expression for many rows, and the one for the cells of a row.

    No repetition gives back what it took, so the time is proportional to the length.
    """
    quote, separator = re.escape(rows.quote), re.escape(rows.separator)
    cell = loose = single = bare = f"[^{quote}{separator}\\r\\n]*+"
    parts = f"()({bare})"
    if quote:
        inner, within = f"[^{quote}]*+", f"[^{quote}\\r\\n]*+"
        whole = f"{inner}(?:{quote}{quote}{inner})*+"
        cell, parts = f"(?:{quote}{whole}{quote}|{bare})", f"(?:{quote}({whole}){quote}|({bare}))"
        begun = f"(?:[^{quote}{separator}\\r\\n][^{separator}\\r\\n]*+)?+"
        loose = f"(?:{quote}{whole}{quote}|{begun})"
        single = f"(?:{quote}{within}(?:{quote}{quote}{within})*+{quote}|{begun})"
    usual = separator.join([cell] * rows.width)
    cut = separator.join([parts] * rows.width)
    # One line by itself may have any width: whether it fits is a matter of that line alone.
    others = separator.join([loose] * rows.width), f"{single}(?:{separator}{single})*+"
    other = f"(?:{others[0]}\\r?\\n|{others[1]}\\r?\\n)"
    return (
        re.compile(f"(?:{usual}\\r?\\n|{other})*+".encode()),
        re.compile(f"({cut}\\r?\\n|({other}))".encode()),
    )


def has_controls(content: bytes) -> bool:
    """Whether there is a control character other than tab and line ends."""
    # Looking for each is three times as fast as an expression for all of them.
    return any(map(content.__contains__, _CONTROL))
