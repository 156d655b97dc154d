"""Files of pairs as people have them: every format that the old tool reads, every defect it repairs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

Pairs = list[dict[str, Any]]
TABLES = ("csv", "tsv", "xlsx", "json", "jsonl")

_WORDS = (
    "apple", "bird", "cloud", "desk", "engine", "field", "garden", "house", "island", "jacket",
    "kettle", "lemon", "mirror", "nail", "oven", "paper", "quilt", "rope", "spoon", "table",
)  # fmt: skip
_ENDS = ("see", "go", "find", "help", "work", "rain", "walk")


class Case(NamedTuple):
    """A file.

    Attributes:
        name: of the file, which tells the format.
        rows: as they stand in it.
        lost: what the old tool does wrong with it; empty where it does nothing wrong.
    """

    name: str
    rows: Pairs
    lost: str = ""


def conditional() -> Pairs:
    """Return pairs with different answers, no two of which begin or end alike."""
    return [
        {"prompt": f"{word.title()} number {n} {_ENDS[n % 7]}", "completion": f"{word} {n}, {end}"}
        for n, word in enumerate(_WORDS)
        for end in (_ENDS[(n + 3) % 7],)
    ]


def classification() -> Pairs:
    """Return pairs with two answers."""
    return [
        {"prompt": f"{one['prompt']} {again}", "completion": ("spam", "ham")[(n + again) % 2]}
        for again in range(3)
        for n, one in enumerate(conditional())
    ]


def open_ended() -> Pairs:
    """Return texts without prompts."""
    return [
        {"prompt": "", "completion": f"{one['completion']} again"[::-1]} for one in conditional()
    ]


def marked() -> Pairs:
    """Return pairs with nothing to repair."""
    return [
        {"prompt": f"{one['prompt']}\n\n###\n\n", "completion": f" {one['completion']} END"}
        for one in conditional()
    ]


def _each(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Pairs], Pairs]:
    return lambda rows: [{**row, **change(row)} for row in rows]


def _first(**instead: Any) -> Callable[[Pairs], Pairs]:
    return lambda rows: [{**rows[0], **instead}, *rows[1:]]


_DEFECTS: dict[str, Callable[[Pairs], Pairs]] = {
    "duplicates": lambda rows: [*rows, rows[2], rows[5], rows[2]],
    "empty": _first(completion=""),
    "no-prompt": _first(prompt=""),
    "long": lambda rows: [*rows[:4], {**rows[4], "prompt": f"Long {'word ' * 2500}end"}, *rows[5:]],
    "capital-prompts": _each(lambda row: {"prompt": row["prompt"].upper()}),
    "capital-answers": _each(lambda row: {"completion": row["completion"].upper()}),
    "prompt-beginning": _each(lambda row: {"prompt": f"Please answer this: {row['prompt']}"}),
    "short-beginning": _each(lambda row: {"prompt": f"Q: {row['prompt']}"}),
    "answer-beginning": _each(lambda row: {"completion": f"Answer: {row['completion']}"}),
    "more-columns": _each(lambda row: {"id": "7", "date": "2024-01-02"}),
    "key-case": lambda rows: [
        {"Prompt": row["prompt"], "COMPLETION": row["completion"]} for row in rows
    ],
    "separator-taken": _first(prompt="What does -> mean, and ### too?"),
    "lines-inside": _first(prompt='He said "yes",\nand\n\n###\n\nwent', completion="a.b\nc END"),
    "letters": _first(prompt="Çà et là: 東京 is it? \N{GRINNING FACE}", completion="Ünïted"),
    "common-ending": _each(lambda row: {"prompt": f"{row['prompt']} ->"}),
    "common-stop": _each(lambda row: {"completion": f"{row['completion']} END"}),
    "spaced": _each(lambda row: {"completion": f" {row['completion']}"}),
    "blank": _first(completion="  "),
}
_LOST: dict[str, tuple[Callable[[Pairs], Pairs], str]] = {
    "spaced-beginning": (
        _each(lambda row: {"completion": f" Answer: {row['completion']}"}),
        "a beginning that starts with a space: the whole column is written into each row",
    ),
    "empty-and-long": (
        lambda rows: _DEFECTS["long"](_DEFECTS["empty"](rows)),
        "a long row behind an empty one: another row is removed",
    ),
    "no-answer": (_first(completion="None"), "cells such as None are taken for empty ones"),
    "not-available": (_first(prompt="NA", completion="null"), "NA and null are taken for empty"),
}  # fmt: skip


def cases() -> list[Case]:
    """Return all files."""
    found = []
    kinds = {"conditional": conditional, "classification": classification, "open": open_ended}
    for suffix in TABLES:
        for name, rows in kinds.items():
            found.append(Case(f"{name}.{suffix}", rows()))
        found.append(Case(f"marked.{suffix}", marked()))
    for number, (name, change) in enumerate(_DEFECTS.items()):
        for turn, (kind, rows) in enumerate(list(kinds.items())[:2]):
            suffix = TABLES[(number + 2 * turn) % len(TABLES)]
            found.append(Case(f"{kind}-{name}.{suffix}", change(rows())))
    for name, text in (
        ("lines", "One line\nAnother one\n\n  spaced\n"),
        ("windows", "a b\r\nc d\r\n"),
    ):
        lines = [line for line in text.splitlines() if line]
        found.append(Case(f"{name}.txt", [{"prompt": "", "completion": one} for one in lines]))
    for name, (change, why) in _LOST.items():
        found.append(Case(f"lost-{name}.csv", change(conditional()), why))
    found.append(Case("lost-one-row.jsonl", open_ended()[:1], "a JSON Lines file of one row"))
    return found


def write(case: Case, folder: Path) -> Path:
    """Write a file."""
    path = folder / case.name
    keys = list(dict.fromkeys(key for row in case.rows for key in row))
    if path.suffix in (".csv", ".tsv"):
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, keys, delimiter="," if path.suffix == ".csv" else "\t")
            table.writeheader()
            table.writerows(case.rows)
    elif path.suffix == ".xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for cells in (keys, *([row[key] or None for key in keys] for row in case.rows)):
            sheet.append(cells)
        book.save(path)
    elif path.suffix == ".txt":
        end = "\r\n" if case.name.startswith("windows") else "\n"
        path.write_bytes("".join(row["completion"] + end for row in case.rows).encode())
    elif path.suffix == ".json":
        path.write_text(json.dumps(case.rows, indent=2), "utf-8")
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in case.rows), "utf-8")
    return path
