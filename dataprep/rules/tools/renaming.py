"""New ids for calls, and the results that follow them: what ties the two is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def reformed(row: Row, target: Target) -> dict[str, list[Edit]]:
    """Return id -> what gives it a new name wherever it stands, for all that the platform refuses."""
    made: dict[str, list[Edit]] = {}
    names = _Names(row, target)
    new: dict[str, str] = {}
    for call in calls.of_row(row):
        if call.id is None or fits(call.id, target):
            continue
        if call.id not in new:
            new[call.id] = names.fresh()
        if new[call.id]:
            made.setdefault(call.id, []).append(Set((*call.path, "id"), new[call.id]))
    for message in row.messages:
        answered = message.data.get("tool_call_id")
        if isinstance(answered, str) and answered in made:
            made[answered].append(Set((*message.path, "tool_call_id"), new[answered]))
    return made


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
        self.names = _Names(row, target)
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
                    self.edits[call.path] = [Set((*call.path, "id"), self.names.beside(call.id))]
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


class _Names:
    """Ids that no call of a row has, and no result names."""

    def __init__(self, row: Row, target: Target) -> None:
        named: Iterable[Any] = (one.data.get("tool_call_id") for one in row.messages)
        self._used = {one.id for one in calls.of_row(row)} | {
            one for one in named if isinstance(one, str)
        }
        self._target, self._form = target, form(target)
        self._numbers: dict[str, Iterator[int]] = {}

    def fresh(self) -> str:
        """Return one in the platform's form; empty where there is none, or none is left."""
        made = self._numbered(self._form, 1) if self._form else ""
        return made if fits(made, self._target) else ""

    def beside(self, identity: str) -> str:
        """Return one that looks like another, where the platform takes that."""
        # Braces are what a form has for its number.
        stem = (identity or "call").replace("{", "{{").replace("}", "}}")
        made = self._numbered(stem + "_{}", 2)
        if fits(made, self._target) or not fits(identity, self._target):
            return made
        return self.fresh() or made

    def _numbered(self, written: str, first: int) -> str:
        numbers = self._numbers.setdefault(written, count(first))
        made = next(one for number in numbers if (one := written.format(number)) not in self._used)
        self._used.add(made)
        return made


@cache
def _compiled(pattern: str) -> Any:
    import re2  # linear in the id, whatever pattern a configuration states

    return re2.compile(pattern)
