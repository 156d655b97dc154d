"""Edits written into the text of a row: what no edit names keeps its bytes.

Key order, white space, escapes, digits of numbers and even a key that stands twice stay as they were
written. A value that is written is spelled as the row is: escapes where the whole row is ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dataprep.jsontext import dumps
from dataprep.readers.json.locate import locate
from dataprep.rules.edits import Edit, Remove, Rename, Set
from dataprep.rules.row import Path

_SPACE = re.compile(r"[ \t\r\n]*")


class Change(NamedTuple):
    """One place of a row that was written anew.

    Attributes:
        path: of the value.
        before, after: what stood and stands there, as JSON; empty where nothing did or does.
    """

    path: Path
    before: str
    after: str


class NotThere(ValueError):
    """An edit names a value that the row does not have."""


def splice(raw: bytes, edits: Sequence[Edit]) -> tuple[bytes, list[Change]]:
    """Return a row with the edits carried out, and what they changed, in the order of the row.

    Args:
        raw: the line, a JSON object in UTF-8.
        edits: none of them a `Drop`; no path leads into, or is, that of another one.

    Raises:
        NotThere: a path leads nowhere.
    """
    text = raw.decode()
    spans = _Spans(text, edits)
    ascii = raw.isascii()
    pieces: list[tuple[int, int, str]] = []
    changes: list[tuple[int, Change]] = []
    removed: list[tuple[int, int]] = []
    added: dict[Path, list[tuple[str, Any]]] = {}
    for edit in edits:
        if isinstance(edit, Set):
            span = spans.value.get(edit.path)
            written = dumps(edit.value, ascii=ascii).decode()
            if span is None:
                added.setdefault(edit.path[:-1], []).append((str(edit.path[-1]), edit.value))
                at = spans.of(edit.path[:-1])[1]
                changes.append((at, Change(edit.path, "", written)))
            else:
                pieces.append((*span, written))
                changes.append((span[0], Change(edit.path, text[slice(*span)], written)))
        elif isinstance(edit, Rename):
            start, end = spans.key_of(edit.path)
            written = dumps(edit.key, ascii=ascii).decode()
            pieces.append((start, end, written))
            changes.append((start, Change(edit.path, text[start:end], written)))
        elif isinstance(edit, Remove):
            span = spans.of(edit.path)
            start = spans.key_of(edit.path)[0] if isinstance(edit.path[-1], str) else span[0]
            removed.append((start, span[1]))
            changes.append((start, Change(edit.path, text[start : span[1]], "")))
    pieces += [(*span, "") for span in _with_commas(text, removed)]
    for path, members in added.items():
        pieces.append(_addition(text, spans.of(path), members, ascii, removed))
    out, at = [], 0
    for start, end, written in sorted(pieces):
        out += [text[at:start], written]
        at = end
    out.append(text[at:])
    changes.sort(key=lambda one: one[0])
    return "".join(out).encode(), [change for _, change in changes]


class _Spans:
    """Where the values and keys stand that edits name."""

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        paths = {edit.path for edit in edits if isinstance(edit, Set | Remove | Rename)}
        around = {edit.path[:-1] for edit in edits if isinstance(edit, Set)}
        names = [
            edit.path
            for edit in edits
            if isinstance(edit, Remove | Rename) and isinstance(edit.path[-1], str)
        ]
        self.value = locate(text, paths | around)
        self._key = locate(text, (), names)

    def of(self, path: Path) -> tuple[int, int]:
        if path not in self.value:
            raise NotThere(f"the row has no {path}")
        return self.value[path]

    def key_of(self, path: Path) -> tuple[int, int]:
        if path not in self._key:
            raise NotThere(f"the row has no key {path}")
        return self._key[path]


def _with_commas(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans of members with the commas that go with them; neighbours become one span."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged:
            gap = text[merged[-1][1] : start].strip()
            if gap == ",":
                merged[-1] = merged[-1][0], end
                continue
        merged.append((start, end))
    found = []
    for start, end in merged:
        after = _past_space(text, end)
        if text[after] == ",":
            found.append((start, _past_space(text, after + 1)))
            continue
        before = _before_space(text, start)
        found.append((before - 1 if text[before - 1] == "," else start, end))
    return found


def _addition(
    text: str,
    span: tuple[int, int],
    members: list[tuple[str, Any]],
    ascii: bool,
    removed: list[tuple[int, int]],
) -> tuple[int, int, str]:
    """Return the piece that adds members to an object, behind those that stay."""
    start, end = span
    at = _before_space(text, end - 1)
    comma, colon = (", ", ": ") if '": ' in text[:200] else (",", ":")
    new = comma.join(
        dumps(key, ascii=ascii).decode() + colon + dumps(value, ascii=ascii).decode()
        for key, value in members
    )
    inner = _past_space(text, start + 1)
    while gone := next((one for one in removed if one[0] == inner), None):
        inner = _past_space(text, gone[1])
        inner = _past_space(text, inner + 1) if text[inner] == "," else inner
    return at, at, new if inner >= end - 1 else comma + new


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _before_space(text: str, at: int) -> int:
    while at and text[at - 1] in " \t\r\n":
        at -= 1
    return at
