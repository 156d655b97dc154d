"""RFT002: a task that does not end with the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.rules.base import Problem, Sample, TurnRule, rows
from dataprep.rules.chat.turns import known
from dataprep.rules.reinforcement.tasks import task
from dataprep.targets import Target

_TASK = task(6, answer="7")
_ANSWERED = {
    **_TASK,
    "messages": [*_TASK["messages"], {"role": "assistant", "content": "7"}],
}


class LastMessageNotUser(TurnRule):
    """Finds tasks for reinforcement whose last message is not the user's.

    What it does: looks at the role of the last message.

    Why it matters: the model writes the answer itself, and the grader judges that one. An answer in the
        row is no part of a task; platforms reject the row.

    What to do: remove the messages after the last question. Keep a reference answer under a key beside
        `messages`, where the grader reads it as `{{ item.KEY }}`.

    Source: OpenAI, reinforcement fine-tuning guide, 2026-11-20; azure-skills, dataset validators,
        2026-11-20.
    """

    code = "RFT002"
    name = "last-message-not-user"
    kinds = frozenset({"reinforcement"})
    bad = (Sample(rows(_ANSWERED), method="reinforcement"),)
    good = (Sample(rows(_TASK), method="reinforcement"),)

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the last message where it is not the user's."""
        last = len(roles) - 1
        if roles[last] != "user" and known(roles, target):
            yield Problem(
                f"the last message is of the role `{roles[last]}`, not `user`",
                (last, "role"),
                "remove it; a reference for the grader stands under a key beside `messages`",
            )
