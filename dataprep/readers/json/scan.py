"""Where values begin and end in a stream of JSON, without building them.

A scanner only tells brackets from text in quotes, in one pass over chunks of bytes, so that a file
of any size and any depth of nesting takes a bounded piece of memory. Every value comes out as the
bytes it is written with, and its place; parsing those is the work of others (and of workers). What
stands inside the brackets is not looked at, except that brackets must match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

from dataprep.readers import blocks
from dataprep.readers.json.spans import (
    DONE,
    MISMATCH,
    PLAIN,
    QUOTED,
    WINDOW,
    Element,
    MalformedError,
    Pieces,
    Place,
    advance,
)

_DEEPEST = 1_000_000
_SCALAR = re.compile(rb'[^\s,:"\[\]{}]*+')
_SPACE = re.compile(rb"[ \t\r\n]*+")


def _balanced(levels: int) -> bytes:
    """Return a pattern for text whose brackets match and are nested at most `levels` deep."""
    if not levels:
        return rb"%b(?:%b%b)*+" % (PLAIN, QUOTED, PLAIN)
    inner = _balanced(levels - 1)
    choice = rb"(?:%b|\{%b\}|\[%b\])" % (QUOTED, inner, inner)
    return rb"%b(?:%b%b)*+" % (PLAIN, choice, PLAIN)


@cache
def _object() -> re.Pattern[bytes]:
    """Return the pattern of the usual record, an object that is not nested deep.

    It passes the record in one match; others are passed step by step. Compiling it takes a while,
    so it waits for the first document.
    """
    return re.compile(rb"[ \t\r\n]*+(\{%b\})" % _balanced(7), re.DOTALL)


class JsonScanner:
    """Walks through a stream of JSON bytes in UTF-8 from left to right.

    Args:
        stream: the content, without a byte order mark.
        newline: the byte that ends lines, for line numbers.
    """

    def __init__(self, stream: BinaryIO, newline: bytes = b"\n") -> None:
        self._stream, self._newline = stream, newline
        self._object = _object()
        self._buffer = b""
        self._at = 0
        self._base = 0
        self._line, self._counted = 1, 0
        self._ended = False

    @property
    def offset(self) -> int:
        """How many bytes were passed."""
        return self._base + self._at

    def peek(self) -> bytes:
        """Pass white space; return the byte that follows, or nothing at the end."""
        while True:
            self._at = _SPACE.match(self._buffer, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._buffer):
                return self._buffer[self._at : self._at + 1]
            if not self._more():
                return b""

    def rest_of_line(self) -> bytes:
        """Return what follows on the line, at most some hundred bytes; passes nothing."""
        while len(self._buffer) - self._at < WINDOW and self._more():
            pass
        return self._buffer[self._at : self._at + WINDOW].split(self._newline, 1)[0]

    def unexpected(self, expected: str) -> MalformedError:
        """Return the error for a byte that does not fit here."""
        self.peek()
        found = self.rest_of_line().decode("utf-8", "replace")[:1]
        what = f"`{found}`" if found else "the end"
        _, line, column = self._here()
        return MalformedError(f"expected {expected}, found {what}", b"", line, column)

    def unreadable(self, problem: str) -> MalformedError:
        """Return the error for what begins here, with the rest of the line as what was seen."""
        self.peek()
        _, line, column = self._here()
        return MalformedError(problem, self.rest_of_line(), line, column)

    def value(self) -> Element:
        """Pass one value and return it.

        Raises:
            MalformedError: no value begins here, it never ends, or its brackets do not match.
        """
        found = self._object.match(self._buffer, self._at)
        if found is None and len(self._buffer) - self._at < blocks.BLOCK_SIZE and self._more():
            found = self._object.match(self._buffer, self._at)
        if found is not None:
            self._at, end = found.span(1)
            start, line, column = self._here()
            self._at = end
            return Element(found[1], start, end - found.start(1), line, column)
        first = self.peek()
        if first in (b"", b",", b":", b"]", b"}"):
            raise self.unexpected("a value")
        place = self._here()
        return self._bracketed(place) if first in b'"[{' else self._scalar(place)

    def elements(self) -> Iterator[Element]:
        """Pass an array and yield its elements.

        Raises:
            MalformedError: what follows is not an array, or one that is broken from here on.
        """
        self._take(b"[")
        if self.peek() == b"]":
            self._at += 1
            return
        while True:
            yield self.value()
            mark = self.peek()
            if mark not in (b",", b"]"):
                raise self.unexpected("`,` or `]` after an element of the array")
            self._at += 1
            if mark == b"]":
                return

    def members(self) -> Iterator[bytes]:
        """Pass an object and yield its keys as they are written, in quotes.

        The caller passes the value that follows a key before it asks for the next one.

        Raises:
            MalformedError: what follows is not an object, or one that is broken from here on.
        """
        self._take(b"{")
        if self.peek() == b"}":
            self._at += 1
            return
        while True:
            if self.peek() != b'"':
                raise self.unexpected("a key in double quotes")
            yield self._key()
            mark = self.peek()
            if mark not in (b",", b"}"):
                raise self.unexpected("`,` or `}` after a value of the object")
            self._at += 1
            if mark == b"}":
                return

    def _key(self) -> bytes:
        key = self.value().raw or b'""'
        self._take(b":")
        return key

    def _take(self, mark: bytes) -> None:
        if self.peek() != mark:
            raise self.unexpected(f"`{mark.decode()}`")
        self._at += 1

    def _scalar(self, place: Place) -> Element:
        """Pass a number or a word."""
        taken = Pieces(place)
        while True:
            position = _SCALAR.match(self._buffer, self._at).end()  # type: ignore[union-attr]
            taken.add(self._buffer[self._at : position])
            self._at = position
            if position < len(self._buffer) or not self._more():
                return taken.element()

    def _bracketed(self, place: Place) -> Element:
        """Pass a text in quotes, an array or an object, chunk by chunk."""
        taken = Pieces(place)
        closers = bytearray()
        quoted = False
        while True:
            position, quoted, state = advance(self._buffer, self._at, closers, quoted)
            taken.add(self._buffer[self._at : position])
            self._at = position
            if state == DONE:
                return taken.element()
            if state == MISMATCH:
                raise taken.broken(f"a `{chr(self._buffer[position - 1])}` that closes nothing")
            if len(closers) > _DEEPEST:
                raise taken.broken(f"brackets nested deeper than {_DEEPEST:,}")
            if not self._more():
                taken.add(self._buffer[self._at :])
                raise taken.broken("the value never ends")

    def _here(self) -> Place:
        """Return offset, line and column of the next byte."""
        buffer, at = self._buffer, self._at
        self._line += buffer.count(self._newline, self._counted, at)
        self._counted = at
        begin = buffer.rfind(self._newline, max(0, at - WINDOW), at) + 1
        if begin == 0 and (self._base or at > WINDOW):
            return self._base + at, self._line, None
        indent = buffer[begin:at]
        column = len(indent if indent.isascii() else indent.decode("utf-8", "replace")) + 1
        return self._base + at, self._line, column

    def _more(self) -> bool:
        """Forget what was passed and read on; False at the end."""
        if self._ended:
            return False
        chunk = self._stream.read(blocks.BLOCK_SIZE)
        if not chunk:
            self._ended = True
            return False
        # What was passed on this line is kept for a while: columns are counted from its beginning.
        drop = max(0, self._at - WINDOW)
        self._line += self._buffer.count(self._newline, self._counted, self._at)
        self._base += drop
        self._buffer = self._buffer[drop:] + chunk
        self._at -= drop
        self._counted = self._at
        return True
