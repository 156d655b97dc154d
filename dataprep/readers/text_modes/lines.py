"""Text mode `lines`: every line is a record, but the empty ones."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Record, Reject
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.pieces import cleaner, judge, piece


class LinesMode(TextMode):
    """One record per line; a line that is empty after trimming is skipped."""

    name = "lines"
    summary = "every line is a text of its own"
    per_line = True

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Fit any text a little: this is what a text without a layout is."""
        return Fit(0.2, "its beginning has no headings, labels or paragraphs of prose")

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"text": line}`` for every line that is not empty."""
        clean, outside = cleaner(context.options), judge(context)
        if outside is None:
            for number, line in lines:
                text = clean(line)
                if text:
                    yield Record({"text": text}, number, "", len(text) + 1)
            return
        for number, line in lines:
            item = piece(clean(line), number, context, outside, "line")
            if item is not None:
                yield item
