"""Records that hold one message each: a role and its content. They need --group-by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import Binding, Dialect, find, message, value
from dataprep.dialects.roles import known_role, speaker_of
from dataprep.model import Example

_ROLE_COLUMNS = ("role", "from", "speaker", "author_role", "sender", "sender_role", "author")
_TEXT_COLUMNS = ("content", "value", "text", "message", "body")


class SingleTurn(Dialect):
    """One message of a conversation a record; folded into conversations by ``--group-by``.

    Recognised when at least half of the words in the role column are roles; the other words are
    findings about their rows.
    """

    name = "single-turn"
    summary = "columns `role` and `content`, one message a record; needs --group-by COLUMN"
    rank = 70
    required = ("role", "content")

    def bind(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding | None:
        role, content = find(columns, _ROLE_COLUMNS), find(columns, _TEXT_COLUMNS)
        if role is None or content is None:
            return None
        given = (row.get(role) for row in sample)
        words = {word.strip().lower() for word in given if isinstance(word, str)} - {""}
        known = [word for word in words if known_role(word)]
        if not known or 2 * len(known) < len(words):
            return None
        return Binding(self, {"role": role, "content": content})

    def example(self, row: Mapping[str, Any], parts: Mapping[str, str]) -> Example:
        role = speaker_of(value(row, parts["role"]), f"`{parts['role']}`")
        return {"messages": [message(role, value(row, parts["content"]))]}
