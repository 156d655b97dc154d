"""TOK002: a row that almost reaches the target's limit."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import CONVERSATIONS, Content, Problem, RowRule, Sample, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.tokens.counting import measure, plural
from dataprep.targets import Target

_NEAR = 0.95


def _row(tokens: int) -> Content:
    return rows(chat(("user", "Repeat the letter."), ("assistant", " a" * tokens)))


class NearTokenLimit(RowRule):
    """Finds rows within 5 % of the target's token limit, and estimates that may be above it.

    What it does: counts a row as `over-token-limit` does, and speaks where it does not yet. A row
        whose length is an estimate is named when the estimate is near or above the limit.

    Why it matters: platforms add a few tokens of their own around a row, and a system prompt or a
        tool that is added later makes the row too long. What is too long loses its end.

    What to do: nothing for now; keep the rest in mind before adding to every row.

    Source: OpenAI, fine-tuning best practices, 2026-11-20.
    """

    code = "TOK002"
    name = "near-token-limit"
    severity = Severity.INFO
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    wakes_on = frozenset({"@long"})
    bad = (Sample(_row(65_000)),)
    good = (Sample(_row(61_000)), Sample(_row(65_540)))

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the row's length where it is near the limit."""
        found = measure(row, target)
        if found is None or found.tokens.low > found.limit:
            return
        total = found.tokens.total
        if total > _NEAR * found.limit:
            yield Problem(
                f"the row has {plural(total, 'token')}{found.note()}, "
                f"the limit is {found.limit:,}{target.whose('max_row_tokens')}",
                help="leave room before anything is added to every row",
            )
