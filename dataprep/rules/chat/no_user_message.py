"""CHT010: an answer that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TurnRule, chat, rows
from dataprep.rules.chat.turns import fragment, known, opening
from dataprep.targets import Target

_TURNS = (("user", "Hi"), ("assistant", "Hello!"))


class NoUserMessage(TurnRule):
    """Finds conversations without a message of the user, or that do not begin with one.

    What it does: looks for the role `user`. Where the target wants the user to begin, the first
        message behind the system message must be the user's. Rows with messages of one role only,
        and rows without an answer, are named by other rules; so are the ends of preference inputs.

    Why it matters: the model learns to answer what it is asked. Without a question it learns to speak
        unasked; platforms whose turns alternate reject the row.

    What to do: add the question, or remove what comes before it.

    Source: Amazon Bedrock, preparing data for Claude 3 Haiku, 2026-11-20.
    """

    code = "CHT010"
    name = "no-user-message"
    severity = Severity.WARNING
    kinds = frozenset({"chat", "preference"})
    bad = (
        Sample(rows(chat(("system", "Write a haiku."), ("assistant", "Snow on the river")))),
        Sample(rows(chat(("assistant", "How can I help?"), *_TURNS)), target="bedrock-claude"),
    )
    good = (
        Sample(rows(chat(("system", "Be brief."), *_TURNS))),
        Sample(rows(chat(("assistant", "How can I help?"), *_TURNS))),
    )

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the conversation where no user speaks, or the first message that is not the user's."""
        if not known(roles, target):
            return
        asked = target.severity(self.code, "first_role_not_user")
        if "user" not in roles:
            # A row without an answer, or one that ends with it in a preference's input, lacks more.
            others = fragment(roles) or "assistant" not in roles
            if roles[-1] == "assistant" if kind == "preference" else others:
                return
            yield Problem(
                "no message is of the role `user`", (), "add the question before the answer", asked
            )
        elif asked is not None and roles[first := opening(roles)] != "user":
            yield Problem(
                f"the conversation begins with the role `{roles[first]}`, not with `user`",
                (first, "role"),
                "add the question before it, or remove the message",
                asked,
            )
