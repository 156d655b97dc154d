"""Which separator, quote and escape a text uses, found by reading a bounded sample of it.

Every candidate reads the sample. The best one makes rows of one width, the most of them; faults
count against it. Nothing is decided by counting characters alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from dataprep.errors import UsageError
from dataprep.model import Record
from dataprep.readers.separated.rows import RowReader
from dataprep.readers.separated.syntax import Dialect
from dataprep.readers.table import choose_header

SEPARATORS = (",", "\t", ";", "|")
"""What is tried when the user names no separator; an earlier one wins a tie."""

NAMES = {"\t": "TAB", " ": "space"}
"""What a separator is called in messages, where it would not be seen."""

_SPELLED = {"\\t": "\t", "tab": "\t", "TAB": "\t", "space": " ", "\\s": " "}
_BY_SUFFIX = {".tsv": "\t", ".tab": "\t", ".psv": "|"}
_TABLE_SUFFIXES = (".csv", *_BY_SUFFIX)
_SAMPLE = 1 << 16
_FEW_LINES = 10
_MOST_ROWS = 1000
_MOST_PREAMBLE = 20
_RULE = re.compile(r"^[ \t]*(?:[|+][ \t]*)?:?[-=]{2,}:?[ \t]*[|+]", re.MULTILINE)
_HEADING = re.compile(r"\s*#+ ")
_OTHER_SYNTAX = re.compile(r"\s*(?:[{\[<]|\|[^\n]*\|[ \t]*\n[ \t]*\|[ \t:]*-)")


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a dialect reads a sample.

    Attributes:
        share: the part of the rows below the preamble that have the usual width.
        width: the usual number of cells, at least 2; 0 when no row is cut at all.
        preamble: the rows above the first one of that width.
        rows: the rows that were read, faulty ones included.
    """

    dialect: Dialect
    share: float
    width: int
    preamble: int
    rows: list[list[str]]


def find_dialect(
    sample: str, suffix: str = "", delimiter: str | None = None, quote: str | None = None
) -> Dialect:
    """Return the dialect of the text that `sample` begins.

    Args:
        sample: the beginning of the text; it may end anywhere.
        suffix: of the file's name; it decides where the text does not.
        delimiter: the user's separator: a character, ``tab`` or ``\\t``.
        quote: the user's quote character; empty for none.

    Raises:
        UsageError: `delimiter` or `quote` cannot be one.
    """
    delimiter, quote = _checked(delimiter, quote)
    return _best(_bounded(sample), suffix, delimiter, quote).dialect


def looks_delimited(text: str, suffix: str) -> float:
    """Return how sure one can be from a sample that it is separated values: 0 to 1.

    Prose, Markdown, JSON and markup give 0. Where a comma could be punctuation, only a `suffix` of
    tables makes it a separator.
    """
    text = _bounded(text.removeprefix("\ufeff"))
    if not text.strip() or _OTHER_SYNTAX.match(text) or _RULE.search(text):
        return 0.0
    tabular = suffix in _TABLE_SUFFIXES
    if not tabular and _HEADING.match(text):
        return 0.0
    fit = _best(text, suffix, None, None)
    delimiter, rows = fit.dialect.delimiter, [row for row in fit.rows if len(row) == fit.width]
    columns = [column for column in zip(*rows, strict=True) if any(map(str.strip, column))]
    if fit.share < 0.7 or len(columns) < 2:
        return 0.0
    if not tabular and delimiter in ",;" and _is_punctuation(text, delimiter, rows):
        return 0.0
    if len(rows) == 1:
        return 0.3 * fit.share if tabular else 0.0
    if len(rows) == 2:
        return 0.6 * fit.share
    header = choose_header(fit.rows, "auto")
    sure = header.row >= 0 and (len(columns) > 2 or delimiter != "," or '"' in text)
    return fit.share * (0.99 if sure else 0.8 if header.row >= 0 else 0.6)


def _is_punctuation(text: str, delimiter: str, rows: list[list[str]]) -> bool:
    """Whether a separator is written as in prose: a space after it, rows that end sentences."""
    if any(delimiter in cell or "\n" in cell for row in rows for cell in row):
        return False  # quotes are at work
    count = text.count(delimiter)
    spaced = text.count(delimiter + " ") + text.count(delimiter + "\n")
    ends = sum(row[-1].rstrip().endswith((".", "!", "?", ":", "{", "}")) for row in rows)
    return spaced > 0.5 * count or (len(rows[0]) <= 3 and 2 * ends > len(rows))


def _checked(delimiter: str | None, quote: str | None) -> tuple[str | None, str | None]:
    if delimiter is not None:
        delimiter = _SPELLED.get(delimiter, delimiter)
        if len(delimiter) != 1 or delimiter in "\r\n" or delimiter == quote:
            raise UsageError(
                f"`{delimiter}` cannot separate cells: one character is needed that ends no line "
                "and is not the quote",
                "use a character such as , ; | or the word tab",
            )
    if quote is not None and (len(quote) > 1 or quote in ("\r", "\n", " ")):
        raise UsageError(
            f"`{quote}` cannot quote cells: one visible character is needed, or an empty text",
            "use \" or ', or an empty text when nothing is quoted",
        )
    return delimiter, quote


def _bounded(sample: str) -> str:
    """Cut a sample down, unless its rows are so long that it would hold only a few of them."""
    start = sample[:_SAMPLE]
    if len(sample) == len(start) or start.count("\n") + start.count("\r") < _FEW_LINES:
        return sample
    return start[: max(start.rfind("\n"), start.rfind("\r")) + 1]


@lru_cache(maxsize=2)  # a file is looked at more than once: for its format, its layout, its rows
def _best(sample: str, suffix: str, delimiter: str | None, quote: str | None) -> Fit:
    """Return the best fit of all candidates; of equal ones the least preamble, then the wider."""
    usual = _BY_SUFFIX.get(suffix, ",")
    separators = [delimiter] if delimiter else [usual, *(s for s in SEPARATORS if s != usual)]
    fits = [
        _fit_quotes(sample, separator, quote)
        for separator in separators
        if separator in sample or separator == separators[0]
    ]
    return max(fits, key=lambda fit: (round(fit.share, 2), -fit.preamble, fit.width))


def _fit_quotes(sample: str, delimiter: str, quote: str | None) -> Fit:
    """Return the best fit among the quotes and escapes that the sample gives reason to try."""
    if quote is not None:
        return _fit_escapes(sample, Dialect(delimiter, quote))
    double = _quoted_cells(sample, delimiter, '"')
    single = _quoted_cells(sample, delimiter, "'")
    best = _fit_escapes(sample, Dialect(delimiter, "" if delimiter == '"' else '"'))
    # Quotes are text where most cells that begin with one go on behind the next.
    if 2 * double.stray > double.opened:
        best = max(best, _fit(sample, Dialect(delimiter, "")), key=lambda fit: fit.share)
    if not double.opened and single.opened >= 2 and 2 * single.closed >= single.opened:
        other = _fit_escapes(sample, Dialect(delimiter, "'"))
        usual = single.closed >= max(0.9 * single.opened, len(other.rows) / 2)
        if other.share > best.share or (usual and other.share == best.share):
            return other
    return best


class _Quoted(NamedTuple):
    """How many cells begin with a quote; of these, end with one; have text behind a second one."""

    opened: int
    closed: int
    stray: int


def _quoted_cells(sample: str, delimiter: str, quote: str) -> _Quoted:
    if quote not in sample or quote == delimiter:
        return _Quoted(0, 0, 0)
    cells = [cell.strip(" ") for line in sample.splitlines() for cell in line.split(delimiter)]
    opened = [cell for cell in cells if cell.startswith(quote)]
    closed = sum(len(cell) > 1 and cell.endswith(quote) for cell in opened)
    stray = sum(
        quote in cell[1:].replace(quote * 2, "") and not cell.endswith(quote) for cell in opened
    )
    return _Quoted(len(opened), closed, stray)


def _fit_escapes(sample: str, dialect: Dialect) -> Fit:
    """Return the fit of a dialect, or of its variant with backslashes or spaces if it is better."""
    delimiter, quote = dialect.delimiter, dialect.quote
    best = _fit(sample, dialect)
    if not quote:
        return best
    escaped = "\\" + quote in sample and "\\" not in (delimiter, quote)
    spaced = delimiter != " " and f"{delimiter} {quote}" in sample
    variants = [best]
    # Only where such cells were cut out as text: the two may stand inside a quoted cell, too.
    if spaced and 2 * sum(_is_spaced(cell, quote) for row in best.rows for cell in row[1:]) >= len(
        best.rows
    ):
        variants.insert(0, _fit(sample, replace(dialect, skip_space=True)))
    if escaped:
        variants += [_fit(sample, replace(fit.dialect, backslash=True)) for fit in variants]
    most = max(fit.share for fit in variants)
    return next(fit for fit in sorted(variants, key=_plainness) if fit.share == most)


def _is_spaced(cell: str, quote: str) -> bool:
    inner = cell.lstrip(" ")
    return len(cell) > len(inner) > 1 and inner[0] == quote


def _plainness(fit: Fit) -> tuple[bool, bool]:
    return not fit.dialect.skip_space, fit.dialect.backslash


def _fit(sample: str, dialect: Dialect) -> Fit:
    rows: list[list[str]] = []
    for item in RowReader([sample], dialect, "", sample=True).cells():
        rows.append(item.data if isinstance(item, Record) else [item.raw])
        if len(rows) == _MOST_ROWS:
            break
    filled = [row for row in rows if row]
    widths = Counter(len(row) for row in filled if len(row) > 1)
    if not widths:
        return Fit(dialect, 0.0, 0, 0, rows)
    width = max(widths, key=lambda width: (widths[width], width))
    preamble = next(at for at, row in enumerate(filled) if len(row) == width)
    counted = len(filled) - min(preamble, widths[width], _MOST_PREAMBLE)
    return Fit(dialect, widths[width] / counted, width, preamble, rows)
