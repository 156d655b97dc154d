"""Which columns of an unknown table are the prompt and the answer, as far as their names tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

# The last word of a column's name; the most telling first.
_ANSWERS = (
    "completion", "answer", "response", "reply", "output", "solution", "definition", "translation",
    "summary",
)  # fmt: skip
_LABELS = ("label", "class", "classification", "category", "sentiment", "intent")
_PROMPTS = (
    "prompt", "question", "query", "instruction", "input", "request", "review", "description",
    "term", "text", "content",
)  # fmt: skip
_SHOWN = 60


def guess(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Return the column of the prompt and that of the answer; empty where nothing tells it.

    Args:
        columns: of the table.
        rows: some of its rows.
    """
    texts = [name for name in columns if _holds_texts(name, rows)]
    # What is called a label and never repeats is none.
    labels = [name for name in texts if _variety(name, rows) <= 0.5]
    answer = _named(texts, _ANSWERS) or _named(labels, _LABELS)
    others = [name for name in texts if name != answer]
    prompt = _named(others, _PROMPTS)
    if prompt and not answer:  # a question, and beside it a text without a telling name
        answer = _named([name for name in others if name != prompt], ("text", "content"))
    if answer and not prompt:
        # A column of few values, or of numbers and dates, is no prompt.
        varied = [name for name in others if _variety(name, rows) > 0.5]
        prompt = max(varied, key=lambda name: _letters(name, rows), default="")
        prompt = prompt if prompt and _letters(prompt, rows) else ""
    return prompt, answer


def nested(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the path to lists of records inside records, e.g. ``questions.answers``; else nothing."""
    path = ""
    level: list[Any] = list(rows)
    while len(path) < 200:
        found = next((key for key in _keys(level) if _is_list(level, key)), None)
        if found is None:
            return path
        path = f"{path}.{found}" if path else found
        level = [one for row in level for one in row.get(found) or () if isinstance(one, dict)]
    return path


def sample_of(column: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the first value of a column, for people."""
    return sample(next((str(row[column]) for row in rows if row.get(column) not in (None, "")), ""))


def sample(value: str) -> str:
    """Return the beginning of a text, in one line."""
    line = " ".join(value[: 4 * _SHOWN].split())
    return f"{line[:_SHOWN]}..." if len(line) > _SHOWN else line


def _named(columns: Sequence[str], names: Sequence[str]) -> str:
    by_word = {_last_word(column): column for column in reversed(columns)}
    return next((by_word[name] for name in names if name in by_word), "")


def _last_word(column: str) -> str:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", column[-80:])
    return words[-1].lower() if words else column.lower()


def _holds_texts(column: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a column holds texts, or numbers as labels are."""
    values = [row[column] for row in rows if row.get(column) is not None]
    return bool(values) and not any(isinstance(one, dict | list) for one in values)


def _variety(column: str, rows: Sequence[Mapping[str, Any]]) -> float:
    values = [str(row.get(column)) for row in rows]
    return len(set(values)) / len(values)


def _letters(column: str, rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(
        sum(map(str.isalpha, value[:1000]))
        for row in rows
        if isinstance(value := row.get(column), str)
    )


def _keys(rows: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(key for row in rows if isinstance(row, Mapping) for key in row))


def _is_list(rows: Sequence[Any], key: str) -> bool:
    lists = [row[key] for row in rows if isinstance(row.get(key), list) and row[key]]
    return bool(lists) and all(isinstance(one, dict) for items in lists for one in items)
