"""The features of a row: what it has beside the plain role and content, in one pass.

Most rows of most files are plain: a row without features costs one look at each message. The names
are those that `RowRule.wakes_on` lists; keys that no format knows are all ``@other``, so that the
number of different sets stays small whatever the data holds.
"""

from __future__ import annotations

from typing import Any

_MESSAGE_KEYS = frozenset(
    {"name", "weight", "tool_calls", "tool_call_id", "function_call", "refusal", "audio"}
)
_ROW_KEYS = {
    key: f"row:{key}"
    for key in ("tools", "parallel_tool_calls", "functions", "input", "prompt", "completion")
}
_TEXTS = ("text", "refusal")
PLAIN: frozenset[str] = frozenset()
REPEATED = frozenset({"@repeated"})
_PROBE, _LOOK = 24, 274


def plain(row: dict[str, Any]) -> tuple[tuple[str, ...], list[str]] | None:
    """Return the roles and the texts of a chat row that holds nothing else; None for any other row.

    Nothing is blank in such a row. That the roles are known is not looked at.
    """
    if len(row) != 1:
        return None
    roles: list[str] = []
    texts: list[str] = []
    try:
        for message in row["messages"]:
            if len(message) != 2:
                return None
            text = message["content"]
            if type(text) is not str or not text or text.isspace():
                return None
            role = message["role"]
            if type(role) is not str:
                return None
            roles.append(role)
            texts.append(text)
    except (KeyError, TypeError, IndexError):  # something else than messages
        return None
    return (tuple(roles), texts) if roles else None


def repeats(texts: list[str]) -> bool:
    """Whether what the last text ends with stands there once more shortly before its end."""
    last = texts[-1]
    if len(last) <= _PROBE:
        return last[-1].isspace()
    return last.rfind(last[-_PROBE:], -_LOOK, -1) >= 0 or last[-1].isspace()


def shape(row: dict[str, Any], kind: str, valid: bool) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the roles of a row's conversation, and its features.

    Args:
        row: of any shape.
        kind: its kind.
        valid: whether a schema accepts it, so that it can be looked at without care.

    Returns:
        No roles where there is no conversation, or one of them is no text: the schema says why.
    """
    if not valid or kind != "chat":
        return _roles(row, kind), frozenset(of_row(row, kind))
    found = {"@repeated"}
    messages = row["messages"]
    of_messages(messages, found)
    of_keys(row, found)
    return tuple([message["role"] for message in messages]), frozenset(found)


def beyond(features: frozenset[str], rejected: bool, long: bool, counts: bool) -> frozenset[str]:
    """Return the features with those that are not of the row's keys and contents.

    Args:
        rejected: whether a schema rejects the row.
        long: whether it has so many bytes that it may come near a token limit.
        counts: whether tokens are counted, which images have too.
    """
    more = {"@odd"} if rejected else set()
    if long or (counts and "@images" in features):
        more.add("@long")
    return features | more


def _roles(row: dict[str, Any], kind: str) -> tuple[str, ...]:
    if kind in ("prompt-completion", "text"):
        return ()
    holder = row.get("input") if kind == "preference" else row
    messages = holder.get("messages") if isinstance(holder, dict) else None
    if not isinstance(messages, list):
        return ()
    roles = [one.get("role") if isinstance(one, dict) else None for one in messages]
    named = tuple(role for role in roles if isinstance(role, str) and role)
    return named if len(named) == len(roles) else ()


def of_messages(messages: list[Any], found: set[str]) -> None:
    """Add the features of messages that need not be as they should."""
    for message in messages:
        if type(message) is not dict:
            found.add("@odd")
            continue
        content = message.get("content")
        if type(content) is str:
            if not content or content.isspace():
                found.add("@blank")
        elif content is None:
            found.add("@null")
        elif type(content) is list:
            found.add("@parts")
            if not all(type(part) is dict and part.get("type") in _TEXTS for part in content):
                found.add("@images")
        for key in message:
            if key not in ("role", "content"):
                found.add(key if key in _MESSAGE_KEYS else "@other")


def of_keys(row: dict[str, Any], found: set[str]) -> None:
    """Add the features of a row's own keys."""
    for key in row:
        if key != "messages":
            found.add(_ROW_KEYS.get(key, "@other"))


def of_row(row: dict[str, Any], kind: str) -> set[str]:
    """Return the features of a row of any shape; whether it repeats itself is not looked at."""
    found = {"@repeated"}
    of_keys(row, found)
    if kind in ("prompt-completion", "text"):
        for key in ("prompt", "completion", "text"):
            value = row.get(key)
            if type(value) is str and (not value or value.isspace()):
                found.add("@blank")
        return found
    holder = row
    if kind == "preference":
        inner = row.get("input")
        holder = inner if isinstance(inner, dict) else {}
        of_keys(holder, found)
        for key in ("preferred_output", "non_preferred_output"):
            if isinstance(row.get(key), list):
                of_messages(row[key], found)
    if isinstance(holder.get("messages"), list):
        of_messages(holder["messages"], found)
    return found
