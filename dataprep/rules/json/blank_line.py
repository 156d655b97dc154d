"""Lines without a row."""

from __future__ import annotations

from dataprep.model import Severity
from dataprep.rules.base import LineRule, Sample, chat, rows

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))


class BlankLine(LineRule):
    """Finds lines that are empty or hold white space only.

    What it does: Names each line without a row.

    Why it matters: Some platforms pass over blank lines, others refuse the file with "every line is
        a valid JSON dictionary"; row numbers in their messages then differ from line numbers.

    What to do: Remove the line.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20; JSON Lines, jsonlines.org
    """

    code = "JSN005"
    name = "blank-line"
    severity = Severity.WARNING
    fix = "safe"
    bad = (
        Sample(rows(_ROW, b"", _ROW), line=2),
        Sample(rows(_ROW, b" \t", _ROW), line=2),
    )
    good = (Sample(rows(_ROW, _ROW)), Sample(rows(_ROW)()[:-1]))
    fixed = (Sample(rows(_ROW, _ROW)), Sample(rows(_ROW, _ROW)))
