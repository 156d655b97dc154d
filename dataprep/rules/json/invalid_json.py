"""Rows that do not parse."""

from __future__ import annotations

from dataprep.rules.base import LineRule, Sample, chat, rows

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))


class InvalidJson(LineRule):
    """Finds rows that do not parse as JSON.

    What it does: Says at which column the row stops being JSON, what was expected there and what
        stands there, and the cause where it shows: a quote inside a text that is not escaped,
        typographic quotes, Python's notation (`'`, `None`, `True`), a key without quotes, a comma
        too many, a line break inside a text, a row that was cut off, a merge conflict.

    Why it matters: The upload checks only some rows; the others fail the job at its start, with the
        first bad line and no more. Other tools leave the row out without a word.

    What to do: Write rows with a JSON library, one `json.dumps(row, ensure_ascii=False)` a line,
        never by hand or with `str(row)`.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20; RFC 8259; JSON Lines, jsonlines.org
    """

    code = "JSN001"
    name = "invalid-json"
    bad = (
        Sample(rows(_ROW, b'{"messages": [{"role": "user", "content": "a "b" c"}]}'), line=2),
        Sample(rows(_ROW, "{“messages”: []}".encode()), line=2),
        Sample(rows(b"{'messages': None}", _ROW)),
        Sample(rows(_ROW, b'{"messages": [],}'), line=2),
        Sample(rows(_ROW, b"{messages: []}"), line=2),
        Sample(rows(_ROW, b'{"prompt": "two\nlines", "completion": "x"}'), line=2),
        Sample(rows(_ROW, _ROW, b'{"messages": [{"role": "us'), line=3),
    )
    good = (
        Sample(rows(_ROW)),
        Sample(rows(chat(("user", 'a "b" c\n“d” it\'s None'), ("assistant", "{'x': True,}")))),
    )
