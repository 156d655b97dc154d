"""Defects of the file and its JSON: JSN."""

from __future__ import annotations

import json

from seeded.clean import CHATS, PAIRS, PREFERENCES, TOOLS
from seeded.defect import Defect, lines, own_target, place, replaced, rewritten, text, whole

_ASSISTANT = b'"assistant", "content": "'
_TOGETHER = {"target": "together"}
_MARKERS = "each of the three markers is a line that is no row"
_BOTH_LINES = "the rest of the row stands in the next line and is no row either"


def _inserted(name: str, code: str, line: bytes, **more: object) -> Defect:
    """Return a file with one more line between its rows."""
    at = place(name, CHATS, 2)
    return whole(
        name, code, CHATS, lambda rows: [*rows[: at - 1], line, *rows[at - 1 :]], at, **more
    )


def _pretty(rows: object) -> bytes:
    return json.dumps(rows, indent=2).encode() + b"\n"


def _csv(rows: object) -> bytes:
    return b"prompt,completion\n" + b"".join(
        f'"{one["prompt"].strip()}","{one["completion"].strip()}"\n'.encode() for one in PAIRS
    )


_BROKEN = "raw-newline"
_BROKEN_AT = place(_BROKEN, CHATS)

DEFECTS = (
    # A row that does not parse.
    rewritten("unescaped-quote", "JSN001", CHATS, _ASSISTANT, _ASSISTANT + b'The "old" way: '),
    rewritten("unescaped-quote-tools", "JSN001", TOOLS, b'\\"', b'"'),
    rewritten("unescaped-quote-pairs", "JSN001", PAIRS, b'"completion": " ', b'"completion": " a "b" '),
    rewritten("curly-quotes", "JSN001", CHATS, b'"role"', "“role”".encode()),
    replaced("python-repr", "JSN001", CHATS, lambda row: repr(row).encode()),
    replaced("python-none", "JSN001", TOOLS, lambda row: text(row)[:-1] + b', "seed": None}'),
    replaced("trailing-comma-in-object", "JSN001", CHATS, lambda row: text(row)[:-1] + b",}"),
    replaced("trailing-comma-in-list", "JSN001", CHATS, lambda row: text(row)[:-2] + b",]}"),
    replaced("comma-after-row", "JSN001", CHATS, lambda row: text(row) + b","),
    whole(
        _BROKEN, "JSN001", CHATS,
        lambda rows: lines([
            *rows[: _BROKEN_AT - 1],
            text(rows[_BROKEN_AT - 1]).replace(_ASSISTANT, _ASSISTANT + b"One.\nTwo. ", 1),
            *rows[_BROKEN_AT:],
        ]),
        _BROKEN_AT, companions={("JSN001", _BROKEN_AT + 1): _BOTH_LINES},
    ),
    rewritten("raw-tab", "JSN001", CHATS, _ASSISTANT, _ASSISTANT + b"one\ttwo "),
    rewritten("unquoted-key", "JSN001", CHATS, b'"messages"', b"messages"),
    rewritten("single-quoted-key", "JSN001", CHATS, b'"messages"', b"'messages'"),
    rewritten("missing-colon", "JSN001", CHATS, b'"messages":', b'"messages"'),
    rewritten("missing-comma", "JSN001", CHATS, b"}, {", b"} {"),
    rewritten("bad-escape", "JSN001", CHATS, _ASSISTANT, _ASSISTANT + b"That\\'s it. "),
    rewritten("short-unicode-escape", "JSN001", CHATS, _ASSISTANT, _ASSISTANT + b"\\u00e "),
    replaced("truncated-row", "JSN001", CHATS, lambda row: text(row)[:-30]),
    replaced("truncated-pair", "JSN001", PAIRS, lambda row: text(row)[:-1]),
    replaced("extra-bracket", "JSN001", CHATS, lambda row: text(row) + b"]"),
    replaced("extra-brace", "JSN001", PREFERENCES, lambda row: text(row) + b"}"),
    replaced("capital-true", "JSN001", TOOLS,
             lambda row: text(row)[:-1] + b', "parallel_tool_calls": True}'),
    whole("merge-conflict", "JSN001", CHATS,
          lambda rows: [*rows[:4], b"<<<<<<< HEAD", *rows[4:7], b"=======", *rows[7:9],
                        b">>>>>>> new-rows", *rows[9:]],
          5, companions={("JSN001", 9): _MARKERS, ("JSN001", 12): _MARKERS}),
    whole("mark-between-joined-files", "JSN001", CHATS,
          lambda rows: lines(rows[:6]) + b"\xef\xbb\xbf" + lines(rows[6:]), 7),
    _inserted("nul-bytes", "JSN001", bytes(3)),
    _inserted("comment-line", "JSN001", b"// the second half of the data"),
    _inserted("prose-line", "JSN001", b"Here are some more examples:"),
    _inserted("code-fence", "JSN001", b"```json"),
    # A row of another type.
    replaced("row-is-list", "JSN002", CHATS, lambda row: row["messages"]),
    replaced("row-is-text", "JSN002", CHATS, lambda row: json.dumps(row)),
    replaced("row-is-number", "JSN002", PAIRS, lambda row: 17),
    replaced("row-is-null", "JSN002", TOOLS, lambda row: None),
    replaced("row-is-false", "JSN002", PREFERENCES, lambda row: False),
    # The layout of the whole file.
    whole("array", "JSN003", CHATS, text, 1),
    whole("array-pretty", "JSN003", CHATS, _pretty, 1),
    whole("array-row-per-line", "JSN003", PAIRS,
          lambda rows: b"[\n" + b",\n".join(map(text, rows)) + b"\n]\n", 1),
    whole("pretty-rows", "JSN004", CHATS,
          lambda rows: "\n".join(json.dumps(row, indent=4) for row in rows).encode() + b"\n", 1),
    whole("rows-on-one-line", "JSN004", TOOLS, lambda rows: b"".join(map(text, rows)), 1),
    whole("rows-on-one-line-spaced", "JSN004", PAIRS, lambda rows: b" ".join(map(text, rows)), 1),
    replaced("two-rows-on-a-line", "JSN004", CHATS,
             lambda row: text(row) + text(row).replace(b"user", b"user", 1).replace(b"?", b"??", 1)),
    _inserted("blank-line", "JSN005", b""),
    _inserted("white-line", "JSN005", b" \t "),
    whole("blank-line-together", "JSN005", CHATS, lambda rows: [*rows[:5], b"", *rows[5:]], 6,
          options=_TOGETHER, severity="error"),
    whole("blank-first-line", "JSN005", PAIRS, lambda rows: [b"", *rows], 1),
    whole("byte-order-mark", "JSN006", CHATS, lambda rows: b"\xef\xbb\xbf" + lines(rows)),
    whole("byte-order-mark-openai", "JSN006", TOOLS, lambda rows: b"\xef\xbb\xbf" + lines(rows),
          options={"target": "openai/gpt-4.1-mini"}),
    whole("byte-order-mark-together", "JSN006", PAIRS, lambda rows: b"\xef\xbb\xbf" + lines(rows),
          options=_TOGETHER, severity="error"),
    # Encodings.
    rewritten("cp1252-dash", "JSN007", CHATS, _ASSISTANT, _ASSISTANT + b"Yes \x96 of course. "),
    rewritten("latin-1-word", "JSN007", PAIRS, b'"completion": " ', b'"completion": " caf\xe9 '),
    rewritten("cut-character", "JSN007", TOOLS, b'"content": "', b'"content": "\xe2\x82 '),
    whole("utf-16", "JSN007", CHATS, lambda rows: lines(rows).decode().encode("utf-16")),
    # Values that JSON parsers swallow or refuse.
    rewritten("key-twice", "JSN008", CHATS, b'{"messages"', b'{"messages": [], "messages"'),
    rewritten("role-twice", "JSN008", CHATS, b'{"role": "user"',
              b'{"role": "user", "role": "user"'),
    rewritten("completion-twice", "JSN008", PAIRS, b', "completion"',
              b', "completion": " x END", "completion"'),
    rewritten("tool-type-twice", "JSN008", TOOLS, b'{"type": "function", "function": {"name": "find',
              b'{"type": "function", "type": "function", "function": {"name": "find'),
    rewritten("nan", "JSN009", CHATS, b'"role": "assistant"', b'"role": "assistant", "weight": NaN'),
    rewritten("infinity", "JSN009", TOOLS, b'"maximum": 28', b'"maximum": Infinity'),
    rewritten("minus-infinity", "JSN009", TOOLS, b'"maximum": 28', b'"maximum": -Infinity'),
    rewritten("high-surrogate", "JSN010", CHATS, _ASSISTANT, _ASSISTANT + b"\\ud83d "),
    rewritten("low-surrogate", "JSN010", PAIRS, b'"completion": " ', b'"completion": " \\ude00 '),
    # Names and sizes.
    whole("json-suffix", "JSN011", CHATS, list, file="train.json"),
    whole("txt-suffix", "JSN011", PAIRS, list, file="train.txt"),
    whole("json-suffix-together", "JSN011", TOOLS, list, file="train.json", options=_TOGETHER,
          severity="error"),
    whole("too-large", "JSN012", CHATS, list, options=own_target("small", max_file_bytes=2_000),
          clean_options=own_target("small", max_file_bytes=20_000)),
    whole("empty", "JSN013", CHATS, lambda rows: b""),
    whole("only-line-ends", "JSN013", CHATS, lambda rows: b"\n\n\n"),
    # Other formats.
    whole("yaml", "JSN014", CHATS, lambda rows: b"rows:\n  - role: user\n    content: Hi\n" * 6, 1),
    whole("csv", "JSN014", PAIRS, _csv, 1),
    whole("html", "JSN014", CHATS,
          lambda rows: b"<!DOCTYPE html>\n<html><body><p>404 Not Found</p></body></html>\n", 1),
    whole("prose", "JSN014", CHATS,
          lambda rows: b"Dear colleague,\nthe data will follow tomorrow.\nKind regards\n", 1),
    whole("merge-conflict-of-array", "JSN014", CHATS,
          lambda rows: b"<<<<<<< HEAD\n" + _pretty(rows[:7]) + b"=======\n" + _pretty(rows[7:])
          + b">>>>>>> new-rows\n", 1),
    whole("lfs-pointer", "JSN014", CHATS,
          lambda rows: b"version https://git-lfs.github.com/spec/v1\noid sha256:"
          + b"4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n", 1),
    whole("parquet", "JSN014", CHATS, lambda rows: b"PAR1\x15\x04\x15" + bytes(60) + b"PAR1", 1),
    whole("pdf", "JSN014", CHATS, lambda rows: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\n", 1),
    whole("picture", "JSN014", CHATS, lambda rows: b"\x89PNG\r\n\x1a\n" + bytes(range(64)), 1),
    # A row that no parser takes.
    replaced("deep-nesting", "JSN015", TOOLS,
             lambda row: text(row)[:-1] + b', "functions": ' + b"[" * 3000 + b"]" * 3000 + b"}"),
    replaced("deep-objects", "JSN015", CHATS,
             lambda row: text(row)[:-1] + b', "tools": ' + b'{"a":' * 3000 + b"1" + b"}" * 3001),
)  # fmt: skip
