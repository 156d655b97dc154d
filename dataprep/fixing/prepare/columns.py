"""Which columns of a table are the prompt and the answer, as far as names and values tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import SYSTEM_NAMES, normalized

# The last word of a column's name; the most telling first.
_ANSWERS = (
    "completion", "answer", "response", "reply", "output", "solution", "definition", "translation",
    "summary", "antwort", "réponse", "respuesta", "risposta", "resposta",
)  # fmt: skip
_LABELS = (
    "label", "class", "classification", "category", "sentiment", "intent", "topic", "emotion", "spam",
    "kategorie",
)  # fmt: skip
_QUESTIONS = (
    "prompt", "question", "query", "instruction", "input", "request", "frage", "pregunta", "domanda",
    "pergunta",
)  # fmt: skip
_TEXTS = (
    "review", "description", "term", "text", "content", "message", "email", "mail", "comment",
    "tweet", "post", "sentence", "utterance", "ticket", "body",
)  # fmt: skip
# What says where a text comes from is not what is to be learned of it.
_ORIGINS = frozenset({
    "id", "source", "origin", "lang", "language", "split", "date", "year", "month", "time", "url",
    "license", "author", "user", "version", "type", "format", "dataset", "model", "file",
})  # fmt: skip
_SHOWN = 60
_LABEL_LENGTH = 40
_FEW, _EACH = 9, 3  # rows from which values alone make a label; rows a label, at the least


def guess(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Return the column of the prompt and that of the answer; empty where nothing tells it.

    Args:
        columns: of the table.
        rows: some of its rows.
    """
    texts = _texts(columns, rows)
    answer = _named(texts, _ANSWERS)
    label = "" if answer else _label(texts, rows)
    if label:
        return _text_of(label, texts, rows), label
    others = [name for name in texts if name != answer]
    prompt = _named(others, (*_QUESTIONS, *_TEXTS) if answer else _QUESTIONS)
    if prompt and not answer:  # a question, and beside it a text without a telling name
        answer = _named([name for name in others if name != prompt], ("text", "content"))
    if answer and not prompt:
        prompt = max(_varied(others, rows), key=lambda name: _letters(name, rows), default="")
    return prompt, answer


def answers_beside(text: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether some column beside a text looks like what is to be learned of it.

    Args:
        text: the column of the texts.
        columns: of the table.
        rows: some of its rows.
    """
    others = [name for name in _texts(columns, rows) if name != text]
    return bool(_named(others, _ANSWERS) or _named_label(others, rows) or _labels(others, rows))


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


def _texts(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the columns that can be a side; instructions to a system are none."""
    can = [name for name in columns if normalized(name) not in SYSTEM_NAMES]
    return [name for name in can if _holds_texts(name, rows)]


def _label(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the column that is a label by its name, or the only one that is by its values."""
    by_values = _labels(columns, rows)
    return _named_label(columns, rows) or (by_values[0] if len(by_values) == 1 else "")


def _named_label(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    # What is called a label and never repeats is none, where there are rows enough to repeat it.
    can = [
        name for name in columns
        if _variety(name, rows) <= 0.5 or (len(rows) < _FEW and _is_short(name, rows))
    ]  # fmt: skip
    return _named(can, _LABELS)


def _labels(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the columns of few short values that repeat."""
    if len(rows) < _FEW:
        return []
    return [
        name for name in columns
        if 1 < len({str(row.get(name)) for row in rows}) <= len(rows) / _EACH
        and _is_short(name, rows) and _last_word(name) not in _ORIGINS
    ]  # fmt: skip


def _text_of(label: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the column that a label is about; empty where several could be."""
    size = {name: _letters(name, rows) for name in _varied(columns, rows) if name != label}
    longest = max(size, key=lambda name: size[name], default="")
    named = _named(list(size), (*_QUESTIONS, *_TEXTS))
    if named and 2 * size[named] >= size[longest]:
        return named
    alone = not any(_is_wordy(name, rows) for name in columns if name not in (longest, label))
    return longest if alone and longest and size[longest] >= 3 * _letters(label, rows) else ""


def _varied(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the columns that can be a prompt: not of few values, nor of numbers and dates."""
    return [name for name in columns if _variety(name, rows) > 0.5 and _letters(name, rows)]


def _is_wordy(column: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether most values are several words, unlike names and numbers of records."""
    return 2 * sum(" " in str(row.get(column)).strip() for row in rows) > len(rows)


def _is_short(column: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    return all(len(str(row.get(column))) <= _LABEL_LENGTH for row in rows)


def _named(columns: Sequence[str], names: Sequence[str]) -> str:
    by_word = {_last_word(column): column for column in reversed(columns)}
    return next((by_word[name] for name in names if name in by_word), "")


def _last_word(column: str) -> str:
    words = re.findall(r"[^\W\d_]+|\d+", normalized(column[-80:]))
    return words[-1] if words else column.lower()


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
