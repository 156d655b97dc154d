"""Escapes that are half a character."""

from __future__ import annotations

from dataprep.rules.base import LineRule, Sample, chat, rows

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))


class LoneSurrogate(LineRule):
    r"""Finds texts that hold half of a surrogate pair, such as `\ud83d` alone.

    What it does: Looks for `\ud800` to `\udfff` that are not a pair of a high and a low half.

    Why it matters: The halves of a pair are one character (an emoji, say). A half is none: no UTF-8
        text can hold it, so it cannot be trained on, and programs fail while they write it.

    What to do: Write the character itself, or the whole pair. The usual cause is a text that was
        cut at a fixed length by a program that counts in UTF-16.

    Source: RFC 8259, section 8.2; Unicode 16.0, section 3.9, 2026-11-20
    """

    code = "JSN010"
    name = "lone-surrogate"
    bad = (
        Sample(rows(_ROW, b'{"prompt": "a \\ud83d", "completion": "b"}'), line=2),
        Sample(rows(b'{"prompt": "a", "completion": "\\ude00\\ud83d"}')),
    )
    good = (
        Sample(rows(b'{"prompt": "a \\ud83d\\ude00", "completion": "b"}')),
        Sample(rows(chat(("user", "\\ud83d"), ("assistant", "😀")))),
    )
