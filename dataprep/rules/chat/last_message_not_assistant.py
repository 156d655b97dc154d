"""CHT006: a conversation that does not end with the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dataprep.rules.base import Edit, Problem, Remove, Sample, TurnRule, chat, rows
from dataprep.rules.chat.turns import known
from dataprep.rules.row import Row
from dataprep.rules.schema.metadata import is_graded
from dataprep.targets import Target

_WHOLE = (("user", "What is the capital of Peru?"), ("assistant", "Lima"))


class LastMessageNotAssistant(TurnRule):
    """Finds conversations whose last message is not the assistant's.

    What it does: looks at the role of the last message. Conversations without any message of the
        assistant are named by `no-assistant-message`; rows for reinforcement must end with the user.

    Why it matters: what comes after the last answer is paid for and never learned, and most
        platforms reject such rows. Often the answer was lost on the way.

    What to do: add the missing answer, or remove the messages after the last one. The repair removes
        them; rows that have something for a grader beside the question are left as they are.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20.
    """

    code = "CHT006"
    name = "last-message-not-assistant"
    fix = "unsafe"
    kinds = frozenset({"chat"})
    bad = (Sample(rows(chat(*_WHOLE, ("user", "Thank you!")))),)
    good = (Sample(rows(chat(*_WHOLE))),)
    fixed = (Sample(rows(chat(*_WHOLE))),)

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the last message where it is not the assistant's."""
        last = len(roles) - 1
        if roles[last] != "assistant" and "assistant" in roles and known(roles, target):
            yield Problem(
                f"the last message is of the role `{roles[last]}`, not `assistant`",
                (last, "role"),
                "add the answer, or remove the messages after the last answer",
                target.severity(self.code, "last_message_not_assistant"),
            )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the removal of what comes after the last answer."""
        if is_graded(row.data):
            return []
        last = max((one.path for one in row.thread if one.role == "assistant"), default=())
        return [Remove(one.path) for one in row.thread if last and one.path > last]
