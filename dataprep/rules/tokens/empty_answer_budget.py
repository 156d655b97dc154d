"""TOK005: a dataset that hardly has any answers in it."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
    Dataset,
    DatasetRule,
    Mergeable,
    Problem,
    Sample,
    chat,
    rows,
)  # fmt: skip
from dataprep.rules.tokens.counting import plural
from dataprep.targets import Target

_LEAST = 0.01
_EXACT = {"tokens": "exact"}
_LONG = "Here is a page of the manual. Does it name a colour? " + "The red lamp is on. " * 60


class EmptyAnswerBudget(DatasetRule[Mergeable]):
    """Finds datasets whose answers are less than 1 % of what is paid for.

    What it does: divides the tokens of the answers that are learned by all tokens of the train files.
        It speaks only where the tokens were counted (`--tokens exact`).

    Why it matters: every token of a row is billed, but only the answers teach. A share this small
        often means that the prompts carry whole documents, or that answers are missing or have the
        weight 0.

    What to do: shorten the prompts; move what all rows have in common into a short instruction.
        For labels of one word the share may be as it should be.

    Source: OpenAI, supervised fine-tuning guide (billed tokens, weight), 2026-11-20.
    """

    code = "TOK005"
    name = "empty-answer-budget"
    severity = Severity.WARNING
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(rows(chat(("user", _LONG), ("assistant", "Red."))), line=None, options=_EXACT),)
    good = (
        Sample(rows(chat(("user", "Name a colour."), ("assistant", "Red."))), options=_EXACT),
        Sample(rows(chat(("user", _LONG), ("assistant", "Red.")))),
    )

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the share of the answers where it is too small."""
        tokens, answers = dataset.tokens, dataset.answer_tokens
        # Reinforcement rows have no answers, and a file without any answer is another rule's.
        if not tokens or not answers or dataset.method == "reinforcement":
            return
        if answers < _LEAST * tokens:
            yield Problem(
                f"the answers have {answers:,} of {plural(tokens, 'token')} "
                f"({answers / tokens:.2%}), less than {_LEAST:.0%}",
                help="shorten the prompts, or move what they share into a short instruction",
            )
