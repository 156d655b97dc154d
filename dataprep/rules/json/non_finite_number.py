"""Numbers that JSON does not have."""

from __future__ import annotations

from dataprep.rules.base import LineRule, Sample, chat, rows

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))


class NonFiniteNumber(LineRule):
    """Finds NaN and Infinity, and numbers that are too large for a program to hold.

    What it does: Names the word or the number, and where it stands.

    Why it matters: Python writes these words for a missing value of pandas or numpy and reads them
        again, but they are not JSON: platforms refuse the row.

    What to do: Write null or leave the key out; `json.dumps(row, allow_nan=False)` tells in time.

    Source: RFC 8259, section 6; Python documentation, json, 2026-11-20
    """

    code = "JSN009"
    name = "non-finite-number"
    bad = (
        Sample(rows(_ROW, b'{"prompt": "a", "completion": NaN}'), line=2),
        Sample(rows(b'{"messages": [], "score": -Infinity}', _ROW)),
        Sample(rows(b'{"messages": [], "score": 1e999}', _ROW)),
    )
    good = (Sample(rows(chat(("user", "NaN"), ("assistant", "-Infinity 1e999")))),)
