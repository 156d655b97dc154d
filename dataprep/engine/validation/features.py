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
PLAIN: frozenset[str] = frozenset()
REPEATED = frozenset({"@repeated"})
_PROBE, _LOOK = 24, 274


def shape(
    row: dict[str, Any], kind: str, valid: bool
) -> tuple[tuple[str, ...], list[str] | None, frozenset[str]]:
    """Return the roles of a row's conversation, its texts if it is plain, and its features.

    Args:
        row: of any shape.
        kind: its kind.
        valid: whether a schema accepts it, so that it can be looked at without care.

    Returns:
        No roles where there is no conversation, or one of them is no text: the schema says why.
    """
    if not valid or kind != "chat":
        return _roles(row, kind), None, frozenset(of_row(row, kind))
    roles: list[str] = []
    texts: list[str] = []
    found: set[str] | None = None
    for message in row["messages"]:
        roles.append(message["role"])
        if len(message) == 2:
            content = message.get("content")
            if type(content) is str and content and not content.isspace():
                texts.append(content)
                continue
        if found is None:
            found = set()
        of_messages([message], found)
    if len(row) > 1:
        found = set() if found is None else found
        of_keys(row, found)
    if found is None:
        last = texts[-1] if texts else " "
        # What the last text ends with, once more shortly before its end.
        again = last.rfind(last[-_PROBE:], -_LOOK, -1) >= 0 or last[-1].isspace()
        return tuple(roles), texts, REPEATED if again else PLAIN
    found.add("@repeated")
    return tuple(roles), None, frozenset(found)


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
