"""A stream of lines in pieces of whole lines, however long a line is."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from dataprep.readers import blocks

_HEAD_KEPT = 1000
# Nearly every piece shows in its first bytes that it is not blank.
_LOOK = 256
_MANY = 4096


class Piece(NamedTuple):
    """Some whole lines, or one line that is too long.

    Attributes:
        start: offset of the first byte.
        line: 1-based number of the first line.
        length: in bytes.
        content: the lines, where they are kept; of a line that is too long, its beginning.
        blank: whether there is nothing but white space.
        oversized: whether it is one line above `blocks.LONGEST`.
    """

    start: int
    line: int
    length: int = 0
    content: bytes = b""
    blank: bool = True
    oversized: bool = False


def pieces(stream: BinaryIO, newline: bytes, keep: bool) -> Iterator[Piece]:
    """Cut a stream behind line ends, about every `blocks.BLOCK_SIZE` bytes.

    Only a line without an end is ever gathered, and only while it is not too long.

    Args:
        newline: what lines end with.
        keep: whether pieces carry their content.
    """
    offset, line = 0, 1
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(blocks.BLOCK_SIZE):
        begin = 0
        end = chunk.find(newline) + 1
        if size + (end or len(chunk)) > blocks.LONGEST + 1:
            # The line that was begun is too long: its beginning stays, the rest is passed over.
            parts = [b"".join([*parts, chunk[:_HEAD_KEPT]])[:_HEAD_KEPT]]
            size += end or len(chunk)
            if not end:
                continue
            yield Piece(offset, line, size, parts[0], blank=False, oversized=True)
            offset, line, begin = offset + size, line + 1, end
            parts, size = [], 0
        last = chunk.rfind(newline, begin) + 1
        if last > begin:
            lines = _lines(chunk, newline, begin, last)
            content = b"".join([*parts, chunk[begin:last]]) if keep else b""
            length = size + last - begin
            blank = _blank([*parts, chunk[begin : min(last, begin + _LOOK)]])
            if blank and last > begin + _LOOK:
                blank = chunk[begin:last].isspace()
            yield Piece(offset, line, length, content, blank)
            offset, line, begin = offset + length, line + lines, last
            parts, size = [], 0
        if begin < len(chunk):
            parts.append(chunk[begin:])
            size += len(chunk) - begin
    if size > blocks.LONGEST + 1:
        yield Piece(offset, line, size, parts[0], blank=False, oversized=True)
    elif size:
        yield Piece(offset, line, size, b"".join(parts) if keep else b"", _blank(parts))


def _lines(chunk: bytes, newline: bytes, begin: int, end: int) -> int:
    # Most lines are long, and then leaping from one end to the next is four times as fast as `count`,
    # which looks at every byte.
    counted = 0
    while begin := chunk.find(newline, begin, end) + 1:
        counted += 1
        if counted == _MANY:
            return counted + chunk.count(newline, begin, end)
    return counted


def _blank(parts: list[bytes]) -> bool:
    return all(not part or part.isspace() for part in parts)
