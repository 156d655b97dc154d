"""Where the records are inside a JSON object: under a key, in columns, or the object itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from dataprep.readers.json.kinds import is_turn
from dataprep.readers.json.scan import JsonScanner
from dataprep.readers.json.spans import Element, MalformedError

DEEPEST_LIST = 4
"""How many keys the path to a list of records may have."""

_KEYS_KEPT = 1000
_LISTS_KEPT = 10_000


@dataclass(slots=True)
class FoundList:
    """A list inside a document.

    Attributes:
        path: the keys that lead to it.
        count: how many elements it has.
        objects: how many of them are objects.
        turns: whether it is the messages of one conversation.
    """

    path: tuple[str, ...]
    count: int = 0
    objects: int = 0
    turns: bool = False

    @property
    def holds_records(self) -> bool:
        """Whether its elements look like records."""
        return 2 * self.objects > self.count and not self.turns


@dataclass(slots=True)
class Survey:
    """What one pass over an object found.

    Attributes:
        keys: of the object, the first thousand.
        lists: the lists at the end of paths of keys, in the order of the document.
        rows_by_key: for each member that is an object its number of members, first and last key.
        members: how many members the object has.
        follows: the byte that follows the object; empty at the end or when it is broken.
        end: offset where the pass ended.
    """

    keys: list[str] = field(default_factory=list)
    lists: list[FoundList] = field(default_factory=list)
    rows_by_key: list[tuple[int, str, str]] = field(default_factory=list)
    members: int = 0
    follows: bytes = b""
    end: int = 0

    @property
    def is_columns(self) -> bool:
        """Whether the object is a table by columns: lists of one length, or objects keyed by row."""
        columns = [found for found in self.lists if len(found.path) == 1]
        if self.members == len(columns) > 0:
            counts = {found.count for found in columns}
            plain = any(not found.objects for found in columns)
            return len(counts) == 1 and counts != {0} and plain
        if self.members == len(self.rows_by_key) > 0:
            count, first, _ = self.rows_by_key[0]
            return count > 0 and first.isdecimal() and len(set(self.rows_by_key)) == 1
        return False

    @property
    def records(self) -> FoundList | None:
        """The list of records with the most elements; None when the object is a record itself."""
        if any(found.turns and len(found.path) == 1 for found in self.lists):
            return None
        return max(self.other_lists, key=lambda found: found.count, default=None)

    @property
    def other_lists(self) -> list[FoundList]:
        """Every list that looks like records."""
        return [found for found in self.lists if found.count and found.holds_records]


def survey(scanner: JsonScanner) -> Survey:
    """Pass one object and return what it holds; a broken one as far as it goes."""
    found = Survey()
    try:
        _walk(scanner, (), found)
        found.follows = scanner.peek()
    except MalformedError:
        pass
    found.end = scanner.offset
    return found


def select(scanner: JsonScanner, wanted: str, tried: list[str]) -> Iterator[Element]:
    """Pass an object and yield the records at a dotted path.

    Args:
        wanted: the path; a key may hold dots itself. What it leads to is an array, whose elements
            are the records, or an object, which is the only one.
        tried: receives the keys where the path was followed last, for a message when nothing is
            yielded; emptied when the path was found.

    Raises:
        MalformedError: the document is broken.
    """
    found = False
    tried.clear()
    for raw in scanner.members():
        key = key_text(raw)
        if len(tried) < _KEYS_KEPT and not found:
            tried.append(key)
        first = scanner.peek()
        if found:
            scanner.value()
        elif key == wanted and first in (b"[", b"{"):
            found = True
            tried.clear()
            yield from scanner.elements() if first == b"[" else iter([scanner.value()])
        elif wanted.startswith(f"{key}.") and first == b"{":
            found = True
            yield from select(scanner, wanted[len(key) + 1 :], tried)
        else:
            scanner.value()


def key_text(raw: bytes) -> str:
    """Return a key, given with its quotes."""
    try:
        return str(orjson.loads(raw))
    except orjson.JSONDecodeError:
        return raw[1:-1].decode("utf-8", "replace")


def _walk(scanner: JsonScanner, path: tuple[str, ...], found: Survey) -> tuple[int, str, str]:
    """Pass an object; return the number of its members, the first and the last key."""
    count, first, last = 0, "", ""
    for raw in scanner.members():
        last = key_text(raw)
        first = first if count else last
        count += 1
        here = (*path, last)
        opening = scanner.peek()
        if not path:
            found.members += 1
            if len(found.keys) < _KEYS_KEPT:
                found.keys.append(last)
        if opening == b"[":
            _count(scanner, here, found)
        elif opening == b"{" and len(here) < DEEPEST_LIST:
            rows = _walk(scanner, here, found)
            if not path and len(found.rows_by_key) < _LISTS_KEPT:
                found.rows_by_key.append(rows)
        else:
            scanner.value()
    return count, first, last


def _count(scanner: JsonScanner, path: tuple[str, ...], found: Survey) -> None:
    """Pass an array and note it."""
    entry = FoundList(path)
    if len(found.lists) < _LISTS_KEPT:
        found.lists.append(entry)
    for element in scanner.elements():
        if not entry.count and element.raw is not None:
            try:
                entry.turns = is_turn(orjson.loads(element.raw))
            except orjson.JSONDecodeError:
                entry.turns = False
        entry.count += 1
        entry.objects += (element.raw or element.head)[:1] == b"{"
