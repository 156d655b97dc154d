"""CHT007: a system message inside a conversation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TurnRule, chat, rows
from dataprep.rules.chat.turns import misplaced
from dataprep.targets import Target

_TURNS = (("user", "Hi"), ("assistant", "Hello!"))
_SYSTEM = ("system", "Be brief.")


class SystemNotFirst(TurnRule):
    """Finds system messages that come after a message of another role.

    What it does: looks for `system` (or `developer`) behind the first message of another role, and
        names the first one. How bad it is, is the target's word.

    Why it matters: most platforms and chat templates take the system message at the beginning only;
        some reject the row, some move or drop the text. When the model is used, it stands first.

    What to do: move the instruction to the beginning, or into the message of the user.

    Source: Together, data preparation guide, 2026-11-20.
    """

    code = "CHT007"
    name = "system-not-first"
    severity = Severity.WARNING
    bad = (
        Sample(rows(chat(_TURNS[0], _SYSTEM, _TURNS[1]))),
        Sample(rows(chat(*_TURNS), chat(*_TURNS, _SYSTEM, *_TURNS)), line=2),
    )
    good = (Sample(rows(chat(_SYSTEM, *_TURNS))), Sample(rows(chat(*_TURNS))))

    def applies(self, target: Target) -> bool:
        """Not for platforms that take it."""
        return bool(target.value("system_not_first") != "off")

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the first system message that is not at the beginning."""
        places = misplaced(roles)
        severity = target.severity(self.code, "system_not_first")
        after = target.severity(self.code, "system_after_answer")
        if after and (late := [one for one in places if roles[one - 1] in ("assistant", "tool")]):
            places, severity = late, after
        if places:
            first = places[0]
            yield Problem(
                f"a `{roles[first]}` message comes after a `{roles[first - 1]}` message",
                (first, "role"),
                "move the instruction to the beginning, or into the user's message",
                severity,
            )
