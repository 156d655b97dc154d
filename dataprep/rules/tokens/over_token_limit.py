"""TOK001: a row longer than the target trains on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
    UNSAFE,
    Drop,
    Edit,
    Problem,
    RowRule,
    Sample,
    chat,
    rows,
)
from dataprep.rules.row import Row
from dataprep.rules.tokens.counting import Measured, measure, plural
from dataprep.targets import Target

_LONG = chat(("user", "Repeat the letter."), ("assistant", " a" * 65_540))
_SHORT = chat(("user", "Say the letter."), ("assistant", "a"))
_DEED = {"rejected": "refuses the row", "dropped": "leaves the row out"}


class OverTokenLimit(RowRule):
    """Finds rows that have more tokens than the target takes.

    What it does: counts the tokens of a row in the target's encoding by the published formula and
        compares them with the target's limit. Where a part of the count is an estimate (tools,
        images, preference rows), the row is judged by what it takes at least. Rows of a target
        without a public encoding are counted in o200k_base, which makes the finding a warning.
        A text that the tokenizer gives up on is reported too.

    Why it matters: most platforms cut such a row at its end without a word. The end is the answer:
        what is left teaches the model to stop in the middle, or nothing at all.

    What to do: shorten the prompt, split the row into several, or leave it out; a limit that differs
        from model to model is another reason to name the model in the target. The repair leaves the row
        out, and nothing but that: without its early turns a conversation may say something else, and an
        answer cut short teaches to stop short. Rows counted in place of the model's own tokenizer stay.

    Source: OpenAI, fine-tuning best practices ("truncated"), 2026-11-20.
    """

    code = "TOK001"
    name = "over-token-limit"
    severity = Severity.ERROR
    fix = UNSAFE
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    wakes_on = frozenset({"@long"})
    bad = (Sample(rows(_SHORT, _LONG), line=2),)
    good = (
        Sample(rows(_SHORT, chat(("user", "Repeat the letter."), ("assistant", " a" * 60_000)))),
    )
    fixed = (Sample(rows(_SHORT)),)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the row's length where it is above the limit."""
        found = measure(row, target)
        if found is None:
            return
        if found.tokens.failure:
            yield Problem(
                found.tokens.failure,
                help="split the text, or leave the row out",
                severity=Severity.WARNING,
                fix="",
            )
        if found.tokens.low > found.limit:
            yield Problem(
                f"the row has {_tokens(found)}, the limit is {found.limit:,}"
                f"{target.whose('max_row_tokens')}; {_deed(row, found, target)}",
                help="shorten the prompt, split the row, or leave it out",
                severity=None if found.exact else Severity.WARNING,
                fix=None if found.exact else "",
            )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Leave the row out, where its length is certain."""
        return [] if problem.fix == "" else [Drop()]


def _tokens(found: Measured) -> str:
    least = "at least " if found.tokens.estimate else ""
    note = found.note() if not found.exact else ""
    return f"{least}{plural(found.tokens.low, 'token')}{note}"


def _deed(row: Row, found: Measured, target: Target) -> str:
    """Say what the platform does with the row, and what that leaves of the answers."""
    deed = target.value("over_limit", "unknown")
    if deed in _DEED:
        return f"{target.platform} {_DEED[deed]}"
    from dataprep.tokens import surviving_answers

    left = surviving_answers(row.data, row.kind, found.encoding, found.limit)
    total = found.tokens.answers
    answers = f"{left:,} of {plural(total, 'answer token')}"
    if deed == "truncated":
        return f"{target.platform} cuts the end, which leaves {answers}"
    return f"a cut at the end would leave {answers}"
