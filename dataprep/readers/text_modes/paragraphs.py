"""Text mode `paragraphs`: blocks of lines between blank lines."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Record, Reject
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.pieces import Passage, cleaner, judge, piece

_WRAPPED = 40
"""Lines of prose that somebody wrapped are longer than this on average; items of a list are not."""


class ParagraphsMode(TextMode):
    """One record per paragraph; the line ends inside it are kept."""

    name = "paragraphs"
    summary = "blocks of lines between blank lines"

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Fit prose with blank lines."""
        blocks = [0]
        lines = [line.strip() for line in sample.split("\n")]
        for line in lines:
            if line:
                blocks[-1] += 1
            elif blocks[-1]:
                blocks.append(0)
        count = sum(1 for size in blocks if size)
        full = [len(line) for line in lines if line]
        if count < 2 or sum(full) < _WRAPPED * len(full):
            return NO_FIT
        return Fit(0.5, f"blank lines divide its beginning into {count:,} blocks")

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"text": paragraph}`` for every paragraph."""
        clean, outside = cleaner(context.options), judge(context)
        passage: Passage | None = None
        for number, line in lines:
            if line and not line.isspace():
                passage = passage or Passage("paragraph", number)
                passage.add(line, context.name)
            elif passage is not None:
                item = piece(clean(passage.text), passage.line, context, outside, "paragraph")
                passage = None
                if item is not None:
                    yield item
        if passage is not None:
            item = piece(clean(passage.text), passage.line, context, outside, "paragraph")
            if item is not None:
                yield item
