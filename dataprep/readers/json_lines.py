"""JSON Lines: one object a line.

The parent only looks for line ends; a block is a range of bytes that a worker reads and parses by
itself. Content that is compressed or not UTF-8 is read by the parent, and blocks carry its bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import orjson

from dataprep.codes import finding
from dataprep.errors import UsageError
from dataprep.model import Finding, Location, Record, Reject
from dataprep.readers import blocks
from dataprep.readers.base import Block, Reader, Reading, RecordBlock
from dataprep.readers.encoding import decide
from dataprep.readers.json.bytes import open_utf8
from dataprep.readers.json.explode import steps
from dataprep.readers.json.origin import Origin
from dataprep.readers.json.pieces import pieces
from dataprep.readers.json.rows import oversized, row_items
from dataprep.readers.json.values import holds_float
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import HEAD_SIZE, Source

# Half the time of the class's own constructor, and one is made for every row.
_make = tuple.__new__


@dataclass(frozen=True, slots=True)
class JsonRangeBlock:
    """Whole lines of a file, read and parsed where the block is used.

    Attributes:
        source: the file.
        start, length: the range in bytes.
        first_line: the 1-based number of its first line.
        origin: for findings.
    """

    source: Source
    start: int
    length: int
    first_line: int
    origin: Origin

    def records(self) -> Iterator[Record | Reject]:
        """Yield the records of the block, in the order of the source."""
        with self.source.open() as stream:
            stream.seek(self.start)
            yield from _records(stream, self.start, self.length, self.first_line, self.origin)


@dataclass(frozen=True, slots=True)
class JsonBytesBlock:
    """Whole lines that the parent had to decompress or to translate to UTF-8.

    Attributes:
        content: the lines.
        start: offset of the first one in the translated content.
        first_line: its 1-based number.
        origin: for findings.
    """

    content: bytes
    start: int
    first_line: int
    origin: Origin

    def records(self) -> Iterator[Record | Reject]:
        """Yield the records of the block, in the order of the source."""
        stream = io.BytesIO(self.content)
        return _records(stream, self.start, len(self.content), self.first_line, self.origin)


class JsonLinesReader(Reader):
    """Reads JSON Lines; a row that cannot be used never hides the others.

    Several objects on one line are read one after another; blank lines are passed over. Values are
    as `json/values` describes. `ReadOptions.explode` is applied to each row.
    """

    name = "jsonl"
    title = "JSON Lines"
    suffixes = (".jsonl", ".ndjson", ".jl")
    nested = True

    def open(self, source: Source, options: ReadOptions) -> Reading:
        """Decide the encoding; see `Reader.open`."""
        if options.records is not None:
            raise UsageError(
                f"{source.name}: `--records {options.records}` is for a JSON document; "
                "each line here is a record",
                "leave it out; for lists inside the rows use --explode KEY; "
                "a document on one line is read with --input-format json",
            )
        encoding = decide(source, options.encoding)
        origin = Origin(source.name, encoding, steps(options.explode))
        reading = Reading(f"JSON Lines, {encoding.label}", iter(()), encoding.notes(source.name))
        head = source.head[encoding.bom :]
        if len(source.head) < HEAD_SIZE and not head.strip():
            reading.notes.append(_empty(source))
        else:
            reading.blocks = _blocks(source, origin, reading)
        return reading


def _blocks(source: Source, origin: Origin, reading: Reading) -> Iterator[Block]:
    """Cut a source into blocks of whole lines, and note when it holds nothing but blank ones."""
    encoding = origin.encoding
    in_place = source.seekable and not origin.recoded
    blank = True
    with open_utf8(source, encoding) as stream:
        for piece in pieces(stream, encoding.newline.encode(), keep=not in_place):
            if piece.blank:
                continue
            blank = False
            start = origin.shift + piece.start
            if piece.oversized:
                item = oversized(piece.content, piece.length, origin, piece.line)
                yield RecordBlock([item])
            elif in_place:
                yield JsonRangeBlock(source, start, piece.length, piece.line, origin)
            else:
                yield JsonBytesBlock(piece.content, start, piece.line, origin)
    if blank:
        reading.notes.append(_empty(source))


def _records(
    stream: BinaryIO, start: int, length: int, line: int, origin: Origin
) -> Iterator[Record | Reject]:
    """Yield the records of the whole lines that are the next `length` bytes of a stream."""
    rows: Iterable[bytes] = stream
    if origin.encoding.newline == "\r":
        rows = (raw + b"\r" for raw in stream.read(length).split(b"\r"))
    end = start + length
    ordinary = not origin.keys
    parse = orjson.loads
    for number, raw in enumerate(rows, line):
        size = len(raw)
        try:
            row = parse(raw)
        except ValueError:
            row = None
        # The usual row takes the short way; all others are looked at again from the beginning.
        if ordinary and type(row) is dict and not holds_float(row) and size <= blocks.LONGEST:
            yield _make(Record, (row, number, "", size))
        else:
            yield from row_items(raw.rstrip(b"\r\n"), origin, number, "", start)
        start += size
        if start >= end:
            return


def _empty(source: Source) -> Finding:
    return finding(
        "JSN013", "the input holds no row", Location(source.name), "check that it is the right file"
    )
