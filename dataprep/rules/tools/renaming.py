"""New ids for calls, and the results that follow them: what ties the two is kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import count
from typing import Any

from dataprep.rules.edits import Edit, Set
from dataprep.rules.row import Message, Path, Row
from dataprep.rules.tools import calls
from dataprep.targets import Target

LONGEST = 1_000
"""Characters of an id that are compared; no platform takes as many."""

# How new ids are written: the first of these that the platform takes.
_FORMS = (
    "call{:05}",
    "call_{}",
    "call-{}",
    "call{}",
    "{:09}",
    "{}",
    "{:016x}",
    "{:024x}",
    "{:032x}",
)


def fits(identity: str, target: Target) -> bool:
    """Whether an id is written as the platform wants it."""
    pattern = target.value("call_id_pattern")
    return not pattern or (
        len(identity) <= LONGEST and _compiled(pattern).fullmatch(identity) is not None
    )


def form(target: Target) -> str:
    """Return how new ids are written for a platform, empty where no such way is known."""
    return next((one for one in _FORMS if fits(one.format(1), target)), "")


def reformed(row: Row, target: Target) -> dict[str, str]:
    """Return id -> new id for all ids of a row's calls that the platform does not take."""
    written = form(target)
    if not written:
        return {}
    used = _used(row)
    made: dict[str, str] = {}
    for call in calls.of_row(row):
        if call.id is not None and call.id not in made and not fits(call.id, target):
            new = _fresh(written, used)
            if not fits(new, target):  # the numbers that the form has room for are spent
                break
            made[call.id] = new
    return made


def renamed(row: Row, old: str, new: str) -> list[Edit]:
    """Return the edits that give an id another name wherever it stands in a row."""
    edits: list[Edit] = [Set((*one.path, "id"), new) for one in calls.of_row(row) if one.id == old]
    return edits + [
        Set((*one.path, "tool_call_id"), new)
        for one in row.messages
        if one.data.get("tool_call_id") == old
    ]


def separated(row: Row, target: Target) -> dict[Path, list[Edit]]:
    """Return path of a call whose id an earlier one has -> what gives both it and its result a new id.

    Results belong to the last message that called with their id, in the order of its calls.
    """
    made = _Separating(row, target)
    seen: set[str] = set()
    pending = made.walk(row.thread, seen, {})
    for output in calls.outputs(row):
        if output:
            made.walk(output, set(seen), {key: list(left) for key, left in pending.items()})
    return made.edits


class _Separating:
    """One walk through the messages of a row."""

    def __init__(self, row: Row, target: Target) -> None:
        self.target, self.used = target, _used(row)
        self.edits: dict[Path, list[Edit]] = {}

    def walk(
        self, messages: list[Message], seen: set[str], pending: dict[str, list[Path | None]]
    ) -> dict[str, list[Path | None]]:
        """Follow a conversation.

        Args:
            seen: ids of earlier calls, which grows.
            pending: id -> the calls whose results are awaited, by the path of those that got a new
                id, None for one that keeps it; changed and returned.
        """
        for message in messages:
            called: dict[str, list[Path | None]] = {}
            for call in calls.of_message(message):
                if call.id is None:
                    continue
                called.setdefault(call.id, []).append(call.path if call.id in seen else None)
                if call.id in seen:
                    self.edits[call.path] = [Set((*call.path, "id"), self._new(call.id))]
                seen.add(call.id)
            pending.update(called)
            answered = message.data.get("tool_call_id")
            waiting = pending.get(answered) if isinstance(answered, str) else None
            if waiting:
                path = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                if path is not None:
                    new = self.edits[path][0]
                    assert isinstance(new, Set)
                    self.edits[path].append(Set((*message.path, "tool_call_id"), new.value))
        return pending

    def _new(self, identity: str) -> str:
        for number in count(2):
            made = f"{identity or 'call'}_{number}"
            if made not in self.used:
                break
        written = form(self.target)
        if written and not fits(made, self.target) and fits(identity, self.target):
            made = _fresh(written, self.used)
        self.used.add(made)
        return made


def _used(row: Row) -> set[str]:
    """Return the ids that calls of the row have, and results name."""
    named: Iterable[Any] = (one.data.get("tool_call_id") for one in row.messages)
    return {one.id for one in calls.of_row(row) if one.id is not None} | {
        one for one in named if isinstance(one, str)
    }


def _fresh(written: str, used: set[str]) -> str:
    """Return the first id of a form that is not used, and use it."""
    made = next(one for number in count(1) if (one := written.format(number)) not in used)
    used.add(made)
    return made


@cache
def _compiled(pattern: str) -> Any:
    import re2  # linear in the id, whatever pattern a configuration states

    return re2.compile(pattern)
