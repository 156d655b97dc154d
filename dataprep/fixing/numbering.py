"""Which line of a file a line is after rounds in which lines went and came."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable


class Numbering:
    """The lines of a file as they were before any round."""

    def __init__(self) -> None:
        # For each round, of the lines that did not become one: line, where what became of it stands,
        # and how many lines that are.
        self._rounds: list[tuple[array[int], array[int], array[int]]] = []

    def note(self, became: Iterable[tuple[int, int]]) -> None:
        """Note a round.

        Args:
            became: line before the round -> lines after it, in order, for those that are not one.
        """
        lines, starts, counts = array("q"), array("q"), array("q")
        shift = 0
        for line, count in became:
            lines.append(line)
            starts.append(line + shift)
            counts.append(count)
            shift += count - 1
        if lines:
            self._rounds.append((lines, starts, counts))

    def first(self, line: int) -> int:
        """Return what line a line of now was before the first round."""
        for lines, starts, counts in reversed(self._rounds):
            at = bisect_right(starts, line) - 1
            if at >= 0:
                behind = line - starts[at] - counts[at]  # how far behind all that became of it
                line = lines[at] + 1 + behind if behind >= 0 else lines[at]
        return line
