"""CHT002: a role that the target does not know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dataprep.rules.base import (
    SAFE,
    Edit,
    Problem,
    Sample,
    SchemaRule,
    Set,
    Violation,
    chat,
    rows,
)
from dataprep.rules.mending import value_at
from dataprep.rules.row import Row
from dataprep.rules.schema.words import listed, near, place, shown
from dataprep.targets import Target

_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
# Other words for a role, as datasets use them.
_MEANT = {
    **dict.fromkeys(("human", "prompter", "customer", "client", "question"), "user"),
    **dict.fromkeys(
        ("gpt", "chatgpt", "bot", "chatbot", "model", "ai", "agent", "claude", "answer"),
        "assistant",
    ),
    **dict.fromkeys(("instruction", "system_prompt", "context"), "system"),
    **dict.fromkeys(
        ("observation", "tool_response", "function_response", "ipython", "tool_result"), "tool"
    ),
}


class UnknownRole(SchemaRule):
    """Finds roles that are not among those of the target.

    What it does: compares each `role` with the target's, to the letter, and suggests the one that
        `human`, `gpt`, `bot`, `User` or `assistent` stands for.

    Why it matters: the platform rejects the file, or a template leaves the message out.

    What to do: write the role that is suggested. A role that stands for nobody in the conversation
        (a narrator, a moderator) is removed, or becomes part of another message.

    Source: OpenAI, openai-openapi, FineTuneChatRequestInput, 2026-11-20.
    """

    code = "CHT002"
    name = "unknown-role"
    fix = SAFE
    claims = (("enum", "*/role"),)
    bad = (
        Sample(rows(chat(("human", "2+2?"), ("assistant", "4")))),
        Sample(rows(chat(("user", "2+2?"), ("assistent", "4")))),
    )
    good = (Sample(rows(chat(("user", "2+2?"), ("assistant", "4")))),)
    fixed = (good[0], good[0])

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the role, and the one that is meant."""
        roles = [role for role in violation.limit if role in target.value("roles", _ROLES)]
        meant = _meant(violation.value, roles)
        return Problem(
            f"{place(violation.path)} is {shown(violation.value)}, not {listed(roles)}",
            violation.path,
            f"did you mean `{meant}`?"
            if meant
            else "use one of these roles, or remove the message",
            fix=None if meant else "",
        )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the role that is meant."""
        roles = list(target.value("roles", _ROLES))
        meant = _meant(value_at(row.data, problem.path), roles)
        return [Set(problem.path, meant)] if meant else []


def _meant(word: Any, roles: list[str]) -> str:
    if isinstance(word, str):
        role = _MEANT.get(word.strip().lower().replace("-", "_").replace(" ", "_"), "")
        if role in roles:
            return role
    return near(word, roles)
