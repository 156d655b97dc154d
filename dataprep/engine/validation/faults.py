"""What is wrong with a line that holds no single row, as problems of the JSN rules."""

from __future__ import annotations

from typing import Any

from dataprep.model import Location
from dataprep.readers import blocks
from dataprep.readers.json.duplicate_keys import duplicate_keys
from dataprep.readers.json.errors import Fault
from dataprep.readers.json.kinds import kind_of
from dataprep.readers.json.origin import Origin
from dataprep.readers.json.rows import as_text, values_of
from dataprep.rules.base import Problem
from dataprep.targets import Target

_ENCODING = "mend the row; or name the encoding: `dataprep convert FILE --encoding NAME`"


def values(raw: bytes, origin: Origin, line: int, start: int) -> list[Any] | tuple[str, Problem]:
    """Return the values that a line holds, or the code and the problem that says why it holds none.

    Args:
        raw: the line in UTF-8.
        origin: of its file.
        line, start: its number and offset.
    """
    if len(raw) > blocks.LONGEST:
        fault: list[Any] | Fault = oversized(len(raw))
    else:
        fault = values_of(raw.strip(), origin, line, start)
    if isinstance(fault, list):
        return fault
    if fault.code == "JSN015":
        return fault.code, Problem(fault.message, help=fault.help)
    text = as_text(raw, origin)
    indent = len(text) - len(text.lstrip())
    column = fault.position + indent + 1
    place = Location("", line, column, column + 1)
    if fault.code == "JSN007":
        # A stray byte cannot be repaired without knowing what it was; a whole file can be re-encoded.
        return fault.code, Problem(fault.message, help=_ENCODING, location=place, fix="")
    return fault.code, Problem(fault.message, help=fault.help, location=place)


def blank(target: Target) -> Problem:
    """Return the problem of a line without a row, as bad as the target takes it."""
    severity = target.severity("JSN005", "blank_line")
    return Problem("the line is empty", help="remove it", severity=severity)


def oversized(size: int) -> Fault:
    """Return the fault of a line above the cap."""
    return Fault(
        "JSN015",
        f"the row is {size:,} bytes long; the limit is {blocks.LONGEST:,}",
        0,
        "split it into several rows; it was passed over",
    )


def several(number: int) -> Problem:
    """Return the problem of a line that holds several objects."""
    return Problem(f"the line holds {number} objects", help="write each on a line of its own")


def not_an_object(value: Any) -> Problem:
    """Return the problem of a row that is no object."""
    if isinstance(value, str) and value[:1] == "{" and isinstance(_parsed(value), dict):
        return Problem(
            "the row is a text that holds JSON: it was written as JSON twice",
            help="write the object itself: call `json.dumps` once",
        )
    turns = isinstance(value, list) and value and all(
        isinstance(one, dict) and "role" in one for one in value
    )  # fmt: skip
    return Problem(
        f"the row is {kind_of(value)}, not an object",
        help='it looks like the messages without their key: {"messages": [...]}'
        if turns
        else 'each row is an object: {"messages": [...]}',
    )


def _parsed(text: str) -> Any:
    import orjson

    try:
        return orjson.loads(text)
    except ValueError:
        return None


def repeated_keys(raw: bytes) -> list[Problem]:
    """Return a problem for each key that stands in one object for the second time."""
    text = raw.decode("utf-8", "replace")
    found = []
    for path, key, position in duplicate_keys(text):
        steps = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
        where = f" in `{steps.lstrip('.')[:60]}`" if path else ""
        end = position + len(key) + 3
        found.append(
            Problem(
                f"the key `{key[:40]}` stands twice{where}; only the last value is read",
                help="remove one of them, or give it another name",
                location=Location("", None, position + 1, end),
            )
        )
    return found
