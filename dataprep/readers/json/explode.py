"""Nested lists taken apart: each element becomes a record with its parents' fields.

``data -> paragraphs -> qas`` of SQuAD is ``explode=("paragraphs", "qas")`` on the records of
``data``: one record a question, with `title` and `context` beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.codes import finding
from dataprep.model import Record, Reject
from dataprep.readers.json.kinds import json_key, key_list, kind_of


def steps(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys to take apart one after another: dotted and repeated paths are the same."""
    return tuple(key for path in paths for key in path.split("."))


def explode(record: Record, keys: tuple[str, ...], path: str) -> Iterator[Record | Reject]:
    """Yield the records that a record becomes when the lists under `keys` are taken apart in turn.

    Args:
        record: its data is an object.
        keys: see `steps`; no keys leave the record as it is.
        path: the input's name, for findings.

    The fields of an element that is an object stand beside those of its parents; one of the same
    name keeps it, and the parent's is renamed with ``parent_`` in front. An element of another kind
    arrives under the list's key. An object in the place of a list counts as its only element. A
    record with no list there, or an empty one, is a `Reject`.
    """
    if not keys:
        yield record
        return
    key, rest = keys[0], keys[1:]
    row: dict[str, Any] = record.data
    if key not in row:
        yield _nothing(record, f"no key `{key}` to explode; keys: {key_list(row)}", path)
        return
    value = row[key]
    if isinstance(value, dict):
        elements, place = [value], f"{record.where or '$'}{json_key(key)}"
    elif isinstance(value, list):
        elements, place = value, ""
    else:
        yield _nothing(record, f"`{key}` is {kind_of(value)}, not a list to explode", path)
        return
    if not elements:
        yield _nothing(record, f"the list under `{key}` is empty", path)
        return
    parent = {name: field for name, field in row.items() if name != key}
    size = record.size // len(elements)
    for index, element in enumerate(elements):
        where = place or f"{record.where or '$'}{json_key(key)}[{index}]"
        data = _joined(parent, element) if isinstance(element, dict) else {**parent, key: element}
        yield from explode(Record(data, record.line, where, size), rest, path)


def _joined(parent: dict[str, Any], element: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of both; see `explode` for names that both have."""
    row: dict[str, Any] = {}
    for name, value in parent.items():
        while name in element or name in row:
            name = f"parent_{name}"
        row[name] = value
    row.update(element)
    return row


def _nothing(record: Record, message: str, path: str) -> Reject:
    place = record.location(path)
    help = "fill the list, or name the key of another one with --explode KEY"
    return Reject(record.data, finding("REA012", message, place, help), record.size)
