"""How far one JSON value reaches, when its bytes come in chunks.

Only brackets and quotes are looked at. A value of any size and depth is passed in a bounded piece
of memory; what is longer than `blocks.LONGEST` is passed without being kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dataprep.readers import blocks

WINDOW = 1 << 10
"""How many bytes of a value that is not kept, or of a line, are looked at."""

DONE, MORE, MISMATCH = "done", "more", "mismatch"

PLAIN = rb'[^"\[\]{}]*+'
QUOTED = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_OUTSIDE = re.compile(rb"%b(?:%b%b)*+" % (PLAIN, QUOTED, PLAIN), re.DOTALL)
_INSIDE = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_CLOSING = {ord("["): ord("]"), ord("{"): ord("}")}
_QUOTE = ord('"')
Place = tuple[int, int, int | None]
"""Offset, line and column."""


class Element(NamedTuple):
    """One value as it stands in the content.

    Attributes:
        raw: its bytes; None when it is longer than `blocks.LONGEST`.
        start: offset of its first byte.
        size: its length in bytes.
        line: 1-based line of its first byte.
        column: 1-based column in characters, None when the line began too long before.
        head: its first bytes, where `raw` is None.
    """

    raw: bytes | None
    start: int
    size: int
    line: int
    column: int | None
    head: bytes = b""


class MalformedError(Exception):
    """Content that is not JSON at a place after which nothing can be told apart.

    Attributes:
        problem: what was expected and what is there.
        seen: the bytes of the value that broke off, as far as it was kept; empty between values.
        line, column: where `seen` begins, or the offending byte when nothing was seen.
    """

    def __init__(self, problem: str, seen: bytes, line: int, column: int | None) -> None:
        super().__init__(problem)
        self.problem, self.seen, self.line, self.column = problem, seen, line, column


class Pieces:
    """The value that is being passed: its place and its bytes, at most `blocks.LONGEST` of them."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, part: bytes) -> None:
        """Take the next bytes of the value."""
        if self._size <= blocks.LONGEST:
            self._parts.append(part)
        self._size += len(part)

    def element(self) -> Element:
        """Return the value, now that it is complete."""
        raw = b"".join(self._parts)
        start, line, column = self._place
        if self._size <= blocks.LONGEST:
            return Element(raw, start, self._size, line, column)
        return Element(None, start, self._size, line, column, raw[:WINDOW])

    def broken(self, problem: str) -> MalformedError:
        """Return the error for a value that does not become complete."""
        return MalformedError(problem, b"".join(self._parts), *self._place[1:])


def advance(
    buffer: bytes, position: int, closers: bytearray, quoted: bool
) -> tuple[int, bool, str]:
    """Go on inside a value; return where, whether that is inside quotes, and why it stopped.

    `closers` are the closing brackets that are waited for. A backslash at the end of the buffer is
    not passed, so that it is read together with what it escapes.
    """
    end = len(buffer)
    while position < end:
        if quoted:
            position = _INSIDE.match(buffer, position).end()  # type: ignore[union-attr]
            if position == end or buffer[position] != _QUOTE:
                break
            position, quoted = position + 1, False
            if not closers:
                return position, quoted, DONE
            continue
        if closers:
            position = _OUTSIDE.match(buffer, position).end()  # type: ignore[union-attr]
            if position == end:
                break
        mark = buffer[position]
        position += 1
        if mark == _QUOTE:
            quoted = True
        elif mark in _CLOSING:
            closers.append(_CLOSING[mark])
        elif closers.pop() != mark:
            return position, quoted, MISMATCH
        elif not closers:
            return position, quoted, DONE
    return position, quoted, MORE
