"""The names that datasets give to the roles of a conversation."""

from __future__ import annotations

import re
from typing import Any

from dataprep.formats.base import Unusable, as_text

ROLES = {
    **dict.fromkeys(("system", "system_prompt"), "system"),
    "developer": "developer",
    **dict.fromkeys(
        ("user", "human", "prompter", "customer", "client", "student", "input", "question"),
        "user",
    ),
    **dict.fromkeys(
        ("assistant", "gpt", "chatgpt", "bot", "chatbot", "model", "ai", "bard", "bing", "claude",
         "agent", "output", "answer", "response"),
        "assistant",
    ),
    **dict.fromkeys(("function_call", "tool_call"), "tool_call"),
    **dict.fromkeys(("tool", "observation", "tool_response", "function_response", "ipython"), "tool"),
    "function": "function",
}  # fmt: skip
"""A dataset's word -> the role in chat rows; `tool_call` is an assistant's call."""


def known_role(word: Any) -> str | None:
    """Return the role that a dataset's word means, None if it means none.

    Case does not matter, nor whether words are joined by ``_``, ``-`` or a space.
    """
    if not isinstance(word, str):
        return None
    return ROLES.get(word) or ROLES.get(re.sub(r"[\s-]+", "_", word.strip().lower()))


def role_of(word: Any, place: str) -> str:
    """Return the role that a dataset's word means.

    Args:
        word: the value of ``role`` or ``from``.
        place: where it stands, for the message: ``$.messages[0].role``, or a column.

    Raises:
        Unusable: the word has no counterpart.
    """
    role = known_role(word)
    if role is None:
        column = "" if place.startswith("$") else ", or with --values COLUMN:OLD=NEW"
        raise Unusable(
            "CNV012",
            f"the role {as_text(word)[:60]!r} at {place} is not one that is known "
            "(system, user, human, assistant, gpt, tool ...)",
            f"rename it in the source{column}",
        )
    return role


def speaker_of(word: Any, place: str) -> str:
    """Return the role that a dataset's word means, for a message that stands by itself.

    Args, raises: as `role_of`; and a tool call or its result, which only hold together by an id.
    """
    role = role_of(word, place)
    if role in ("tool_call", "tool"):
        raise Unusable(
            "CNV015",
            f"the role {word!r} at {place} is a tool's; in a row of its own nothing ties a call to "
            "its result",
            "give the conversation as a list of messages, with tool_calls and tool_call_id",
        )
    return role
