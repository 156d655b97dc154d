"""Texts that do not end in a common mark, prompts or completions: what is said, and the repair."""

from __future__ import annotations

from collections.abc import Iterable

from dataprep.model import Severity
from dataprep.rules.base import Edit, Problem, Set
from dataprep.rules.prompt_completion.marks import Marks
from dataprep.rules.prompt_completion.pairs import of_all, quoted, text_of
from dataprep.rules.row import Row


def unmarked(
    marks: Marks, mark: str, purpose: str, option: str, severity: Severity | None
) -> Problem:
    """Return the problem: the first text without the mark of the others, or that there is none.

    Args:
        marks: the tally of the side.
        mark: what the mark is called.
        purpose: what a common ending would do, behind ``no common ending that``.
        option: of `dataprep convert`, which adds the mark.
        severity: the target's word.
    """
    side, count = marks.side, marks.endings.rows
    command = f"`dataprep convert FILE --to prompt-completion {option}"
    if usual := marks.usual:
        missing = count - marks.ending[usual]
        without, verb = of_all(missing, count, side), "ends" if missing == 1 else "end"
        return Problem(
            f"{without} {verb} without the {mark} {quoted(usual)} of the others",
            help=f"end every {side} with it: {command} '{quoted(usual)[1:-1]}'`",
            severity=severity,
            location=marks.missing[usual].location(),
        )
    free = f"{quoted(marks.free)}, which occurs in no text" if marks.free else "the same text"
    return Problem(
        f"the {count:,} {side}s have no common ending that {purpose}",
        help=f"end every {side} with {free}: {command} {'auto' if marks.free else 'TEXT'}`; "
        "not needed where the platform applies a chat template",
        severity=severity,
        fix=None if marks.free else "",
    )


def marked(row: Row, side: str, mark: str) -> Iterable[Edit]:
    """Yield the edit that ends a text of a row in a mark; none for a blank one, or where it does so."""
    text = text_of(row, side)
    if text and not text.endswith(mark):
        yield Set((side,), text + mark)
