"""The lines that a row may be made of: read, not yet used, and few enough to hold in memory."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.readers.encoding_survey import DAMAGE
from dataprep.readers.separated.lines import MAX_ROW, Batch, Oversize

MOST_CREDIT = 4 * MAX_ROW
"""The most characters of looking ahead in vain that can be saved up."""


class LineWindow:
    """A window on the lines of a text, moved forward by whoever uses them.

    Args:
        batches: the lines.
        skip: how many lines to pass over at the beginning.
        first: the number of the first line.

    Attributes:
        lines: the window; what stands before `start` was used.
        start: the index of the first line that was not used.
        first: the 1-based physical number of ``lines[0]``.
        suspect: some line holds a NUL or an undecodable byte, perhaps.
        oversize: a line too long to hold, which stands right after the window.
        credit: how many characters may still be looked at in vain. Reading earns four for each
            character, so that looking ahead never takes more than a fixed share of the time.
        damage_seen: undecodable bytes in the lines that were passed over or rejected.
    """

    def __init__(self, batches: Iterator[Batch | Oversize], skip: int = 0, first: int = 1) -> None:
        self._batches, self._skip = batches, skip
        self._sealed = False
        self.lines: list[str] = []
        self.start = 0
        self.first = first
        self.suspect = False
        self.oversize: Oversize | None = None
        self.credit = MOST_CREDIT
        self.damage_seen = 0

    @property
    def number(self) -> int:
        """The physical number of the first line that was not used."""
        return self.first + self.start

    def text(self, end: int) -> str:
        """Return what is not used yet before the line of index `end`."""
        return "".join(self.lines[self.start : end])

    def more(self, wanted: int = 1) -> bool:
        """Drop the used lines and add about `wanted` characters; False when nothing was added."""
        del self.lines[: self.start]
        self.first += self.start
        self.start = 0
        if not self.lines:
            self.suspect = False
        added = 0
        while added < wanted and not self._sealed:
            batch = next(self._batches, None)
            if not isinstance(batch, Batch):
                self._sealed, self.oversize = True, batch
                break
            self.credit = min(MOST_CREDIT, self.credit + 4 * batch.size)
            lines = self._pass_over(batch.lines) if self._skip else batch.lines
            if lines:
                self.lines.extend(lines)
                self.suspect = self.suspect or batch.suspect
                added += batch.size
        return added > 0

    def pass_oversize(self) -> None:
        """Go on behind the oversize line, once all lines before it are used."""
        if self.oversize is not None:
            self.damage_seen += len(DAMAGE.findall(self.oversize.start))
        self.lines, self.start, self.first = [], 0, self.number + 1
        self.oversize, self._sealed = None, False

    def count_damage(self, text: str) -> None:
        """Take note that `text` is done with, so that later damage gets its right place."""
        if self.suspect:
            self.damage_seen += len(DAMAGE.findall(text))

    def _pass_over(self, lines: list[str]) -> list[str]:
        passed = min(self._skip, len(lines))
        self._skip -= passed
        self.first += passed
        self.damage_seen += sum(len(DAMAGE.findall(line)) for line in lines[:passed])
        return lines[passed:]
