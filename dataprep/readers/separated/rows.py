"""Rows of separated text: the loop that finds where each row ends, and gets over broken ones.

The standard library's parser does the work, over lists of physical lines, so that sound rows cost
nothing extra. When it fails, the row is judged from its lines: a quote that is never closed costs
the one line it is in, text after a closing quote costs the row. Looking ahead for a closing quote
is paid from a credit that reading earns; so no input makes the time more than proportional to it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Any

from dataprep.codes import finding
from dataprep.model import Location, Record, Reject
from dataprep.readers.encoding import TextEncoding, damaged
from dataprep.readers.encoding_survey import DAMAGE
from dataprep.readers.separated.lines import MAX_ROW, Oversize, line_batches
from dataprep.readers.separated.syntax import Dialect
from dataprep.readers.separated.window import LineWindow

_WHOLE_WINDOW = 1 << 40
_UNKNOWN, _MOST_PROBED = -1, 1000
_ENCODING_HELP = "save the file as UTF-8, or name its encoding with --encoding NAME"
_new: Callable[[type[Record], tuple[Any, int, str, int]], Record] = tuple.__new__


class RowReader:
    """Reads the rows of one text, once.

    Args:
        blocks: the text in pieces.
        dialect: how lines are cut.
        path: the input's name, for findings.
        encoding: where the text came from, for the place of undecodable bytes.
        skip, first: physical lines to pass over at the beginning; the number of the first line.
        sample: the text is the beginning of a longer one; a last row that is cut off is left out.
    """

    def __init__(
        self,
        blocks: Iterable[str],
        dialect: Dialect,
        path: str,
        encoding: TextEncoding | None = None,
        *,
        skip: int = 0,
        first: int = 1,
        sample: bool = False,
    ) -> None:
        damage = encoding is None or encoding.damage_count > 0
        self._window = LineWindow(line_batches(blocks, damage), skip, first)
        self._dialect, self._path, self._encoding = dialect, path, encoding
        self._sample = sample
        self._names: list[str] = []
        self._width = _UNKNOWN

    def records(self, names: list[str]) -> Iterator[Record | Reject]:
        """Yield a record per row, its cells by name; blank lines are passed over."""
        self._names, self._width = names, len(names)
        return self._rows()

    def cells(self) -> Iterator[Record | Reject]:
        """Yield a record per row whose data is the list of cells, of any number, blank rows too."""
        self._width = _UNKNOWN
        return self._rows()

    def _rows(self) -> Iterator[Record | Reject]:
        csv.field_size_limit(max(csv.field_size_limit(), 4 * MAX_ROW))
        window, names, width = self._window, self._names, self._width
        reach = _WHOLE_WINDOW
        while True:
            if window.start == len(window.lines) and not window.more():
                if window.oversize is None:
                    return
                yield self._too_long(window.oversize)
                continue
            origin, number, plain = window.start, window.number, not window.suspect
            lines = window.lines[origin : origin + reach]
            ends = list(accumulate(map(len, lines), initial=0))
            reader = self._dialect.reader(lines)
            before = 0
            try:
                for row in reader:
                    after = reader.line_num
                    if len(row) == width and plain:
                        data = dict(zip(names, row, strict=True))
                        yield _new(Record, (data, number + before, "", ends[after] - ends[before]))
                        before = after
                        continue
                    window.start = origin + before
                    item = self._judge(row, origin + after)
                    if item is not None:
                        yield item
                    before = window.start - origin
                    if before != after:
                        reach = 1
                        break
                else:
                    window.start = origin + before
                    reach = min(2 * reach, _WHOLE_WINDOW)
            except csv.Error as error:
                window.start, end = origin + before, origin + reader.line_num
                scanned = ends[reader.line_num] - ends[before]
                if "unexpected end" not in str(error):
                    yield self._stray_quote(end)
                    reach = 1
                    continue
                if scanned < min(MAX_ROW, window.credit):
                    if end < len(window.lines):
                        reach = 2 * (end - window.start)
                        continue
                    if window.more(scanned):
                        reach = _WHOLE_WINDOW
                        continue
                    if self._sample:
                        return
                yield self._open_quote(end)
                reach = 1

    def _too_long(self, line: Oversize) -> Reject:
        """Reject the line that stands after the window, and go on behind it."""
        window = self._window
        number = window.number
        window.pass_oversize()
        reason = finding(
            "JSN015",
            f"the line has {line.length:,} characters; a row may have {MAX_ROW:,}; "
            f"the rejected text is its first {len(line.start):,}",
            Location(self._path, number),
            "check the quotes and the separator around this line",
        )
        return Reject(line.start, reason, len(line.start))

    # What is wrong with a row.

    def _judge(self, row: list[str], end: int) -> Record | Reject | None:
        """Return what the lines up to `end` are, and move on: behind them, or one line only."""
        window, width = self._window, self._width
        if width == _UNKNOWN:
            return self._record(row, end)
        if not row:
            window.start = end
            return None
        if window.suspect and (reject := self._unclean(end)):
            return reject
        if len(row) == width or (len(row) > width and not any(row[width:])):
            return self._record(dict(zip(self._names, row, strict=False)), end)
        if len(row) == 1 and row[0].isspace():
            window.start = end
            return None
        if end - window.start > 1 and self._swallows(end):
            return self._open_quote(end)
        return self._reject(
            "REA001",
            f"{len(row):,} cell{'' if len(row) == 1 else 's'} where the header has {width:,}",
            "quote a cell that holds the separator; a wrong separator or header row can be "
            "corrected with --delimiter and --header",
            end,
        )

    def _record(self, data: Any, end: int) -> Record:
        """Return the lines up to `end` as a record, and move behind them."""
        window = self._window
        record = Record(data, window.number, "", len(window.text(end)))
        window.start = end
        return record

    def _unclean(self, end: int) -> Reject | None:
        """Return the reject of lines with an undecodable byte or a NUL."""
        text = self._window.text(end)
        if damaged(text):
            return self._reject("JSN007", self._damage_message(text), _ENCODING_HELP, end)
        if "\0" in text:
            count = text.count("\0")
            return self._reject(
                "REA004",
                f"{count:,} NUL character{'' if count == 1 else 's'} in the row",
                "remove them, or name the encoding with --encoding when it is UTF-16",
                end,
            )
        return None

    def _damage_message(self, text: str) -> str:
        found = DAMAGE.findall(text)
        codec = self._encoding.label if self._encoding else "text"
        places = self._encoding.damage if self._encoding else ()
        seen = self._window.damage_seen
        at = f" at byte {places[seen][0]:,}" if seen < len(places) else ""
        first = f"0x{ord(found[0]) - 0xDC00:02X}{at}"
        if len(found) == 1:
            return f"the byte {first} does not decode as {codec}"
        return f"{len(found):,} bytes do not decode as {codec}; the first is {first}"

    def _stray_quote(self, end: int) -> Reject:
        """Return the reject of a row with text after a closing quote."""
        if end - self._window.start > 1 and self._swallows(end):
            return self._open_quote(end)
        return self._reject(
            "REA003",
            f"text after a closing quote `{self._dialect.quote}` inside a cell",
            "double a quote that belongs to the text",
            end,
        )

    def _open_quote(self, end: int) -> Reject:
        """Return the reject of the one line whose quote is not closed by `end`."""
        window = self._window
        window.credit -= len(window.text(end))
        cell = self._dialect.open_cell(window.lines[window.start])
        named = f" (`{self._names[cell - 1]}`)" if 0 < cell <= len(self._names) else ""
        return self._reject(
            "REA002",
            f"the quote opened in cell {cell}{named} is not closed before other rows, "
            "or before the file ends",
            "close it, or double it if it belongs to the text; reading went on with the next line",
            window.start + 1,
        )

    def _swallows(self, end: int) -> bool:
        """Whether most lines after the first one, up to `end`, read as rows of their own."""
        window = self._window
        at, whole, broken = window.start + 1, 0, 0
        while self._width != _UNKNOWN and at < end and window.credit > 0:
            lines = window.lines[at : at + _MOST_PROBED]
            reader = self._dialect.reader(lines)
            read = 0
            try:
                for row in reader:
                    whole += len(row) == self._width
                    broken += len(row) not in (0, self._width)
                    read = reader.line_num
                    if at + read >= end:
                        break
            except csv.Error:
                broken += 1
                read += 1
            window.credit -= sum(map(len, lines[: reader.line_num]))
            at += read
        return whole > broken

    def _reject(self, code: str, message: str, help: str, end: int) -> Reject:
        """Return the lines up to `end` as a reject, and move behind them."""
        window = self._window
        raw, place = window.text(end), Location(self._path, window.number)
        window.count_damage(raw)
        window.start = end
        return Reject(raw, finding(code, message, place, help), len(raw))
