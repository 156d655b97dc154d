"""The split: which rows are held out, decided by `convert`, the rows themselves copied as they are."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import orjson
import xxhash

from dataprep.engine.api import convert
from dataprep.fixing.prepare.questions import Question
from dataprep.fixing.prepare.tasks import CLASSIFICATION, Task, label_of, rows_of
from dataprep.jsontext import dumps
from dataprep.rules.row import Row
from dataprep.rules.wording import counted

MANY = 100
"""From as many rows on, a split is recommended whatever they are for."""

_MOST_HELD_OUT, _TRAINED = 1_000, 0.8
_FEWEST = 10


def train_size(rows: int) -> int:
    """Return how many rows are trained on: all but a thousand, four fifths at the least."""
    return max(rows - _MOST_HELD_OUT, int(rows * _TRAINED))


def question(task: Task) -> Question | None:
    """Return whether the rows shall be split; None where there is nothing to ask."""
    train = train_size(task.rows)
    if not 0 < train < task.rows:
        return None
    alike = ", each answer in equal shares" if task.name == CLASSIFICATION else ""
    text = (
        f"hold out {counted(task.rows - train, 'row')} of {task.rows:,} to measure what was "
        f"learned{alike}"
    )
    wanted = task.rows >= MANY or (task.name == CLASSIFICATION and train >= _FEWEST)
    return Question("split", text, wanted)


def split(rows: Path, task: Task, folder: Path) -> tuple[Path, Path]:
    """Divide a file of rows and return the part for training and that for validation.

    Rows of equal prompts stay together. The same rows are divided in the same way every time.
    """
    keys = folder / "keys.jsonl"
    stratified = task.name == CLASSIFICATION
    with keys.open("wb") as file:
        for number, (line, row) in enumerate(rows_of(rows)):
            key = {"prompt": _key(line, row), "completion": str(number)}
            if stratified and row is not None:
                key["class"] = f"/{label_of(row)}"  # never empty
            file.write(dumps(key) + b"\n")
    train = train_size(task.rows)
    options: dict[str, Any] = {"stratify": "class"} if stratified else {}
    options["split"] = {"train": train, "validation": task.rows - train}
    convert(keys, folder / "keys-split.jsonl", to="prompt-completion", **options)
    held_out = array("B", bytes(task.rows))
    chosen = folder / "keys-split.validation.jsonl"
    if chosen.exists():
        with chosen.open("rb") as file:
            for line in file:
                held_out[int(orjson.loads(line)["completion"])] = 1
    parts = folder / "part-train.jsonl", folder / "part-valid.jsonl"
    with rows.open("rb") as lines, parts[0].open("wb") as first, parts[1].open("wb") as second:
        for number, line in enumerate(lines):
            (second if held_out[number] else first).write(line.rstrip(b"\n") + b"\n")
    return parts


def _key(line: bytes, row: Row | None) -> str:
    """Return what rows that must stay together share: the prompt, or all of a row without one."""
    asked: Any = None
    if row is not None and row.kind == "prompt-completion":
        asked = row.data.get("prompt")
    elif row is not None and row.thread:
        last = max((n for n, one in enumerate(row.thread) if one.role == "assistant"), default=0)
        asked = [message.data for message in row.thread[:last]]
    return xxhash.xxh3_128_hexdigest(dumps(asked) if asked else line)
