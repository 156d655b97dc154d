"""The ways to walk a JSON document: each yields the bytes of the values that are its records.

A walk passes the whole document, so that what stands behind the records is not taken for granted;
it ends with a `MalformedError` where the document is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dataprep.readers.json.records import select
from dataprep.readers.json.scan import JsonScanner
from dataprep.readers.json.spans import Element

Walk = Callable[[JsonScanner], Iterator[Element]]


def array(scanner: JsonScanner) -> Iterator[Element]:
    """Yield the elements of the array that the document is."""
    yield from scanner.elements()
    if scanner.peek():
        raise scanner.unexpected("the end after the array")


def inside(path: str) -> Walk:
    """Return the walk to the records at a dotted path, see `json/records.select`."""

    def walk(scanner: JsonScanner) -> Iterator[Element]:
        yield from select(scanner, path, [])
        if scanner.peek():
            raise scanner.unexpected("the end after the object")

    return walk


def values(scanner: JsonScanner) -> Iterator[Element]:
    """Yield arrays and objects that stand one after another, or one other value alone."""
    if scanner.peek() not in (b"{", b"[", b""):
        yield _lone_value(scanner)
    while first := scanner.peek():
        if first not in (b"{", b"["):
            raise scanner.unexpected("an object, or the end")
        yield scanner.value()


def _lone_value(scanner: JsonScanner) -> Element:
    """Return the number, text or word that is the whole document."""
    prose = scanner.unreadable("expected a value")
    value = scanner.value()
    if scanner.peek():
        raise prose
    return value
