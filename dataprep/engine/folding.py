"""Rows folded into conversations: --group-by COLUMN, --order-by COLUMN.

Keyed facts bring the rows of a key together: a first map writes each record and the hash of its key;
the groups, in the order of their first rows, are then read back one by one. However many rows there
are, only a partition of hashes and one conversation are in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import xxhash

from dataprep.codes import finding
from dataprep.dialects.base import quoted
from dataprep.engine.chunks import Chunk
from dataprep.engine.facts import groups
from dataprep.engine.parts import Part, PartWriter, Rows, Spool
from dataprep.engine.tally import Tally
from dataprep.formats.base import as_text
from dataprep.jsontext import dumps
from dataprep.model import Record, Reject
from dataprep.readers.base import RecordBlock
from dataprep.readers.blocks import BLOCK_SIZE
from dataprep.readers.json.values import loads
from dataprep.writing.rejects import reject_line


class KeyMap:
    """Writes every record with the hash of its key; rows without the key are rejected."""

    def __init__(self, group_by: str, order_by: str | None) -> None:
        self.group_by, self.order_by = group_by, order_by

    def __call__(self, chunk: Chunk) -> Part:
        tally = Tally()
        out = PartWriter(chunk.index, ("key",))
        for item in chunk.block.records():
            if isinstance(item, Record):
                item = self._checked(item, chunk.path)
            if isinstance(item, Reject):
                tally.rows += 1
                tally.reject(item.finding)
                out.reject(reject_line(item.raw, item.finding))
                continue
            out.row(dumps(item.data), f"{chunk.number}\t{item.line}\t{item.where}")
            key = as_text(item.data[self.group_by]).encode("utf-8", "surrogatepass")
            out.columns["key"].append(xxhash.xxh3_64_intdigest(key))
        return out.part(tally)

    def _checked(self, record: Record, path: str) -> Record | Reject:
        for column in (self.group_by, self.order_by):
            if column is not None and as_text(record.data.get(column)) == "":
                return Reject(
                    record.data,
                    finding(
                        "CNV002",
                        f"the row has no value in `{column}`; it has {quoted(record.data)}",
                        record.location(path),
                        "complete the row: it belongs to no conversation without it",
                    ),
                )
        return record


def conversations(
    spool: Spool, inputs: Iterable[Chunk], group_by: str, order_by: str | None
) -> Iterator[Chunk]:
    """Yield chunks whose records are conversations: lists of rows, in the order of `order_by`.

    Args:
        spool: closed, as `KeyMap` left it.
        inputs: one chunk of each input, for its binding and name.
        group_by, order_by: the columns; numbers are ordered as numbers, anything else as text.
    """
    known = {chunk.number: chunk for chunk in inputs}
    rows = Rows(spool)
    firsts = array("Q", bytes(8 * len(rows)))
    for _, members in groups(spool.values("key"), len(rows), spool.folder):
        for member in members:
            firsts[member] = members[0]
    pending: list[Record | Reject] = []
    number, index, size = -1, 0, 0
    for _, members in groups(firsts, len(firsts), spool.folder, span=max(1, len(firsts))):
        for record, source in _split(rows, members, group_by, order_by):
            if pending and (source != number or size >= BLOCK_SIZE):
                yield _chunk(index, known[number], pending)
                pending, size, index = [], 0, index + 1
            number = source
            pending.append(record)
            size += record.size
    if pending:
        yield _chunk(index, known[number], pending)
    rows.close()


def _chunk(index: int, like: Chunk, records: list[Record | Reject]) -> Chunk:
    return Chunk(index, like.number, like.path, like.binding, RecordBlock(records))


def _split(
    rows: Rows, members: Sequence[int], group_by: str, order_by: str | None
) -> Iterator[tuple[Record, int]]:
    """Yield the conversations of one hash; two keys with one hash are told apart by their text."""
    by_key: dict[str, list[tuple[int, Any, int]]] = {}
    for member in members:
        line = rows.line(member)
        data = loads(line)
        by_key.setdefault(as_text(data[group_by]), []).append((member, data, len(line)))
    for found in by_key.values():
        source, line_number, where = rows.place(found[0][0])
        if order_by is not None:
            _sort(found, order_by)
        size = sum(length for _, _, length in found)
        yield Record([data for _, data, _ in found], line_number, where, size), source


def fold_sample(records: Sequence[Record], group_by: str, order_by: str | None) -> Iterator[Record]:
    """Yield the conversations that some records make by themselves, for showing."""
    by_key: dict[str, list[tuple[int, Any, int]]] = {}
    for number, record in enumerate(records):
        key = as_text(record.data.get(group_by))
        if key and (order_by is None or as_text(record.data.get(order_by))):
            by_key.setdefault(key, []).append((number, record.data, record.size))
    for found in by_key.values():
        first = records[found[0][0]]
        if order_by is not None:
            _sort(found, order_by)
        yield first._replace(data=[data for _, data, _ in found])


def _sort(found: list[tuple[int, Any, int]], order_by: str) -> None:
    """Sort the rows of a conversation: by number when every value is one, else by text."""
    values = {member: as_text(data[order_by]) for member, data, _ in found}
    try:
        numbers = {member: Decimal(text) for member, text in values.items()}
        if not all(number.is_finite() for number in numbers.values()):
            raise InvalidOperation
        found.sort(key=lambda entry: numbers[entry[0]])
    except InvalidOperation:
        found.sort(key=lambda entry: values[entry[0]])
