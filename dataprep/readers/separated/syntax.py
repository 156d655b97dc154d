"""How separated text is written: what stands between cells, around them, and before a quote."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _csv import Reader as CsvReader


@dataclass(frozen=True)
class Dialect:
    """How a line is cut into cells.

    Attributes:
        delimiter: one character between two cells.
        quote: the character around a cell that holds a delimiter or a line end; empty for none. It
            stands for itself when doubled.
        backslash: a backslash before the quote, the delimiter, a line end or a backslash takes away
            its meaning; before anything else it is text.
        skip_space: spaces after a delimiter are not part of the cell.
    """

    delimiter: str = ","
    quote: str = '"'
    backslash: bool = False
    skip_space: bool = False

    def reader(self, lines: Iterable[str]) -> CsvReader:
        """Return a strict parser over physical lines."""
        options: dict[str, Any] = {"quotechar": self.quote}
        if not self.quote:
            options = {"quoting": csv.QUOTE_NONE, "quotechar": None}
        if self.backslash:
            options["escapechar"] = "\\"
            lines = (self._literal.sub(_double, line) if "\\" in line else line for line in lines)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            skipinitialspace=self.skip_space,
            strict=True,
            **options,
        )

    def open_cell(self, line: str) -> int:
        """Return the 1-based number of the cell whose quote is still open where `line` ends."""
        try:
            return len(next(self.reader([line.rstrip("\r\n") + self.quote]), []))
        except csv.Error:
            return 1

    @cached_property
    def _literal(self) -> re.Pattern[str]:
        special = re.escape("\\\r\n" + self.delimiter + self.quote)
        return re.compile(rf"\\([{special}])|\\")


def _double(match: re.Match[str]) -> str:
    # The parser would drop a backslash before any character; one that is text is doubled for it.
    return match[0] if match[1] else "\\\\"
