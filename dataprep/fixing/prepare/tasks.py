"""What rows are for, by their looks, and what all of them begin and end with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from dataprep.engine.validation.kinds import kind_of
from dataprep.rules.base import Place
from dataprep.rules.dataset.answers import ENOUGH, Classes
from dataprep.rules.prompt_completion.labels import Labels
from dataprep.rules.prompt_completion.pairs import text_of
from dataprep.rules.row import Row

OPEN_ENDED = "open-ended generation"
CLASSIFICATION = "classification"
CONDITIONAL = "conditional generation"
CHAT = "chat"
PREFERENCE = "preference"
_EACH = 5  # rows a class, on average: as the rule about classes of different sizes
_LONGEST = 200  # characters of a common ending


class Task(NamedTuple):
    """What a file of rows is for.

    Attributes:
        name: one of the constants of this module.
        rows: how many there are.
        labels: how many different answers, where it is a classification.
        prompt_end, answer_end: what all prompts, and all completions, end in.
    """

    name: str
    rows: int
    labels: int = 0
    prompt_end: str = ""
    answer_end: str = ""

    def told(self) -> str:
        """Return it in words."""
        if self.name == CLASSIFICATION:
            return f"classification: {self.labels:,} different answers in {self.rows:,} rows"
        meaning = {
            OPEN_ENDED: "texts without prompts, to write more of their kind",
            CONDITIONAL: "one answer to each prompt",
            CHAT: "conversations of several turns",
            PREFERENCE: "two answers to each prompt, of which one is preferred",
        }
        return f"{self.name}: {meaning[self.name]}"


class _Common:
    """What all texts end in that are not empty."""

    def __init__(self) -> None:
        self.text: str | None = None

    def add(self, text: str) -> None:
        if not text:
            return
        if self.text is None:
            self.text = text[-_LONGEST:]
        elif not text.endswith(self.text):
            least = min(len(text), len(self.text))
            same = next((n for n in range(least) if text[-1 - n] != self.text[-1 - n]), least)
            self.text = self.text[len(self.text) - same :]


def rows_of(path: Path) -> Iterator[tuple[bytes, Row | None]]:
    """Yield the lines of a file, each with its row; None for a line that holds none."""
    with path.open("rb") as lines:
        for line in lines:
            try:
                data = orjson.loads(line)
            except ValueError:
                data = None
            yield line, Row(data, kind_of(data, None), line) if isinstance(data, dict) else None


def label_of(row: Row) -> str:
    """Return the answer of a row, as a class: without the marks around it."""
    if row.kind == "prompt-completion":
        return text_of(row, "completion").strip()
    said = [message for message in row.thread if message.role == "assistant"]
    return "".join(text for one in said for _, text in one.texts()).strip()


def task_of(path: Path) -> Task:
    """Return what the rows of a JSON Lines file are for."""
    rows = prompts = turns = several = preferences = 0
    labels, classes = Labels(), Classes()
    ends = _Common(), _Common()
    for number, (_, row) in enumerate(rows_of(path), 1):
        if row is None:
            continue
        rows += 1
        if row.kind == "prompt-completion":
            prompts += bool(row.data.get("prompt"))
            labels.add(row)
            ends[0].add(_text(row.data, "prompt"))
            ends[1].add(_text(row.data, "completion"))
        elif row.kind == "preference":
            preferences += 1
        elif row.kind == "chat":
            turns += 1
            several += sum(one.role == "assistant" for one in row.thread) > 1
            classes.add(row, Place("", number))
    end = ends[0].text or "", ends[1].text or ""
    if preferences:
        return Task(PREFERENCE, rows)
    if not turns:
        if not prompts:
            return Task(OPEN_ENDED, rows, 0, *end)
        many = len(labels.hashes or ())
        if labels.classification and rows >= ENOUGH:
            return Task(CLASSIFICATION, rows, many, *end)
        return Task(CONDITIONAL, rows, 0, *end)
    few = len(classes.counts)
    if not classes.gave_up and few > 1 and rows >= max(ENOUGH, _EACH * few):
        return Task(CLASSIFICATION, rows, few)
    return Task(CHAT if several else CONDITIONAL, rows)


def _text(data: dict[str, Any], key: str) -> str:
    text = data.get(key)
    return text if isinstance(text, str) else ""
