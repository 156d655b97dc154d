"""TXT007: refusals as the answer to learn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TextRule, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.text.exchange import exchange
from dataprep.rules.text.refusals import OTHERS, REFUSED, SELF, for_json, pattern
from dataprep.rules.wording import quoted
from dataprep.targets import Target

_ASKED = ("user", "Which of the two is nicer?")
_BEGINNING = 200


class Refusal(TextRule):
    """Finds answers in which a model refuses or speaks of itself as a language model.

    What it does: looks for "As an AI language model", "I cannot assist with that", "my knowledge
        cutoff" and the like, in English, German, French, Spanish, Italian and Portuguese, within the
        first 200 characters of the answers that are learned.

    Why it matters: such answers were left by the model that made the data. They teach to refuse, and to
        say "as an AI" to customers.

    What to do: leave the row out or write the answer; ignore the rule where refusing is to be learned.

    Source: the phrases of unmoderated answers in published chat data, 2026-11-20.
    """

    code = "TXT007"
    name = "refusal"
    severity = Severity.WARNING
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", "As an AI language model, I have no taste.")))),
        Sample(rows(chat(_ASKED, ("assistant", "I'm sorry, but I can't assist with that.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Als KI-Sprachmodell habe ich keinen Geschmack.")))),
    )
    good = (
        Sample(rows(chat(_ASKED, ("assistant", "I'm sorry, but I can't find your order.")))),
        Sample(
            rows(chat(_ASKED, ("assistant", "As a large model train club, we like the red one.")))
        ),
        Sample(rows(chat(("user", "As an AI language model, speak."), ("assistant", "Woof.")))),
    )

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the phrases."""
        return [for_json(one) for one in (*SELF, *REFUSED, *OTHERS)]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield each answer that begins so."""
        for path, text in _answers(row):
            found = _phrases().search(text[:_BEGINNING])
            if found:
                yield Problem(
                    f"the answer to learn says {quoted(found[0], 60)}",
                    path,
                    help="leave the row out or write the answer, unless refusing is to be learned",
                )


def _answers(row: Row) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if row.kind == "chat":
        for message in row.thread:
            if message.role == "assistant" and message.data.get("weight") != 0:
                yield from message.texts()
    elif (found := exchange(row)) is not None:
        yield found.path, found.answer


@cache
def _phrases() -> re.Pattern[str]:
    return pattern()
