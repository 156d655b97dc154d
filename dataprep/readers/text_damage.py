"""Which records of a text hold a byte that did not decode, and at which offset it stands.

Undecodable bytes arrive as lone surrogates (see `encoding.py`), in the order in which they stand in
the file. `watch` counts them off while the text goes by; `screen` turns a record that holds one
into a reject. A text without such bytes never comes here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from dataprep.codes import finding
from dataprep.model import Location, Record, Reject
from dataprep.readers.encoding import TextEncoding, damaged
from dataprep.readers.encoding_survey import DAMAGE
from dataprep.readers.text_lines import LineBlock

Place = tuple[int, int]
"""The line of an undecodable byte as the reader counts lines, and the byte's offset."""


def watch(
    blocks: Iterable[LineBlock], encoding: TextEncoding, places: list[Place]
) -> Iterator[LineBlock]:
    """Pass the blocks on and append the place of every undecodable byte in them to `places`.

    The list stays as short as the one in `encoding`; bytes beyond it have no known offset.
    """
    offsets = iter(encoding.damage)
    for first, text in blocks:
        if damaged(text):
            line, reached = first, 0
            # The offsets stand second: stopping at their end must not lose a match.
            for match, (offset, _) in zip(DAMAGE.finditer(text), offsets, strict=False):
                line += text.count("\n", reached, match.start())
                reached = match.start()
                places.append((line, offset))
        yield first, text


def screen(
    items: Iterable[Record | Reject], places: list[Place], label: str, name: str
) -> Iterator[Record | Reject]:
    """Yield the items; a record that holds an undecodable byte becomes a `JSN007` reject.

    Args:
        items: what a mode made of the lines.
        places: filled by `watch`, ahead of the records.
        label: the encoding's name for people.
        name: the input's name.
    """
    for item in items:
        if isinstance(item, Reject) or not _holds_damage(item.data):
            yield item
            continue
        at = bisect_left(places, (item.line, -1))
        if at < len(places):
            line, offset = places[at]
            fact = f"the byte at offset {offset:,} does not decode as {label}"
        else:
            line, fact = item.line, f"the text holds bytes that do not decode as {label}"
        yield Reject(
            item.data,
            finding("JSN007", fact, Location(name, line), "name the encoding: --encoding NAME"),
            item.size,
        )


def _holds_damage(value: Any) -> bool:
    if isinstance(value, str):
        return damaged(value)
    if isinstance(value, dict):
        return any(map(_holds_damage, value.values()))
    return isinstance(value, list) and any(map(_holds_damage, value))
