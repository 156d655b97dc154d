"""CHT009: two messages in a row by the same side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Edit, Problem, Remove, Sample, Set, TurnRule, chat, rows
from dataprep.rules.chat.turns import fragment
from dataprep.rules.mending import value_at
from dataprep.rules.row import Message, Row
from dataprep.targets import Target

_ASKED = ("user", "What is the capital of Peru?")
_ANSWER = ("assistant", "Lima")
_PLAIN = frozenset({"role", "content", "name", "weight"})


class RepeatedRole(TurnRule):
    """Finds two messages in a row of the user or of the assistant, where turns must alternate.

    What it does: compares each `user` and `assistant` message with the one before it, and names the
        first repetition. An answer that follows a tool's result is no repetition. It speaks for
        targets that say how bad it is.

    Why it matters: platforms and chat templates that want alternation reject the row or fail on it.
        Elsewhere a repetition is often a message that was lost between the two.

    What to do: merge the two messages into one, or add the message that is missing between them. The
        repair merges, with a blank line between; messages of different names or weights, and calls
        after which something else is said, are left as they are.

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

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return what makes one message of each run of the same side: its last one."""
        calls_may_speak = target.value("content_with_tool_calls") not in (
            "error",
            "warning",
            "info",
        )
        for run in _runs(row.thread, calls_may_speak):
            if len(run) > 1:
                contents = [value_at(row.exact, (*one.path, "content")) for one in run]
                yield Set((*run[-1].path, "content"), _merged(contents))
                yield from (Remove(one.path) for one in run[:-1])


def _runs(messages: list[Message], calls_may_speak: bool) -> Iterator[list[Message]]:
    """Yield the messages in order, those together that can become one."""
    run: list[Message] = []
    for one in messages:
        if run and not _joins(run[-1], one, calls_may_speak):
            yield run
            run = []
        run.append(one)
    yield run


def _joins(first: Message, second: Message, calls_may_speak: bool) -> bool:
    """Whether two messages can be one: neighbours of one side, both plain but for the second's calls."""
    if first.role != second.role or first.role not in ("user", "assistant"):
        return False
    if first.path[-1] + 1 != second.path[-1]:  # type: ignore[operator]
        return False
    if first.data.get("name") != second.data.get("name"):
        return False
    if first.data.get("weight", 1) != second.data.get("weight", 1):
        return False
    extra = second.data.keys() - _PLAIN
    if first.data.keys() - _PLAIN or extra - {"tool_calls"} or (extra and not calls_may_speak):
        return False
    said = second.data.get("content")
    return _is_content(first.data.get("content")) and (
        _is_content(said) or (said is None and bool(extra))
    )


def _is_content(content: Any) -> bool:
    return isinstance(content, str | list)


def _merged(contents: list[Any]) -> Any:
    """Return contents as one: a text, or parts where one of them has parts."""
    if all(isinstance(one, str) or one is None for one in contents):
        return "\n\n".join(one for one in contents if one and one.strip())
    parts: list[Any] = []
    for one in contents:
        if isinstance(one, list):
            parts += one
        elif one and one.strip():
            parts.append({"type": "text", "text": one})
    return parts
