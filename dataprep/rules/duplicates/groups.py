"""Groups of rows that share a hash, confirmed by what the rows say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataprep.rules.base import Member, Place
from dataprep.rules.duplicates.keys import answer_start, canonical, roles_of, written
from dataprep.rules.row import Row

# What of a message is an answer; its weight, its name and the ids of its calls are none of it.
_ANSWERS = ("content", "tool_calls", "function_call", "refusal")


def equal_rows(members: Sequence[Member]) -> list[Sequence[Member]]:
    """Return the members whose rows are the same example, as groups of at least two."""
    first: tuple[bytes, bytes] | None = None
    # Rows that only share the hash: there are none, for all that is likely, and then the group is
    # the rows themselves, however many these are.
    others: dict[tuple[bytes, bytes], list[Member]] = {}
    strange: set[int] = set()
    for number, member in enumerate(members):
        row = member.load()
        said = canonical(row.data, row.kind)[:2]
        first = first or said
        if said != first:
            others.setdefault(said, []).append(member)
            strange.add(number)
    if not others:
        return [members] if len(members) > 1 else []
    same = [member for number, member in enumerate(members) if number not in strange]
    return [group for group in (same, *others.values()) if len(group) > 1]


def equal_prompts(members: Sequence[Member]) -> list[list[tuple[Member, Answer]]]:
    """Return the members whose rows ask the same, with their answers, as groups of at least two."""
    found: dict[tuple[str, bytes], list[tuple[Member, Answer]]] = {}
    for member in members:
        row = member.load()
        prompt = canonical(row.data, row.kind)[0]
        if prompt:
            found.setdefault((row.kind, prompt), []).append((member, Answer(row)))
    return [group for group in found.values() if len(group) > 1]


class Answer:
    """What a row teaches to answer.

    Attributes:
        learned: the answer in canonical form; white space around texts is none of it.
        refused: in a preference row, the answer that is not to be given; empty elsewhere.
        text: the answer, where it is one text and nothing else; empty elsewhere.
    """

    def __init__(self, row: Row) -> None:
        data, self.refused, self.text = row.data, b"", ""
        if row.kind == "preference":
            self.learned = written(_said(data.get("preferred_output")))
            self.refused = written(_said(data.get("non_preferred_output")))
        elif row.kind == "prompt-completion":
            self.learned = written(_trimmed(data.get("completion")))
            self.text = _text(data.get("completion"))
        elif row.kind == "reinforcement":
            # There is no answer in the row: what grades one stands beside the messages.
            names = data.keys() - {"messages", "tools"}
            self.learned = written({name: _trimmed(data[name]) for name in names})
        else:
            messages = data.get("messages")
            run = messages[answer_start(roles_of(messages)) :] if isinstance(messages, list) else []
            said = _said(run)
            self.learned = written(said)
            if len(run) == 1 and isinstance(run[0], dict) and said[0].keys() == {"content"}:
                self.text = _text(run[0]["content"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[bytes, bytes]:
        return self.learned, self.refused


def beside(place: Place, other: Place) -> str:
    """Return how to name another place to somebody who looks at `place`: its line, or its file too."""
    return f"line {other.line}" if place.path == other.path else f"{other.path}:{other.line}"


def _said(messages: Any) -> Any:
    if not isinstance(messages, list):
        return messages
    return [
        {name: _content(one[name]) for name in _ANSWERS if one.get(name) is not None}
        if isinstance(one, dict)
        else one
        for one in messages
    ]


def _content(value: Any) -> Any:
    """Return a part of an answer without the ids of calls; one text in a part is that text."""
    if not isinstance(value, list):
        return _trimmed(value)
    if len(value) == 1 and isinstance(value[0], dict) and value[0].keys() == {"type", "text"}:
        return _trimmed(value[0]["text"])
    return [
        {name: inner for name, inner in one.items() if name != "id"}
        if isinstance(one, dict)
        else one
        for one in value
    ]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
