"""Text mode `pairs`: line 1 is the prompt of line 2, line 3 of line 4, and so on.

Empty lines and lines outside the length limits do not count: the lines that are left are paired.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.codes import finding
from dataprep.model import Location, Record, Reject
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.pieces import cleaner, judge, piece


class PairsMode(TextMode):
    """Consecutive lines, two by two, without overlap."""

    name = "pairs"
    summary = "consecutive lines are prompt and completion, two by two"

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Never fit by itself: nothing in a text shows that its lines are pairs."""
        return NO_FIT

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"prompt", "completion"}``; an odd last line is a `REA014` reject."""
        clean, outside = cleaner(context.options), judge(context)
        first: Record | None = None
        for number, line in lines:
            item = piece(clean(line), number, context, outside, "line")
            if isinstance(item, Reject):
                yield item
            elif item is not None and first is None:
                first = item
            elif item is not None and first is not None:
                data = {"prompt": first.data["text"], "completion": item.data["text"]}
                yield Record(data, first.line, "", first.size + item.size)
                first = None
        if first is not None:
            reason = finding(
                "REA014",
                "the last line has no partner: the number of lines to pair is odd",
                Location(context.name, first.line),
                "add its completion as the next line, or remove it",
            )
            yield Reject(first.data["text"], reason, first.size)
