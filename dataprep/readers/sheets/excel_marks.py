"""What stands in a sheet's XML beside the rows and is needed before them: above all merged areas.

`<mergeCells>` comes after the last row, so it takes a pass of its own.

One scan of the decompressed bytes with a pattern, block by block: about as fast as decompression,
and in bounded memory. No XML parser is needed, because `<` begins nothing but a tag.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from dataprep.readers.sheets.cells import column_index
from dataprep.readers.sheets.excel_strings import SheetError
from dataprep.readers.sheets.rows import Area, Marks

MAX_AREAS = 1_000_000
"""Merged areas above which a file is taken for a trap."""

_BLOCK = 1 << 18
_LONGEST_TAG = 4096
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s(?:[^<>]*\s)?ref\s*=\s*[\"']\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})"
    rb"(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?\s*[\"']"
)
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"\b(min|max|hidden)\s*=\s*[\"'](\w{1,9})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")


def sheet_marks(stream: BinaryIO) -> Marks:
    """Return the merged areas of a sheet and the columns that it hides.

    Raises:
        SheetError: there are more than `MAX_AREAS` areas.
    """
    areas: list[Area] = []
    hidden: list[tuple[int, int]] = []
    for text in _tag_blocks(stream):
        # A column is hidden by its tag; rows, whose tags look alike, are seen when they are read.
        if b"<col " in text or b":col " in text:
            hidden += _hidden_columns(text)
        if b"mergeCell" not in text:
            continue
        for left, top, right, bottom in _MERGE.findall(text):
            try:
                first, last = column_index(left.decode()), column_index((right or left).decode())
            except ValueError:
                continue  # an area outside the sheet has no cells
            area = Area(int(top), first, int(bottom or top), last)
            if area.first_row < area.last_row or first < last:
                areas.append(area)
        if len(areas) > MAX_AREAS:
            raise SheetError(f"a sheet has more than {MAX_AREAS:,} merged areas")
    areas.sort()
    return Marks(areas, hidden)


def has_values(stream: BinaryIO) -> bool:
    """Whether any cell of a sheet holds a value."""
    return any(_VALUE.search(text) for text in _tag_blocks(stream))


def _hidden_columns(text: bytes) -> Iterator[tuple[int, int]]:
    for tag in _COLUMN.findall(text):
        found = dict(_ATTRIBUTE.findall(tag))
        first, last = found.get(b"min", b""), found.get(b"max", b"")
        if found.get(b"hidden") in (b"1", b"true") and first.isdigit() and last.isdigit():
            yield int(first) - 1, int(last) - 1


def _tag_blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes in pieces that cut no tag in two."""
    block = stream.read(_BLOCK)
    decoder: codecs.IncrementalDecoder | None = None
    if block[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
    rest = b""
    while block:
        text = rest + (decoder.decode(block).encode("utf-8", "replace") if decoder else block)
        cut = text.rfind(b"<")
        # What follows the last `<` may be a tag of which the end is still to come.
        cut = len(text) if cut < 0 or len(text) - cut > _LONGEST_TAG else cut
        yield text[:cut]
        rest = text[cut:]
        block = stream.read(_BLOCK)
    yield rest
