"""Rows of JSON, each as the bytes it is written with, into records; what is none is a `Reject`.

Both readers send their rows here, those of lines and those of documents, so that a defect is the
same finding in either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.codes import finding
from dataprep.model import Location, Record, Reject
from dataprep.readers import blocks
from dataprep.readers.json.errors import Fault
from dataprep.readers.json.examine import examine
from dataprep.readers.json.explode import explode
from dataprep.readers.json.kinds import is_turn, kind_of
from dataprep.readers.json.origin import Origin
from dataprep.readers.json.values import loads


def row_items(
    raw: bytes, origin: Origin, line: int, where: str = "", start: int = 0, column: int | None = 1
) -> Iterator[Record | Reject]:
    """Yield the record of a row, several when it holds or explodes into several, or its reject.

    Args:
        raw: the row in UTF-8, without a byte order mark; white space alone yields nothing.
        origin: where it comes from.
        line: 1-based line of its first byte.
        where: its place in a document, as a JSON path.
        start: offset of its first byte in the content.
        column: 1-based column of its first character, None when it is not known.
    """
    if len(raw) > blocks.LONGEST:
        yield oversized(raw[:1000], len(raw), origin, line, where)
        return
    if not raw or raw.isspace():
        return
    values = values_of(raw, origin, line, start)
    if isinstance(values, Fault):
        yield rejected(raw, values, origin, line, where, column)
        return
    for value in values:
        if origin.texts and type(value) is str:
            value = {"text": value}
        if type(value) is not dict:
            fault = Fault("JSN002", f"the row is {kind_of(value)}, not an object", 0, _help(value))
            yield rejected(raw, fault, origin, line, where, None)
            continue
        record = Record(value, line, where, len(raw))
        if origin.keys:
            yield from explode(record, origin.keys, origin.name)
        else:
            yield record


def values_of(raw: bytes, origin: Origin, line: int = 1, start: int = 0) -> list[Any] | Fault:
    """Return the value that a text in UTF-8 is, several objects where it holds them, or its fault.

    Args:
        line, start: see `row_items`; for a byte that is not in the encoding.
    """
    try:
        return [loads(raw)]
    except (ValueError, RecursionError):
        pass
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecodable(raw, error, origin, line, start)
    return examine(text)


def rejected(
    raw: bytes, fault: Fault, origin: Origin, line: int, where: str = "", column: int | None = None
) -> Reject:
    """Return the reject of a row: where the fault shows, and the row as text.

    Args:
        column: 1-based column of the row's first character, None to leave columns out.
    """
    text = as_text(raw, origin)
    newline = origin.encoding.newline
    breaks = text.count(newline, 0, fault.position)
    if breaks:
        column = fault.position - text.rfind(newline, 0, fault.position)
    elif column is not None:
        column += fault.position
    place = Location(origin.name, line + breaks, column, json_path=where)
    return Reject(text, finding(fault.code, fault.message, place, fault.help), len(raw))


def oversized(head: bytes, size: int, origin: Origin, line: int, where: str = "") -> Reject:
    """Return the reject of a row that is too long to be kept; `head` is its beginning."""
    message = f"the row is {size:,} bytes long; the limit is {blocks.LONGEST:,}"
    place = Location(origin.name, line, json_path=where)
    help = "split it into several rows; the rejects keep only its beginning"
    return Reject(
        head.decode("utf-8", "replace")[:200], finding("JSN015", message, place, help), size
    )


def as_text(raw: bytes, origin: Origin) -> str:
    """Return a row as text, in which a byte that did not decode is U+DC00 + byte."""
    return raw.decode("utf-8", "surrogatepass" if origin.recoded else "surrogateescape")


def _undecodable(
    raw: bytes, error: UnicodeDecodeError, origin: Origin, line: int, start: int
) -> Fault:
    """Return the fault of a row with a byte that is not in the encoding."""
    text = as_text(raw, origin)
    position = next(at for at, mark in enumerate(text) if "\udc00" <= mark <= "\udcff")
    byte = ord(text[position]) & 0xFF
    offset: int | None = start + error.start
    if origin.recoded:
        wanted = line + text.count("\n", 0, position)
        offset = next((at for at, place in origin.encoding.damage if place == wanted), None)
    shown = "" if offset is None else f" at byte {offset:,} of the content"
    return Fault(
        "JSN007",
        f"the byte 0x{byte:02X}{shown} is not {origin.encoding.label}",
        position,
        "name the encoding with --encoding NAME, or mend the row",
    )


def _help(value: Any) -> str:
    if isinstance(value, list) and value:
        if all(map(is_turn, value)):
            return 'it looks like a list of messages without its key: {"messages": [...]}'
        if all(isinstance(item, dict) for item in value):
            return "write each object of the array on a line of its own"
    return 'each row is an object: {"key": value, ...}'
