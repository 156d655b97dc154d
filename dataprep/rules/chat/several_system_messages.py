"""CHT008: more than one system message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TurnRule, chat, rows
from dataprep.rules.chat.turns import INSTRUCTIONS, fragment, misplaced, opening
from dataprep.targets import Target

_TURNS = (("user", "Hi"), ("assistant", "Hello!"))


class SeveralSystemMessages(TurnRule):
    """Finds conversations that begin with more than one system message.

    What it does: counts the `system` and `developer` messages at the beginning. One that comes later
        is named by `system-not-first`, and counted here only where the target allows it.

    Why it matters: chat templates write one system text. The others are dropped, joined or rejected,
        so that the model learns another prompt than the one that it will see.

    What to do: join the instructions into one system message.

    Source: Mistral, mistral-finetune data validation, 2026-11-20.
    """

    code = "CHT008"
    name = "several-system-messages"
    severity = Severity.WARNING
    bad = (Sample(rows(chat(("system", "Be brief."), ("system", "Be polite."), *_TURNS))),)
    good = (
        Sample(rows(chat(("system", "Be brief. Be polite."), *_TURNS))),
        Sample(rows(chat(("system", "Be brief."), *_TURNS, ("system", "Be polite."), *_TURNS))),
    )

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the second system message where there are several."""
        if fragment(roles):
            return
        count = opening(roles)
        if target.value("system_not_first") == "off":
            count += len(misplaced(roles))
        if count > 1:
            places = [index for index, role in enumerate(roles) if role in INSTRUCTIONS]
            yield Problem(
                f"the conversation has {count} system messages",
                (places[1], "role"),
                "join the instructions into one system message",
            )
