"""Keys that stand twice in one object."""

from __future__ import annotations

from dataprep.rules.base import LineRule, Sample, chat, rows

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))
_TURNS = b'[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]'


class DuplicateKey(LineRule):
    """Finds objects that hold the same key twice.

    What it does: Compares the keys of every object as they stand in the file, at any depth; a key
        written with escapes is the same key.

    Why it matters: A parser keeps one of the two values, most the last and some the first, and says
        nothing: what is trained is not what was written, and differs between tools.

    What to do: Remove one of the two, or give it its own name. The usual causes are rows that were
        put together from text, and two columns with one heading.

    Source: RFC 8259, section 4; orjson and json of Python's library keep the last, 2026-11-20
    """

    code = "JSN008"
    name = "duplicate-key"
    bad = (
        Sample(rows(_ROW, b'{"messages": %b, "messages": %b}' % (_TURNS, _TURNS)), line=2),
        Sample(rows(b'{"messages": [{"role": "user", "content": "a", "content": "b"}]}')),
        Sample(rows(b'{"prompt": "a", "completion": "b", "prom\\u0070t": "c"}')),
    )
    good = (
        Sample(rows(_ROW)),
        Sample(rows(chat(("user", '{"a": 1, "a": 2}'), ("assistant", "role content role")))),
    )
