"""What kind of JSON the beginning of a content is: rows, one array, one object, or several."""

from __future__ import annotations

import io
import re
from typing import Any, Literal

import orjson

from dataprep.readers.json.kinds import is_turn
from dataprep.readers.json.scan import JsonScanner
from dataprep.readers.json.spans import MalformedError

Layout = Literal["lines", "array", "object", "concatenated", "columns"]

_SAMPLE_LINES = 200
_ARRAY_ALIKE = re.compile(rb"\[\s*(?:[\[{\"'\-\d]|true|false|null|NaN)")
_OBJECT_ALIKE = re.compile(rb"\{\s*(?:['\"]|\xe2\x80[\x98-\x9f]|[A-Za-z_]\w*\s*:)")
_CONFLICT = re.compile(rb"[ \t\r\n]*(?:<{7}|\|{7}|={7}|>{7})[^\n]*\n")
# A row in quotes that are not JSON's, or none: Python's, typographic ones, bare keys.
_ROW_ALIKE = re.compile(
    rb"\[?\{\s*(?:['\"]|\xe2\x80[\x98-\x9f]|[A-Za-z_]\w*\s*:).*:.*[}\]]|\{.*:.*\[.*", re.DOTALL
)


def layout(head: bytes, complete: bool) -> Layout | None:
    """Return what JSON a content is, or None when it is none.

    Args:
        head: the beginning of the content in UTF-8, up to some hundred KiB.
        complete: whether that is all of it.

    Rows that are broken are still ``lines`` where they look like rows. A file with the markers of a
    merge conflict is what stands below the first marker. ``columns`` is told from ``object`` only
    where the head holds the whole object.
    """
    head = head.removeprefix(b"\xef\xbb\xbf")
    while (conflict := _CONFLICT.match(head)) is not None:
        head = head[conflict.end() :]
    rows = [line for line in re.split(rb"[\r\n]+", head) if line.strip()]
    if rows and not complete and len(rows) > 1:
        rows.pop()  # cut off somewhere
    rows = [row.strip() for row in rows[:_SAMPLE_LINES]]
    if not rows:
        return None
    if len(rows) > 1 and _are_rows(rows):
        return "lines"
    if rows[0][:1] not in (b"[", b"{"):
        return None
    return _document(head, complete, single=len(rows) == 1)


def _are_rows(rows: list[bytes]) -> bool:
    """Whether at least half of the lines are values of their own, or would be but for a slip."""
    # In an array or object over several lines, single lines may well be values, but the first is not.
    if rows[0] in (b"[", b"{"):
        return False
    opening = _value(rows[0]) is None and rows[0][:1] == b"["
    if opening and not _ROW_ALIKE.fullmatch(rows[0]):
        rows = rows[1:] if _value(rows[1]) is not None else []
    good = sum(_value(row) is not None or _ROW_ALIKE.fullmatch(row) is not None for row in rows)
    return good > 0 and 2 * good >= len(rows)


def _value(row: bytes) -> Any:
    """Return the object or array that a line is, or None."""
    if row[:1] not in (b"{", b"["):
        return None
    try:
        return orjson.loads(row)
    except orjson.JSONDecodeError:
        return None


def _document(head: bytes, complete: bool, single: bool) -> Layout | None:
    """Return the layout of a content that begins with a bracket and is not rows."""
    scanner = JsonScanner(io.BytesIO(head))
    first = scanner.peek()
    try:
        element = scanner.value()
        follows = scanner.peek()
    except MalformedError as error:
        return _broken(head, complete, error)
    value = _value(element.raw or b"")
    if follows in (b"{", b"["):
        return "concatenated" if first == b"{" or single else "lines"
    if value is None and not _plausible(head.lstrip()):
        return None
    if first == b"[":
        if follows and not (value and isinstance(value[0], dict)):
            return None  # a footnote, `[1] Smith et al.`
        if single and isinstance(value, list) and value and all(map(is_turn, value)):
            return "lines"
        return "array"
    if not isinstance(value, dict):
        return "lines" if single else "object"
    if _is_columns(value):
        return "columns"
    lists = [item for item in value.values() if isinstance(item, list)]
    nested = [item for part in value.values() if isinstance(part, dict) for item in part.values()]
    lists += [item for item in nested if isinstance(item, list)]
    records = any(part and isinstance(part[0], dict) and not is_turn(part[0]) for part in lists)
    turns = any(part and is_turn(part[0]) for part in lists)
    return "object" if not single or (records and not turns) else "lines"


def _broken(head: bytes, complete: bool, error: MalformedError) -> Layout | None:
    """Return the layout of a head whose first value does not end in it."""
    start = head.lstrip()
    if error.problem == "the value never ends" and not complete:
        return "array" if start[:1] == b"[" else "object"
    if not _plausible(start):
        return None
    if start[:1] == b"[":
        return "array"
    return "object" if b"\n" in start.strip() else "lines"


def _plausible(start: bytes) -> bool:
    """Whether a broken content is meant as JSON.

    Brackets begin many things that are not: Markdown links, INI sections, templates.
    """
    return _ARRAY_ALIKE.match(start) is not None or _OBJECT_ALIKE.match(start) is not None


def _is_columns(value: dict[str, Any]) -> bool:
    """Whether an object is a table by columns: lists of one length, or objects keyed by row."""
    parts = list(value.values())
    if parts and all(isinstance(part, list) for part in parts):
        lengths = {len(part) for part in parts}
        objects = [part for part in parts if part and isinstance(part[0], dict)]
        return len(lengths) == 1 and lengths != {0} and len(objects) < len(parts)
    if parts and all(isinstance(part, dict) and part for part in parts):
        keys = list(parts[0])
        return keys[0].isdecimal() and all(list(part) == keys for part in parts)
    return False
