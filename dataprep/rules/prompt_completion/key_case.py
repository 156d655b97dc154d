"""PRC013: `Prompt` or `COMPLETION`, where keys are written in lower case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dataprep.rules.base import SAFE, Edit, Problem, Rename, Sample, SchemaRule, Violation, rows
from dataprep.rules.row import Row
from dataprep.rules.schema.words import any_of, keys
from dataprep.targets import Target

_ABOVE_ALL = 1_000
_OWN = ("prompt", "completion")


class KeyCase(SchemaRule):
    """Finds `prompt` and `completion` in another case, or with white space around them.

    What it does: compares the keys of a row that lacks `prompt` or `completion` with the two.

    Why it matters: keys are compared to the letter: the platform says that the key is missing.

    What to do: write the keys in lower case. The texts stay as they are. Where two keys stand for one,
        it is for a person to say which.

    Source: OpenAI, openai-python 1.109.1, fine_tunes.prepare_data, 2026-11-20.
    """

    code = "PRC013"
    name = "key-case"
    fix = SAFE
    kinds = frozenset({"prompt-completion", "unknown"})
    claims = (("required", ""),)
    bad = (
        Sample(rows({"Prompt": "2+2=", "COMPLETION": " 4"})),
        Sample(rows({"prompt": "2+2=", "Completion": " 4"})),
    )
    good = (Sample(rows({"prompt": "2+2=", "completion": " 4"})),)
    fixed = (good[0], good[0])

    def rank(self, violation: Violation) -> int:
        """Fit a row in which the missing key stands in another case."""
        if violation.keyword != "required" or len(violation.path) != 1:
            return 0
        missing, variants = violation.path[0], {_meant(key) for key in violation.owner} - {""}
        if missing in _OWN:
            return _ABOVE_ALL if missing in variants else 0
        # A row of unknown kind is asked for another kind's keys, and has the two instead.
        return _ABOVE_ALL if variants == {*_OWN} else 0

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the keys as they stand."""
        owner = violation.owner
        wrong = [key for key in owner if _meant(key)]
        right = any_of(f"`{_meant(key)}`" for key in wrong)
        few = len(wrong) == 1
        return Problem(
            f"{'the key' if few else 'the keys'} {keys(wrong)} "
            f"{'stands' if few else 'stand'} for {right.replace(' or ', ' and ')}",
            (wrong[0],),
            "write the keys in lower case",
            fix=None if _names(owner) else "",
        )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the keys in lower case."""
        return [Rename((key,), meant) for key, meant in _names(row.data).items()]


def _meant(key: str) -> str:
    """Return which of the two keys another spelling stands for; empty where it stands for none."""
    plain = key.strip().lower()
    return plain if plain in _OWN and plain != key else ""


def _names(owner: dict[str, Any]) -> dict[str, str]:
    """Return key -> the one of the two that it alone stands for, where that is missing."""
    meant = {key: _meant(key) for key in owner}
    words = list(meant.values())
    return {
        key: word
        for key, word in meant.items()
        if word and word not in owner and words.count(word) == 1
    }
