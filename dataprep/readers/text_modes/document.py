"""Text mode `document`: the whole file is one record."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Record, Reject
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.pieces import Passage, cleaner, judge, piece


class DocumentMode(TextMode):
    """The file as one record, up to the limit of a passage (64 Mi characters)."""

    name = "document"
    summary = "the whole file is one text"

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Never fit by itself: whether a file is one example is the user's intention."""
        return NO_FIT

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"text": file}``, or nothing when the file is empty."""
        clean, outside = cleaner(context.options, inner=False), judge(context)
        passage = Passage("document", 1)
        for _, line in lines:
            passage.add(line, context.name)
        # The place is the first line with text, as in every other mode.
        start = next((n for n, line in enumerate(passage.lines, 1) if line.strip()), 1)
        item = piece(clean(passage.text), start, context, outside, "document")
        if item is not None:
            yield item
