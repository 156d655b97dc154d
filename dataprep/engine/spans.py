"""Which part of an input a piece of work is, in words: for the error about a worker that died on it."""

from __future__ import annotations

from typing import Any

from dataprep.model import Record, Reject
from dataprep.readers.base import Block, RecordBlock


def in_bytes(name: str, start: int, length: int, line: int) -> str:
    """Return the place of a range of bytes: ``a.jsonl, bytes 0 to 1,048,576, from line 1``.

    Args:
        name: of the input.
        start, length: the range, in its content.
        line: 1-based number of its first line.
    """
    return f"{name}, bytes {start:,} to {start + length:,}, from line {line:,}"


def of_block(block: Block, name: str = "") -> str:
    """Return the place of a reader's block, as far as it tells of one.

    Args:
        name: of the input, where the block does not bring it along.
    """
    if isinstance(block, RecordBlock):
        first, last = _place(block.items[0]), _place(block.items[-1])
        return f"{name}, {first} to {last}" if name and first and last else name
    known: Any = block
    name = name or known.origin.name
    start, line = getattr(known, "start", None), getattr(known, "first_line", None)
    if start is None or line is None:
        return name
    length = getattr(known, "length", None)
    return in_bytes(name, start, len(known.content) if length is None else length, line)


def _place(item: Record | Reject) -> str:
    if isinstance(item, Reject):
        place = item.finding.location
        line, where = place.line or 0, place.cell or place.json_path or ""
    else:
        line, where = item.line, item.where
    return where or (f"line {line:,}" if line else "")
