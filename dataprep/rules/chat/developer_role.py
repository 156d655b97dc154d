"""CHT015: a developer message where only system messages are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import Edit, Problem, Sample, Set, TurnRule, chat, rows
from dataprep.rules.row import Row
from dataprep.targets import Target

_TURNS = (("user", "Hi"), ("assistant", "Hello!"))


class DeveloperRole(TurnRule):
    """Finds messages of the role `developer` where the target takes only `system`.

    What it does: looks for the role `developer`. It speaks where the target says how bad it is, and
        as an error where the role is not among the target's. Rows for reinforcement may have it.

    Why it matters: the role belongs to the chat API of newer models. The row formats of supervised
        and preference training do not have it, and most chat templates do not know it.

    What to do: rename the role to `system`.

    Source: openai-openapi, FineTuneChatRequestInput (2025-07-04), 2026-11-20.
    """

    code = "CHT015"
    name = "developer-role"
    severity = Severity.WARNING
    fix = "safe"
    kinds = frozenset({"chat", "preference"})
    bad = (Sample(rows(chat(("developer", "Be brief."), *_TURNS))),)
    good = (
        Sample(rows(chat(("system", "Be brief."), *_TURNS))),
        Sample(rows(chat(("developer", "Be brief."), *_TURNS[:1])), method="reinforcement"),
    )
    fixed = (Sample(rows(chat(("system", "Be brief."), *_TURNS))),)

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield every message of the role."""
        if "developer" not in roles or target.value("developer") == "off":
            return
        taken = target.value("roles")
        severity = target.severity(self.code, "developer")
        if severity is None:
            if taken is None or "developer" in taken:
                return
            severity = Severity.ERROR
        # Where there is no system role either, renaming repairs nothing.
        system = taken is None or "system" in taken
        for index, role in enumerate(roles):
            if role == "developer":
                yield Problem(
                    "the role is `developer`, not `system`"
                    if system
                    else "the role is `developer`",
                    (index, "role"),
                    "rename the role to `system`" if system else "move the text to the user's",
                    severity,
                    fix=None if system else "",
                )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the role that the target has instead."""
        return [] if problem.fix == "" else [Set(problem.path, "system")]
