"""JSON documents: an array of records, an object that holds them, a table by columns, one record.

The parent finds where each record begins and ends and hands its bytes to a worker, which parses
them as it would a row of JSON Lines. So a record that cannot be used is rejected alone; only where
brackets and quotes do not match up can nothing be told apart any more, and reading ends there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from dataprep.codes import finding
from dataprep.errors import InputError, UsageError
from dataprep.model import Location, Record, Reject
from dataprep.readers import blocks
from dataprep.readers.base import Block, Reader, Reading, RecordBlock, blocks_of
from dataprep.readers.encoding import decide
from dataprep.readers.json.bytes import open_utf8
from dataprep.readers.json.columns import column_rows
from dataprep.readers.json.errors import Fault
from dataprep.readers.json.examine import examine
from dataprep.readers.json.explode import steps
from dataprep.readers.json.kinds import json_key, key_list
from dataprep.readers.json.origin import Origin
from dataprep.readers.json.records import Survey, select, survey
from dataprep.readers.json.rows import as_text, oversized, rejected, row_items
from dataprep.readers.json.scan import JsonScanner
from dataprep.readers.json.spans import Element, MalformedError
from dataprep.readers.json.walks import Walk, array, inside, values
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source

LARGEST_IN_MEMORY = 1 << 30
"""How many bytes a table by columns may have: it is the one layout that cannot be streamed."""

NOTED_IN_MEMORY = 64 << 20
"""From how many bytes on a note says that the whole input is held in memory."""

_END = "; what follows is not read"


@dataclass(frozen=True, slots=True)
class JsonValueBlock:
    """Values of a document, to be parsed where the block is used.

    Attributes:
        elements: their bytes and places.
        first: index of the first one in its array.
        prefix: JSON path of the array; None for values that stand one after another.
        origin: for findings.
    """

    elements: list[Element]
    first: int
    prefix: str | None
    origin: Origin

    def records(self) -> Iterator[Record | Reject]:
        """Yield the records of the block, in the order of the source."""
        for index, element in enumerate(self.elements, self.first):
            where = "" if self.prefix is None else f"{self.prefix}[{index}]"
            raw, start, size, line, column, head = element
            if raw is None:
                yield oversized(head, size, self.origin, line, where)
            else:
                start += self.origin.shift
                yield from row_items(raw, self.origin, line, where, start, column)


class JsonDocumentReader(Reader):
    """Reads a JSON document as a stream, whatever its size.

    Values are as `json/values` describes. Records carry their line and, inside an array, their JSON
    path. `ReadOptions.records` names where the records are; without it the longest list of objects
    within four keys is taken, and a note names the others.
    """

    name = "json"
    title = "JSON"
    suffixes = (".json", ".geojson")
    nested = True

    def open(self, source: Source, options: ReadOptions) -> Reading:
        """Look where the records are, which passes the whole object when they lie inside one.

        Raises:
            InputError: nothing is at `options.records`, or a table by columns is too large.
            UsageError: `options.records` is given, but the document is no object.
        """
        encoding = decide(source, options.encoding)
        origin = Origin(source.name, encoding, steps(options.explode))
        reading = Reading("JSON", iter(()), encoding.notes(source.name))
        with open_utf8(source, encoding) as stream:
            scanner = _scanner(stream, origin)
            first = scanner.peek()
            if options.records is not None:
                _check_path(scanner, first, source, options.records)
                what, walk = f"records in `{options.records}`", inside(options.records)
                prefix: str | None = _json_path(options.records.split("."))
            elif first == b"[":
                what, walk, prefix = "an array", array, "$"
                if _holds_texts(source, origin):
                    what, origin = "an array of texts", origin._replace(texts=True)
            elif first == b"{":
                found = survey(scanner)
                if found.is_columns and found.follows == b"":
                    return _by_columns(source, origin, reading, found)
                what, walk, prefix = _layout_of(found)
                _note_other_lists(found, source, reading)
            else:
                what, walk, prefix = "one value", values, None
        reading.description = f"JSON, {what}, {encoding.label}"
        reading.blocks = _blocks(source, origin, walk, prefix, reading)
        return reading


def _holds_texts(source: Source, origin: Origin) -> bool:
    """Whether the first element of an array is a text: a list of texts is a list of records."""
    with open_utf8(source, origin.encoding) as stream:
        return re.match(rb'\s*\[\s*"', stream.read(1 << 12)) is not None


def _layout_of(found: Survey) -> tuple[str, Walk, str | None]:
    """Return description, walk and path for the records that an object holds or is."""
    if found.follows:
        return "objects one after another", values, None
    records = found.records
    if records is None:
        return "one object", values, None
    path = ".".join(records.path)
    return f"records in `{path}`", inside(path), _json_path(records.path)


def _note_other_lists(found: Survey, source: Source, reading: Reading) -> None:
    chosen = found.records
    if found.follows or chosen is None:
        return
    others = [entry for entry in found.other_lists if entry is not chosen]
    if others:
        names = key_list(f"{'.'.join(entry.path)} ({entry.count:,})" for entry in others)
        reading.notes.append(
            finding(
                "REA016",
                f"the list `{'.'.join(chosen.path)}` ({chosen.count:,}) is read; "
                f"other lists are not: {names}",
                Location(source.name),
                f"to read another one: --records {'.'.join(others[0].path)}",
            )
        )


def _check_path(scanner: JsonScanner, first: bytes, source: Source, path: str) -> None:
    """Raise when nothing is at a path."""
    if first != b"{":
        raise UsageError(
            f"{source.name}: `--records {path}` looks inside an object; the document is none",
            "leave it out; for lists inside the records use --explode KEY",
        )
    tried: list[str] = []
    with suppress(MalformedError):
        if next(select(scanner, path, tried), None) is None and tried:
            raise InputError(
                f"{source.name}: no records at `{path}`; keys there: {key_list(tried)}",
                "name the path of a list with --records KEY.KEY",
            )


def _by_columns(source: Source, origin: Origin, reading: Reading, found: Survey) -> Reading:
    """Return the reading of a table by columns, which is held in memory."""
    if found.end > LARGEST_IN_MEMORY:
        raise InputError(
            f"{source.name}: a JSON table by columns of {found.end:,} bytes; "
            f"the limit is {LARGEST_IN_MEMORY:,}, because it cannot be read as a stream",
            'save it by rows: df.to_json(PATH, orient="records", lines=True)',
        )
    if found.end > NOTED_IN_MEMORY:
        reading.notes.append(
            finding(
                "REA013",
                f"a JSON table by columns is held in memory as a whole ({found.end:,} bytes)",
                Location(source.name),
                'save it by rows to stream it: df.to_json(PATH, orient="records", lines=True)',
            )
        )
    reading.description = f"JSON, a table by columns, {origin.encoding.label}"
    reading.columns = found.keys
    reading.blocks = blocks_of(column_rows(source, origin))
    return reading


def _blocks(
    source: Source, origin: Origin, walk: Walk, prefix: str | None, reading: Reading
) -> Iterator[Block]:
    """Cut a document into blocks of values; where it breaks off, say so and end."""
    pending: list[Element] = []
    first = size = 0
    broken: Reject | None = None
    with open_utf8(source, origin.encoding) as stream:
        elements = walk(_scanner(stream, origin))
        while broken is None:
            try:
                element = next(elements, None)
            except MalformedError as error:
                where = "" if prefix is None else f"{prefix}[{first + len(pending)}]"
                broken, element = _broken(error, origin, where), None
            if element is None:
                break
            pending.append(element)
            size += len(element.raw or b"")
            if size >= blocks.BLOCK_SIZE or len(pending) >= blocks.MAX_BLOCK_ROWS:
                yield JsonValueBlock(pending, first, prefix, origin)
                first, size, pending = first + len(pending), 0, []
    if pending:
        yield JsonValueBlock(pending, first, prefix, origin)
    if broken is not None:
        yield RecordBlock([broken])
    elif not first and not pending:
        place = Location(source.name)
        help = "check that it is the right file"
        reading.notes.append(finding("JSN013", "the input holds no record", place, help))


def _broken(error: MalformedError, origin: Origin, where: str) -> Reject:
    """Return the reject of what stands where a document breaks off."""
    fault = Fault("JSN001", f"not JSON: {error.problem}", 0, "mend the document at this place")
    if error.seen:
        examined = examine(as_text(error.seen, origin))
        if isinstance(examined, Fault) and examined.code == "JSN001":
            fault = examined
    fault = fault._replace(message=fault.message + _END)
    return rejected(error.seen, fault, origin, error.line, where, error.column)


def _scanner(stream: BinaryIO, origin: Origin) -> JsonScanner:
    return JsonScanner(stream, origin.encoding.newline.encode())


def _json_path(keys: Iterable[str]) -> str:
    return "$" + "".join(map(json_key, keys))
