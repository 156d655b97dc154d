"""The reader of separated values: CSV, TSV and their kin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dataprep.codes import finding
from dataprep.errors import InputError
from dataprep.model import Finding, Location, Record, Reject, Severity
from dataprep.readers.base import Reader, Reading, blocks_of
from dataprep.readers.encoding import TextEncoding, damaged, decide, text_blocks
from dataprep.readers.encoding_survey import DAMAGE
from dataprep.readers.options import ReadOptions
from dataprep.readers.separated.dialect import NAMES, find_dialect
from dataprep.readers.separated.pieces import Table, is_cuttable, row_blocks
from dataprep.readers.separated.regular import RegularRows
from dataprep.readers.separated.rows import RowReader
from dataprep.readers.separated.syntax import Dialect
from dataprep.readers.source import Source
from dataprep.readers.table import choose_header

_SAMPLE = 1 << 16
_FEWEST_ROWS, _MOST_ROWS = 3, 1000


class DelimitedReader(Reader):
    """Text whose lines are rows and whose cells are separated by one character.

    Cells stay text, exactly as they are written: ``NA``, ``007``, spaces and line ends too. Blank
    lines are passed over; a row that does not fit the header is a reject.
    """

    name: ClassVar[str] = "csv"
    title: ClassVar[str] = "CSV"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab", ".psv")

    def open(self, source: Source, options: ReadOptions) -> Reading:
        """Find encoding, dialect and header of `source`, and return it ready to be read.

        Raises:
            InputError: the source cannot be read.
            UsageError: an encoding, separator, quote or header row that cannot be.
        """
        encoding = decide(source, options.encoding)
        notes = encoding.notes(source.name)
        start = next(text_blocks(source, encoding), "")
        dialect = find_dialect(start, source.suffix, options.delimiter, options.quote)
        notes += _misnamed(source, dialect)

        first, ended = _first_rows(self._rows(source, encoding, dialect).cells())
        cells = [item.data if isinstance(item, Record) else [item.raw] for item in first]
        if not any(any(map(str.strip, row)) for row in cells):
            if not ended:
                raise InputError(
                    f"{source.name}: the first {len(cells):,} lines are blank",
                    "remove the blank lines at the beginning",
                )
            notes.append(_nothing(source, "the file holds no rows"))
            return Reading(_description(dialect, encoding, 0), iter(()), notes, [])

        # The row after the last one that is judged only tells where that one ends.
        header = choose_header(cells if ended else cells[:-1], options.header)
        at = Location(source.name, _line(first[max(header.row, 0)]))
        notes += [finding(code, message, at) for code, message in header.notes]
        # What is wrong above the data costs no row, but may be why the header was not seen.
        notes += [
            item.finding._replace(severity=Severity.WARNING)
            for item in first[: header.first]
            if isinstance(item, Reject)
        ]
        columns = _sound(header.names, at, encoding, notes)
        description = _description(dialect, encoding, at.line or 0 if header.row >= 0 else 0)
        if ended and not any(cells[header.first :]):
            notes.append(_nothing(source, "the file holds a header and no rows below it"))
            return Reading(description, iter(()), notes, columns)
        skip = _line(first[header.first]) - 1
        regular = RegularRows.of(dialect, len(columns))
        if regular is not None and is_cuttable(encoding):
            table = Table(source.name, columns, dialect, encoding, regular)
            return Reading(description, row_blocks(source, table, skip), notes, columns)
        reader = self._rows(source, encoding, dialect, skip)
        return Reading(description, blocks_of(reader.records(columns)), notes, columns)

    @staticmethod
    def _rows(source: Source, encoding: TextEncoding, dialect: Dialect, skip: int = 0) -> RowReader:
        blocks = text_blocks(source, encoding)
        return RowReader(blocks, dialect, source.name, encoding, skip=skip)


def _first_rows(rows: Iterator[Record | Reject]) -> tuple[list[Record | Reject], bool]:
    """Return enough rows to judge the header by, and whether these are all."""
    taken: list[Record | Reject] = []
    size = 0
    for item in rows:
        if len(taken) == _MOST_ROWS or (size >= _SAMPLE and len(taken) >= _FEWEST_ROWS):
            return [*taken, item], False
        taken.append(item)
        size += item.size
    return taken, True


def _line(item: Record | Reject) -> int:
    return item.line if isinstance(item, Record) else item.finding.location.line or 1


def _nothing(source: Source, message: str) -> Finding:
    return finding("JSN013", message, Location(source.name), "check that this is the right file")


def _sound(
    names: list[str], at: Location, encoding: TextEncoding, notes: list[Finding]
) -> list[str]:
    """Return names without undecodable bytes, each shown as U+FFFD, and note it."""
    if not any(map(damaged, names)):
        return names
    shown = [DAMAGE.sub("\ufffd", name) for name in names]
    notes.append(
        finding(
            "JSN007",
            f"bytes in the header do not decode as {encoding.label}; its names are read as "
            + ", ".join(f"`{name}`" for name in shown if "\ufffd" in name),
            at,
            "save the file as UTF-8, or name its encoding with --encoding NAME",
        )
    )
    # Two names may differ in nothing but a damaged byte.
    return [
        name if shown.index(name) == column else f"{name}_{column + 1}"
        for column, name in enumerate(shown)
    ]


def _misnamed(source: Source, dialect: Dialect) -> list[Finding]:
    """Return the note about a TSV that is named CSV, or the other way round."""
    expected = {".csv": False, ".tsv": True, ".tab": True}.get(source.suffix)
    if expected is None or expected == (dialect.delimiter == "\t"):
        return []
    message = (
        f"the name ends in `{source.suffix}`, the cells are separated by "
        f"{_shown(dialect.delimiter)}; the file is read as what it is"
    )
    return [finding("REA009", message, Location(source.name), "to force it: --delimiter CHARACTER")]


def _shown(character: str) -> str:
    return NAMES.get(character, f"`{character}`")


def _description(dialect: Dialect, encoding: TextEncoding, header: int) -> str:
    """Say how the file is read; `header` is its line, 0 for none."""
    parts = [
        "TSV" if dialect.delimiter == "\t" else "CSV",
        f"separator {_shown(dialect.delimiter)}",
    ]
    if dialect.quote != '"':
        parts.append(f"quote {_shown(dialect.quote)}" if dialect.quote else "no quotes")
    if dialect.backslash:
        parts.append("backslash escapes")
    if dialect.skip_space:
        parts.append("spaces after the separator left out")
    parts += [encoding.label, f"header in line {header}" if header else "no header"]
    return ", ".join(parts)
