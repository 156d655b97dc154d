"""The look at a file before its rows are read: are they lines, and if not, what is it instead?

The content decides, never the name. As long as a fair part of the lines are rows, or would be but
for a slip, the file is lines and each broken one is named; only a file whose lines cannot be told
from something else is judged as a whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from dataprep.errors import InputError
from dataprep.readers.encoding import TextEncoding, decide, text_blocks
from dataprep.readers.source import HEAD_SIZE, Source
from dataprep.rules.base import FileView

if TYPE_CHECKING:
    from dataprep.engine.validation.seeming import Seeming

_SAMPLE = 200
_ROW_BEGIN = re.compile(rb'\{\s*"')
# A text in quotes and its closing quote, if it has one; what has none is passed in one go.
_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+("?)', re.DOTALL)
_NAMED_LINES = (".jsonl", ".ndjson", ".jl")


def look(source: Source, encoding: TextEncoding | None = None) -> FileView:
    """Return what a file is as a whole.

    Args:
        source: the file.
        encoding: where it is known already.

    Raises:
        InputError: the file is missing, no regular file, unreadable, or a damaged archive.
    """
    try:
        size = source.path.stat().st_size
        if not (source.path.is_file() or source.path.is_dir()):
            # Opening a pipe waits for its other end, perhaps forever.
            raise InputError(
                f"{source.name}: is not a regular file", "pipe it in: ... | dataprep -"
            )
        found = encoding or decide(source)
        whole = len(source.head) < HEAD_SIZE
        kind, what = _kind(source, found, whole)
    except OSError as error:
        raise InputError(
            f"{source.name}: cannot be read ({error.strerror or error})",
            "check the file and its permissions",
        ) from error
    return FileView(
        name=source.name,
        size=size,
        head=source.head,
        whole=whole,
        layout=kind,
        codec=found.codec,
        label=found.label,
        bom=found.bom,
        guessed=found.guessed,
        damage=found.damage,
        damage_count=found.damage_count,
        what=what,
        newline=found.newline,
    )


def _kind(source: Source, encoding: TextEncoding, whole: bool) -> tuple[str, Seeming | None]:
    """Return the layout and, where it is no JSON, what it seems to be."""
    raw = source.head[encoding.bom :]
    text = raw.decode(encoding.codec, "ignore").encode("utf-8", "ignore")
    if not text.strip():
        return ("empty" if _is_blank(source, encoding) else "lines"), None
    rows = [line.strip() for line in re.split(rb"[\r\n]+", text) if line.strip()]
    if not whole and len(rows) > 1:
        rows.pop()  # cut off somewhere
    rows = rows[:_SAMPLE]
    found = _document(text, whole, rows)
    if found is None and source.suffix in _NAMED_LINES:
        # The name promises rows: one that is there, or lines of other values, are reason enough.
        found = "lines" if any(map(_is_object, rows)) or _mostly(rows, _is_json) else None
    if found == "lines":
        return found, None
    # What it seems to be, and the layouts below, are asked of few files.
    from dataprep.engine.validation.seeming import conflict, seems, table_inside

    if found is None:
        return "other", seems(source, text, encoding)
    other = conflict(text) or (table_inside(source, encoding) if found == "spread" else None)
    return ("other", other) if other else (found, None)


def _document(text: bytes, whole: bool, rows: Sequence[bytes]) -> str | None:
    """Return ``lines``, ``array`` or ``spread``; None for what is no JSON."""
    if not _is_object(rows[0]) and _takes_lines(text):
        return "array" if rows[0][:1] == b"[" else "spread"
    if _mostly(rows, _is_object):
        return "lines"
    if len(rows) > 1 and _is_opening(rows[0]):
        return "array" if rows[0][:1] == b"[" else "spread"
    if len(rows) > 1 and any(map(_ends_inside_text, rows)):
        return "lines"
    from dataprep.readers.json.layout import layout

    found = layout(text, whole)
    if found in ("lines", "array", None):
        return found
    if found == "concatenated":
        return "spread"
    return "lines" if len(rows) == 1 or _mostly(rows, _is_object_and_comma) else "spread"


def _takes_lines(text: bytes) -> bool:
    """Whether a text begins with an object or array that parses and has line breaks inside.

    No line of it can be a row, so this is certain.
    """
    from dataprep.readers.json.scan import JsonScanner
    from dataprep.readers.json.spans import MalformedError

    scanner = JsonScanner(io.BytesIO(text))
    if scanner.peek() not in (b"{", b"["):
        return False
    try:
        raw = scanner.value().raw or b""
        return (b"\n" in raw or b"\r" in raw) and _is_json(raw)
    except MalformedError:
        return False


def _is_opening(row: bytes) -> bool:
    """Whether a line is the beginning of a value that goes on below."""
    if row[:1] not in (b"{", b"["):
        return False
    return row.endswith((b"{", b"[")) or (row[-1:] == b"," and row[-2:-1] not in (b"}", b"]"))


def _ends_inside_text(row: bytes) -> bool:
    """Whether a line begins like a row and ends inside quotes.

    A text with a bare line break does that, and no object that is only spread over lines.
    """
    if _ROW_BEGIN.match(row) is None:
        return False
    return any(not text[1] for text in _TEXT.finditer(row))


def _mostly(rows: Sequence[bytes], test: Callable[[bytes], bool]) -> bool:
    sample = rows[:_SAMPLE]
    return 2 * sum(map(test, sample)) >= len(sample) > 0


def _is_json(row: bytes) -> bool:
    return _parsed(row) is not _NOTHING


def _is_object(row: bytes) -> bool:
    return isinstance(_parsed(row), dict)


def _is_object_and_comma(row: bytes) -> bool:
    return row[:1] == b"{" and _is_object(row.removesuffix(b","))


_NOTHING = object()


def _parsed(row: bytes) -> Any:
    try:
        return orjson.loads(row)
    except orjson.JSONDecodeError:
        return _NOTHING


def _is_blank(source: Source, encoding: TextEncoding) -> bool:
    """Whether a file holds white space only; reads on to the first character that is none."""
    return all(not block.strip() for block in text_blocks(source, encoding))
