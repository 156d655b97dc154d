"""CHT005: a conversation without an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.rules.base import Problem, Sample, TurnRule, chat, rows
from dataprep.rules.chat.turns import fragment, known
from dataprep.targets import Target


class NoAssistantMessage(TurnRule):
    """Finds conversations without a message of the assistant.

    What it does: looks for the role `assistant` among the messages. Rows with messages of one role
        only are named by `conversation-fragment`; rows for reinforcement need no answer.

    Why it matters: supervised training learns the assistant's messages. Without one there is nothing
        to learn, and the platform rejects the file.

    What to do: add the answer as the last message, or leave the row out. If the model shall find the
        answers itself, the rows are for `--method reinforcement`.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20.
    """

    code = "CHT005"
    name = "no-assistant-message"
    kinds = frozenset({"chat"})
    bad = (Sample(rows(chat(("system", "Be brief."), ("user", "What is the capital of Peru?")))),)
    good = (
        Sample(rows(chat(("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello!")))),
        Sample(rows(chat(("system", "Be brief."), ("user", "Hi"))), method="reinforcement"),
    )

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the conversation where nobody answers."""
        if "assistant" not in roles and known(roles, target) and not fragment(roles):
            count = len(roles)
            yield Problem(
                f"none of the {count} messages is of the role `assistant`",
                help="add the answer as the last message; "
                "rows without answers are for --method reinforcement",
            )
