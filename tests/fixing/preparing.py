"""What the tests of `dataprep.prepare` have in common: files to prepare, and a look at what was made."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dataprep

TODAY = "2026-11-21"


def prepare(path: Path, output: Path | None = None, **options: Any) -> dataprep.PrepareResult:
    return dataprep.prepare(path, output, today=TODAY, **options)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def table(path: Path, *lines: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def questions(path: Path, count: int, answers: int = 0) -> Path:
    """Write a table of so many different questions; of so many different answers where it is said."""
    lines = [
        (
            f"Where is number {n}?",
            f"yes{n % answers}" if answers else f"It is in room {n} upstairs.",
        )
        for n in range(count)
    ]
    return table(path, ("question", "answer"), *lines)


def lines_of(paths: Iterable[Path]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths}
