"""What the rules about the order of roles have in common: which orders they can judge, and names.

Each order of roles belongs to one of these rules where they could all speak:

    one role only                     conversation-fragment
    several, no assistant             no-assistant-message
    an assistant, but not at the end  last-message-not-assistant
    an assistant, but no user         no-user-message

A role that the target does not know is another rule's; an order that has one is not judged by what
it lacks, since the strange role may be a misspelt assistant.
"""

from __future__ import annotations

from collections.abc import Sequence

from dataprep.targets import Target

INSTRUCTIONS = frozenset({"system", "developer"})
"""Roles whose messages instruct; both count as the system message."""

_KNOWN = frozenset({"system", "developer", "user", "assistant", "tool", "function"})


def known(roles: Sequence[str], target: Target) -> bool:
    """Whether the target knows every role (`developer` always: another rule judges it)."""
    taken = target.value("roles")
    return (_KNOWN if taken is None else {*taken, "developer"}).issuperset(roles)


def fragment(roles: Sequence[str]) -> bool:
    """Whether there is one role only, so that this is a part of a conversation."""
    return len({"system" if role in INSTRUCTIONS else role for role in roles}) == 1


def misplaced(roles: Sequence[str]) -> list[int]:
    """Return where system messages stand that are not at the beginning."""
    return [index for index in range(opening(roles), len(roles)) if roles[index] in INSTRUCTIONS]


def opening(roles: Sequence[str]) -> int:
    """Return how many system messages the conversation begins with."""
    return next((index for index, role in enumerate(roles) if role not in INSTRUCTIONS), len(roles))
