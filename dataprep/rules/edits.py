"""What a repair does to a row, as data.

Paths are those of the row before the repair. What carries them out is `fixing/splice.py`: it writes
into the row's own text, so that everything else keeps its bytes.
"""

from typing import Any, NamedTuple

from dataprep.rules.row import Path


class Set(NamedTuple):
    """Write a value: over the one that is there, or under a new key behind the others.

    Attributes:
        path: of the value; the object or list around it is there.
        value: JSON-ready data; numbers from `Row.exact`, which keeps every digit.
    """

    path: Path
    value: Any


class Remove(NamedTuple):
    """Take a key with its value, or an element of a list, out of the row.

    Attributes:
        path: of the value.
    """

    path: Path


class Rename(NamedTuple):
    """Give a key another name; its value stays as it is.

    Attributes:
        path: of the value, ending in the key as it is.
        key: the new name, which the object does not have yet.
    """

    path: Path
    key: str


class Drop(NamedTuple):
    """Take the whole row out of the file, into the rejects."""


Edit = Set | Remove | Rename | Drop
