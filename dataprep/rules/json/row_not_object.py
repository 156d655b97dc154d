"""Rows that are JSON, but no objects."""

from __future__ import annotations

from dataprep.rules.base import LineRule, Sample, chat, rows

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))


class RowNotObject(LineRule):
    """Finds rows that are an array, a text, a number, true, false or null.

    What it does: Names what the row is; a list of messages without its key is recognised.

    Why it matters: Every format is an object a line; the upload refuses the whole file with "Line 1
        is not a dictionary".

    What to do: Write `{"messages": [...]}` instead of `[...]`.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20
    """

    code = "JSN002"
    name = "row-not-object"
    bad = (
        Sample(rows(_ROW, _ROW["messages"]), line=2),
        Sample(rows(_ROW, "Hello", _ROW), line=2),
        Sample(rows(_ROW, None), line=2),
        Sample(rows(_ROW, 12), line=2),
    )
    good = (Sample(rows(_ROW)),)
