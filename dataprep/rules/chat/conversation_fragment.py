"""CHT016: a row that is a part of a conversation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.rules.base import Problem, Sample, TurnRule, chat, rows
from dataprep.rules.chat.turns import INSTRUCTIONS, fragment, known
from dataprep.targets import Target

_PIECES = (("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello!"))


class ConversationFragment(TurnRule):
    """Finds rows with messages of one role only: a conversation that is spread over rows.

    What it does: looks for rows whose messages are all the system's, all the user's, or all the
        assistant's. A row with two roles or more is judged by the other rules about turns.

    Why it matters: each row is trained by itself. A question without its answer is rejected, and an
        answer without its question teaches nothing about when to give it.

    What to do: write a whole conversation into each row: the system message, the user's and the
        assistant's. Rows for reinforcement hold no answer: validate them with
        `--method reinforcement`.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20.
    """

    code = "CHT016"
    name = "conversation-fragment"
    kinds = frozenset({"chat"})
    bad = (
        Sample(rows(*(chat(piece) for piece in _PIECES))),
        Sample(rows(chat(*_PIECES), chat(_PIECES[2])), line=2),
    )
    good = (
        Sample(rows(chat(*_PIECES))),
        Sample(rows(chat(_PIECES[1])), method="reinforcement"),
    )

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the row where it has one role only."""
        if not known(roles, target) or not fragment(roles):
            return
        role = "system" if roles[0] in INSTRUCTIONS else roles[0]
        article = "an" if role == "assistant" else "a"
        held = f"only {article} `{role}` message" if len(roles) == 1 else f"only `{role}` messages"
        hint = "write the system message, the question and the answer into one row"
        if role == "user":
            hint += "; rows without answers are for --method reinforcement"
        yield Problem(f"the row holds {held}, not a conversation", help=hint)
