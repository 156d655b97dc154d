"""CHT009: two messages in a row by the same side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TurnRule, chat, rows
from dataprep.rules.chat.turns import fragment
from dataprep.targets import Target

_ASKED = ("user", "What is the capital of Peru?")
_ANSWER = ("assistant", "Lima")


class RepeatedRole(TurnRule):
    """Finds two messages in a row of the user or of the assistant, where turns must alternate.

    What it does: compares each `user` and `assistant` message with the one before it, and names the
        first repetition. An answer that follows a tool's result is no repetition. It speaks for
        targets that say how bad it is.

    Why it matters: platforms and chat templates that want alternation reject the row or fail on it.
        Elsewhere a repetition is often a message that was lost between the two.

    What to do: merge the two messages into one, or add the message that is missing between them.

    Source: Together, data preparation guide, 2026-11-20.
    """

    code = "CHT009"
    name = "repeated-role"
    severity = Severity.WARNING
    fix = "unsafe"
    bad = (Sample(rows(chat(("user", "Hi!"), _ASKED, _ANSWER))),)
    good = (Sample(rows(chat(_ASKED, _ANSWER, ("user", "And of Chile?"), _ANSWER))),)
    fixed = (Sample(rows(chat(("user", f"Hi!\n\n{_ASKED[1]}"), _ANSWER))),)

    def applies(self, target: Target) -> bool:
        """For platforms that want alternation."""
        return target.severity(self.code, "repeated_role") is not None

    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield the first message of the user or the assistant that follows one of its own."""
        if fragment(roles):
            return
        places = [
            index
            for index in range(1, len(roles))
            if roles[index] == roles[index - 1] and roles[index] in ("user", "assistant")
        ]
        if not places:
            return
        first = places[0]
        more = f", {len(places)} times in this row" if len(places) > 1 else ""
        named = f"{'an' if roles[first] == 'assistant' else 'a'} `{roles[first]}` message"
        yield Problem(
            f"{named} follows {named}{more}",
            (first, "role"),
            "merge the two messages, or add the one that is missing between them",
            target.severity(self.code, "repeated_role"),
        )
