"""A table written by columns: ``{"question": [...], "answer": [...]}``, or as pandas writes it.

It is the one layout of JSON that cannot be read as a stream: the first row is complete only when
the last column has begun.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Record, Reject
from dataprep.readers.json.bytes import open_utf8
from dataprep.readers.json.errors import Fault
from dataprep.readers.json.explode import explode
from dataprep.readers.json.kinds import json_key
from dataprep.readers.json.origin import Origin
from dataprep.readers.json.rows import rejected, values_of
from dataprep.readers.source import Source


def column_rows(source: Source, origin: Origin) -> Iterator[Record | Reject]:
    """Yield the rows of a table by columns, each with its place ``$.*[7]``.

    Columns are lists of one length, or objects whose keys name the rows; a row that a column does
    not have lacks that key. A document that does not parse is one reject.
    """
    with open_utf8(source, origin.encoding) as stream:
        raw = stream.read()
    found = values_of(raw, origin)
    if isinstance(found, Fault):
        yield rejected(raw, found, origin, 1, "$", 1)
        return
    table = found.pop()
    columns: dict[str, dict[Any, Any]] = {
        name: dict(enumerate(part)) if isinstance(part, list) else part
        for name, part in table.items()
    }
    rows = dict.fromkeys(key for part in columns.values() for key in part)
    size = len(raw) // max(1, len(rows))
    del raw, table
    for row in rows:
        data = {name: part[row] for name, part in columns.items() if row in part}
        where = f"$.*[{row}]" if isinstance(row, int) else f"$.*{json_key(row)}"
        yield from explode(Record(data, 0, where, size), origin.keys, origin.name)
