"""ShareGPT and its kin: ``conversations`` with from/value, role/content, or human/assistant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import SYSTEM_NAMES, Binding, Dialect, find, quoted
from dataprep.dialects.conversation import Conversation
from dataprep.dialects.images import attach
from dataprep.dialects.roles import known_role, role_of
from dataprep.dialects.tool_calls import definitions_of
from dataprep.dialects.turns import holds_turns, turns_of
from dataprep.formats.base import DROPPED, Unusable, as_text
from dataprep.model import Example

_COLUMNS = ("conversations", "conversation", "dialog", "dialogue", "dialogs", "chat")
_ROLE_KEYS = ("from", "role", "speaker", "user")
_TEXT_KEYS = ("value", "content", "text", "message")
_SIDES = ("system", "user", "assistant")


class ShareGpt(Dialect):
    """Conversations as the community shares them, tool calls and observations included."""

    name = "sharegpt"
    summary = "`conversations`: a list of turns with `from`/`value` (or role/content, human/gpt)"
    rank = 12
    required = ("conversations",)

    def bind(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding | None:
        column = find(columns, _COLUMNS)
        if column is None or not holds_turns(sample, column):
            return None
        parts = {"conversations": column}
        for part, names in {
            "system": SYSTEM_NAMES,
            "tools": ("tools",),
            "images": ("images",),
        }.items():
            found = find(columns, names)
            if found:
                parts[part] = found
        return Binding(self, parts)

    def example(self, row: Mapping[str, Any], parts: Mapping[str, str]) -> Example:
        column = parts["conversations"]
        conversation = Conversation(row.get(parts["system"]) if "system" in parts else None)
        dropped: set[str] = set()
        for number, turn in enumerate(turns_of(row, column)):
            if isinstance(turn, dict) and "role" in turn and "content" in turn:
                conversation.add_message(turn, f"$.{column}[{number}]")
            else:
                dropped.update(_add(conversation, turn, f"$.{column}[{number}]"))
        if "images" in parts:
            attach(conversation.messages, row.get(parts["images"]))
        example: Example = {"messages": conversation.messages}
        tools = row.get(parts["tools"]) if "tools" in parts else None
        if tools and (definitions := definitions_of(tools)):
            example["tools"] = definitions
        if dropped:
            example[DROPPED] = [f"{column}[].{key}" for key in sorted(dropped)]
        return example


def _add(conversation: Conversation, turn: Any, place: str) -> set[str]:
    """Add the messages of one turn; return the keys of the turn that no message uses."""
    if not isinstance(turn, dict):
        raise Unusable("CNV001", f"{place} is {as_text(turn)[:60]!r}, not a turn")
    role_key = next((key for key in _ROLE_KEYS if key in turn), None)
    text_key = next((key for key in _TEXT_KEYS if key in turn), None)
    if role_key is not None and text_key is not None:
        role = role_of(turn[role_key], f"{place}.{role_key}")
        conversation.add(role, turn[text_key], place)
        used = {role_key, text_key}
        if role == "assistant" and turn.get("weight") is not None:
            conversation.messages[-1]["weight"] = turn["weight"]
            used.add("weight")
        return set(turn) - used
    # One object holds both sides: {"human": ..., "assistant": ...}, in whatever order.
    sides = [(role, key) for role in _SIDES for key in turn if known_role(key) == role]
    if not sides:
        raise Unusable(
            "CNV001",
            f"the turn at {place} has the keys {quoted(turn)}; "
            "a role and a text were expected (from/value, role/content)",
        )
    for role, key in sides:
        conversation.add(role, turn[key], place)
    return set(turn) - {key for _, key in sides}
