"""What to remember when the trained model is asked: marks, the system prompt, and what was cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dataprep.fixing.prepare.tasks import CLASSIFICATION, Task, rows_of
from dataprep.rules.base import Place
from dataprep.rules.prompt_completion.marks import SEPARATORS, STOPS, mark_of
from dataprep.rules.prompt_completion.openings import Openings
from dataprep.rules.prompt_completion.pairs import quoted


def asking_lines(
    parts: Sequence[Path], task: Task, system: str, cut: Mapping[str, str]
) -> Iterator[str]:
    """Yield what to do as in the rows when the model is asked.

    Args:
        parts: the files of the rows.
        task: what they are for.
        system: the system prompt of all of them; empty where there is none.
        cut: side of a pair -> the beginning that was cut from all.
    """
    if words := cut.get("prompt"):
        yield f"when asking: leave the beginning {quoted(words)} out of the prompt"
    if words := cut.get("completion"):
        yield f"when asking: the answer comes without the beginning {quoted(words)}"
    if mark := _separator(parts, task):
        yield f"when asking: end the prompt in {quoted(mark, True)}"
    if mark := _stop(parts, task):
        yield f"when asking: stop at {quoted(mark, True)}"
    if system:
        yield f"when asking: begin with the system prompt {quoted(system)}"


def beginning(rows: Path, side: str) -> str:
    """Return the words with which all texts of a side begin."""
    found = Openings(side)
    for _, row in rows_of(rows):
        if row is not None:
            found.add(row, Place("", 0))
    return found.words


def _separator(parts: Sequence[Path], task: Task) -> str:
    mark = mark_of(task.prompt_end, "prompt")
    if mark in SEPARATORS:
        return mark
    mark = _own(mark)
    return mark if mark and not _occurs(parts, mark, "prompt", "completion") else ""


def _stop(parts: Sequence[Path], task: Task) -> str:
    """Return the stop sequence; none that would cut an answer, or is the end of all labels."""
    mark = mark_of(task.answer_end, "completion")
    if mark not in STOPS:
        mark = "" if task.name == CLASSIFICATION else _own(mark)
    return mark if mark and not _occurs(parts, mark, "completion") else ""


def _own(common: str) -> str:
    """Return what may be a mark of somebody's own: no part of a word, and no words as people write."""
    at = next((n for n, char in enumerate(common) if not char.isalnum()), len(common))
    mark = common[at:]
    signs = any(not char.isalnum() and not char.isspace() for char in mark)
    return mark if signs or mark.isupper() else ""


def _occurs(parts: Sequence[Path], mark: str, side: str, other: str = "") -> bool:
    """Whether a mark occurs otherwise than as the end of its side, or anywhere in the other."""
    for part in parts:
        for _, row in rows_of(part):
            if row is None:
                continue
            text, beside = row.data.get(side), row.data.get(other)
            if isinstance(text, str) and 0 <= text.find(mark) < len(text) - len(mark):
                return True
            if isinstance(beside, str) and mark in beside:
                return True
    return False
