"""The system prompts of a dataset, counted by their hashes; bounded, and mergeable in order."""

from __future__ import annotations

from collections.abc import Sequence

import xxhash

from dataprep.rules.base import Place
from dataprep.rules.row import Message, Row

_MOST = 2_000
_SYSTEM = ("system", "developer")


class SystemPrompts:
    """Counts the rows of each system prompt.

    Attributes:
        rows: with a conversation.
        counts: hash of the prompt -> rows, in the order in which they came; ``b""`` for none.
        first: hash -> its first row.
        too_many: more prompts than are counted; then `counts` is empty.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.counts: dict[bytes, int] = {}
        self.first: dict[bytes, Place] = {}
        self.too_many = False

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        prompt = _prompt(row)
        if prompt is None:
            return
        self.rows += 1
        if not self.too_many:
            self._take(prompt, 1, place)

    def add_plain(self, roles: Sequence[str], texts: Sequence[str], place: Place) -> None:
        """Take a row of nothing but these into account."""
        self.rows += 1
        if not self.too_many:
            count = 0
            while count < len(roles) and roles[count] in _SYSTEM:
                count += 1
            self._take(_hash(texts[:count]) if count else b"", 1, place)

    def merge(self, other: SystemPrompts) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        if self.too_many or other.too_many:
            self._give_up()
            return
        for prompt, count in other.counts.items():
            if self.too_many:
                return
            self._take(prompt, count, other.first[prompt])

    def _take(self, prompt: bytes, count: int, place: Place) -> None:
        self.counts[prompt] = self.counts.get(prompt, 0) + count
        self.first.setdefault(prompt, place)
        if len(self.counts) > _MOST:
            self._give_up()

    def _give_up(self) -> None:
        self.too_many = True
        self.counts, self.first = {}, {}


def _prompt(row: Row) -> bytes | None:
    """Return the hash of the system messages that a conversation begins with; empty for none.

    It is asked about every row, so only these messages are looked at. None where there is no
    conversation.
    """
    holder = row.data.get("input") if row.kind == "preference" else row.data
    messages = holder.get("messages") if isinstance(holder, dict) else None
    if not isinstance(messages, list) or not messages:
        return None
    texts: list[str] = []
    for message in messages:
        if not isinstance(message, dict) or message.get("role") not in _SYSTEM:
            break
        content = message.get("content")
        if type(content) is str:
            texts.append(content)
        else:
            texts += [text for _, text in Message((), message).texts()]
    return _hash(texts) if texts else b""


def _hash(texts: Sequence[str]) -> bytes:
    return xxhash.xxh3_64_digest("\0".join(texts).encode("utf-8", "surrogatepass"))
