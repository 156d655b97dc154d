"""Rows beyond what can be read."""

from __future__ import annotations

from dataprep.rules.base import LineRule, Sample, chat, rows

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))


class OversizedRow(LineRule):
    """Finds rows that are longer than 64 MiB or nested deeper than 1,024 levels.

    What it does: Names the row and its size, and passes to its end without keeping it in memory.

    Why it matters: No platform trains on such a row, and most programs fail on it. The usual cause
        is a file whose line breaks were lost.

    What to do: Split the row, or flatten it; see whether a line break is missing.

    Source: OpenAI, fine-tuning best practices (65,536 tokens a row), 2026-11-20
    """

    code = "JSN015"
    name = "oversized-row"
    bad = (
        Sample(rows(_ROW, b'{"messages": %b%b}' % (b"[" * 1100, b"]" * 1100)), line=2),
        Sample(rows(_ROW, b'{"messages": %b' % (b"[" * 5000)), line=2),
    )
    good = (Sample(rows(_ROW)), Sample(rows(b'{"messages": %b%b}' % (b"[" * 90, b"]" * 90))))
