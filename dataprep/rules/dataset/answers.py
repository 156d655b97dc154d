"""The answers of a dataset, counted: what the rules about their variety go by.

A tally takes rows in any grouping: counting two parts and merging is counting both. What it keeps is
bounded; a tally that meets too much gives up for good, whatever else it counted.
"""

from __future__ import annotations

from collections.abc import Sequence

import xxhash

from dataprep.jsontext import dumps
from dataprep.rules.base import Place
from dataprep.rules.row import Message, Row

ENOUGH = 10
"""Rows below which the variety of answers says nothing."""

_MOST_CLASSES = 100
_LONGEST_CLASS = 60


class Classes:
    """Counts answers that may be classes: few, short, one a row.

    Attributes:
        counts: answer -> rows, in the order in which they came; empty after giving up.
        first: answer -> its first row.
        gave_up: some answer is no class, or there are too many.
    """

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.first: dict[str, Place] = {}
        self.gave_up = False

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        if self.gave_up:
            return
        label = _label(row)
        if label is None:
            self._give_up()
        elif label:
            self._take(label, 1, place)

    def add_plain(self, roles: Sequence[str], texts: Sequence[str], place: Place) -> None:
        """Take a row of nothing but these into account."""
        if self.gave_up:
            return
        answers = [text for role, text in zip(roles, texts, strict=True) if role == "assistant"]
        label = _class("".join(answers)) if len(answers) < 2 else None
        if label is None:
            self._give_up()
        elif label:
            self._take(label, 1, place)

    def merge(self, other: Classes) -> None:
        """Take over the counts of the rows that follow."""
        if self.gave_up or other.gave_up:
            self._give_up()
            return
        for label, count in other.counts.items():
            if self.gave_up:
                return
            self._take(label, count, other.first[label])

    def _take(self, label: str, count: int, place: Place) -> None:
        self.counts[label] = self.counts.get(label, 0) + count
        self.first.setdefault(label, place)
        if len(self.counts) > _MOST_CLASSES:
            self._give_up()

    def _give_up(self) -> None:
        self.gave_up = True
        self.counts, self.first = {}, {}


class Sameness:
    """Counts rows as long as all of their answers are the same.

    Attributes:
        rows: with an answer.
        differs: whether two of them have different answers.
        sample: the beginning of the first answer.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.differs = False
        self.sample = ""
        self._known = b""

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        if self.differs:
            return
        trained = _trained(row)
        if trained:
            # An answer that a row repeats is the same in one turn and in three.
            said = b"\n".join(dict.fromkeys(map(_said, trained)))
            text = next((text for one in trained for _, text in one.texts()), "")
            self._take(1, xxhash.xxh3_128_digest(said), text[:200])

    def add_plain(self, roles: Sequence[str], texts: Sequence[str], place: Place) -> None:
        """Take a row of nothing but these into account."""
        if self.differs:
            return
        answers = [text for role, text in zip(roles, texts, strict=True) if role == "assistant"]
        if answers:
            said = b"\n".join(dumps([one, None, []]) for one in dict.fromkeys(answers))
            self._take(1, xxhash.xxh3_128_digest(said), answers[0][:200])

    def merge(self, other: Sameness) -> None:
        """Take over the counts of the rows that follow."""
        if self.differs or other.differs:
            self._give_up()
        elif other.rows:
            self._take(other.rows, other._known, other.sample)

    def _take(self, rows: int, known: bytes, sample: str) -> None:
        if not self.rows:
            self._known, self.sample = known, sample
        if self._known == known:
            self.rows += rows
        else:
            self._give_up()

    def _give_up(self) -> None:
        self.rows, self.differs, self.sample, self._known = 0, True, "", b""


def _trained(row: Row) -> list[Message]:
    """Return the assistant's messages that are learned."""
    return [
        message
        for message in row.thread
        if message.role == "assistant" and message.data.get("weight") != 0
    ]


def _said(message: Message) -> bytes:
    """Return what a message says and calls, without the ids of the calls."""
    calls = [call.get("function") for _, call in message.calls()]
    said = [message.data.get("content"), message.data.get("function_call"), calls]
    return dumps(said, sort_keys=True)


def _label(row: Row) -> str | None:
    """Return the answer of a row as a class, None where it is none; empty where there is no answer."""
    if row.kind == "prompt-completion":
        answer = row.data.get("completion")
    else:
        trained = _trained(row)
        if len(trained) > 1 or any(True for one in trained for _ in one.calls()):
            return None
        answer = "".join(text for one in trained for _, text in one.texts())
    if not isinstance(answer, str):
        return ""
    return _class(answer)


def _class(answer: str) -> str | None:
    label = answer.strip()
    return label if len(label) <= _LONGEST_CLASS and "\n" not in label else None
