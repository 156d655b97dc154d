"""What a seeded defect is, and the ways to plant one into a clean dataset at a random row."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import orjson

HERE = -1
"""In `companions`: the line of the defect, which is drawn when it is planted."""

Data = dict[str, Any]
Rows = tuple[Data, ...]
Edit = Callable[[Any], object]


class Defect(NamedTuple):
    """A dataset with one defect, and its clean twin.

    Attributes:
        name: in the tests' names; also the seed of the defect's place.
        code: of the rule that must name it.
        line: where; None for a finding about the file or the dataset.
        content, clean: the train file with the defect, and without it.
        file: its name; the twin is always ``train.jsonl``.
        validation, clean_validation: the bytes of the validation file.
        options: of `dataprep.validate`, e.g. ``target`` and ``method``.
        clean_options: what else the twin has: the clean option where the defect is an option.
        severity: how bad it is, where the target decides; empty to leave that open.
        companions: (code, line) of another error or warning -> why it must be there too.
    """

    name: str
    code: str
    line: int | None
    content: bytes
    clean: bytes
    file: str = "train.jsonl"
    validation: bytes | None = None
    clean_validation: bytes | None = None
    options: Mapping[str, Any] = {}
    clean_options: Mapping[str, Any] = {}
    severity: str = ""
    companions: Mapping[tuple[str, int | None], str] = {}


def lines(rows: Any) -> bytes:
    """Return rows as JSON Lines; a row of bytes stays as it is."""
    return b"".join((one if isinstance(one, bytes) else text(one)) + b"\n" for one in rows)


def text(row: Any) -> bytes:
    """Return a row as it is usually written: with a space after colons and commas."""
    import json

    return json.dumps(row, ensure_ascii=False).encode("utf-8")


def place(name: str, rows: Rows, least: int = 1) -> int:
    """Return the number of the row that gets the defect `name`, from `least` on."""
    return random.Random(name).randint(least, len(rows))


def edited(name: str, code: str, rows: Rows, edit: Edit, least: int = 1, **more: Any) -> Defect:
    """Plant a defect by changing a copy of one row in place; what `edit` returns is ignored."""
    number = place(name, rows, least)
    row = copy.deepcopy(rows[number - 1])
    edit(row)
    return _planted(name, code, rows, number, row, more)


def replaced(
    name: str, code: str, rows: Rows, make: Callable[[Data], Any], least: int = 1, **more: Any
) -> Defect:
    """Plant a defect by putting what `make` returns, data or bytes, in the place of one row."""
    number = place(name, rows, least)
    return _planted(name, code, rows, number, make(copy.deepcopy(rows[number - 1])), more)


def rewritten(
    name: str, code: str, rows: Rows, old: bytes, new: bytes, least: int = 1, **more: Any
) -> Defect:
    """Plant a defect by changing the bytes of one row: the first `old` becomes `new`."""
    number = place(name, rows, least)
    line = text(rows[number - 1])
    assert old in line, f"{name}: {old!r} is not in row {number}"
    return _planted(name, code, rows, number, line.replace(old, new, 1), more)


def whole(
    name: str,
    code: str,
    rows: Rows,
    make: Callable[[list[Data]], Any],
    line: int | None = None,
    **more: Any,
) -> Defect:
    """Make the whole file anew: `make` returns its bytes, or its rows; it gets a copy of them."""
    made = make(copy.deepcopy(list(rows)))
    content = made if isinstance(made, bytes) else lines(made)
    return Defect(name, code, line, content, **{"clean": lines(rows), **more})


def changed(row: Data, *path: Any, to: Any) -> Data:
    """Return a row with another value at a path; for `replaced`."""
    target: Any = row
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = to
    return row


def own_target(name: str, extends: str = "generic", **limits: Any) -> dict[str, Any]:
    """Return the options that choose a target of one's own with some limits."""
    figures = {key: {"value": value, "source": "a test"} for key, value in limits.items()}
    return {
        "target": name,
        "targets": {name: {"title": name, "extends": extends, "limits": figures}},
    }


def compact(row: Any) -> bytes:
    """Return a row without white space around its keys."""
    return orjson.dumps(row)


def _planted(
    name: str, code: str, rows: Rows, number: int, row: Any, more: dict[str, Any]
) -> Defect:
    given = {"line": number, "clean": lines(rows), **more}
    given["companions"] = {
        (other, number if line == HERE else line): reason
        for (other, line), reason in more.get("companions", {}).items()
    }
    content = lines([*rows[: number - 1], row, *rows[number:]])
    return Defect(name, code, content=content, **given)
