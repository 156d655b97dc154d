"""What a row teaches: its last learned answer, and what was asked before it.

Several rules ask for it about every row, so it is worked out once and kept on the row.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from dataprep.rules.row import Path, Row


class Exchange(NamedTuple):
    """A question and its answer, both plain texts.

    Attributes:
        asked: the text before the answer; empty where that is no plain text of a user.
        answer: the text that is learned.
        path: of the answer.
    """

    asked: str
    answer: str
    path: Path


_make = tuple.__new__


def exchange(row: Row) -> Exchange | None:
    """Return the last exchange of a row, None where no plain text is learned."""
    known = row.__dict__
    if "_exchange" in known:
        return cast("Exchange | None", known["_exchange"])
    found = known["_exchange"] = _find(row) if row.plain is None else _plain(*row.plain)
    return found


def asked_path(row: Row, said: Exchange) -> Path:
    """Return the path of the text that an exchange of the row calls `asked`; it must have one."""
    if row.kind == "prompt-completion":
        return ("prompt",)
    if row.kind == "preference":
        return ("input", "messages", len(row.data["input"]["messages"]) - 1, "content")
    return ("messages", int(said.path[1]) - 1, "content")


def said_last(roles: Sequence[str], texts: Sequence[str]) -> tuple[str, str] | None:
    """Return what was asked last and the answer, of a row of nothing but these; None without one."""
    if not roles or roles[-1] != "assistant":
        return None
    return texts[-2] if len(roles) > 1 and roles[-2] == "user" else "", texts[-1]


def _plain(roles: Sequence[str], texts: Sequence[str]) -> Exchange | None:
    said = said_last(roles, texts)
    if said is None:
        return None
    return _make(Exchange, (*said, ("messages", len(roles) - 1, "content")))


def _find(row: Row) -> Exchange | None:
    data = row.data
    if row.kind == "prompt-completion":
        asked, answer = data.get("prompt"), data.get("completion")
        return _pair(asked, answer, ("completion",))
    if row.kind == "preference":
        holder = data.get("input")
        thread = holder.get("messages") if isinstance(holder, dict) else None
        said = _last(data.get("preferred_output"))
        if said is None:
            return None
        before = thread[-1] if isinstance(thread, list) and thread else None
        return _pair(
            _asked(before), said[1].get("content"), ("preferred_output", said[0], "content")
        )
    thread = data.get("messages")
    said = _last(thread)
    if said is None or not isinstance(thread, list):
        return None
    number, message = said
    before = thread[number - 1] if number else None
    return _pair(_asked(before), message.get("content"), ("messages", number, "content"))


def _last(messages: Any) -> tuple[int, dict[str, Any]] | None:
    """Return the last message if it is an assistant's and learned."""
    if not isinstance(messages, list) or not messages:
        return None
    message = messages[-1]
    if not isinstance(message, dict) or message.get("role") != "assistant":
        return None
    return None if message.get("weight") == 0 else (len(messages) - 1, message)


def _asked(message: Any) -> Any:
    if isinstance(message, dict) and message.get("role") == "user":
        return message.get("content")
    return ""


def _pair(asked: Any, answer: Any, path: Path) -> Exchange | None:
    if not isinstance(answer, str) or not answer:
        return None
    return _make(Exchange, (asked if isinstance(asked, str) else "", answer, path))
