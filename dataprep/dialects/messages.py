"""OpenAI's chat layout: ``messages`` with role and content, tools beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import SYSTEM_NAMES, Binding, Dialect, find
from dataprep.dialects.conversation import Conversation
from dataprep.dialects.images import attach
from dataprep.dialects.tool_calls import definitions_of, parsed
from dataprep.dialects.turns import holds_turns, turns_of
from dataprep.model import Example

_OWN_KEYS = ("tools", "parallel_tool_calls", "functions")


class Messages(Dialect):
    """Rows that already are chat rows: kept as they are, with roles by their usual names.

    A system prompt or images beside the messages go into them.
    """

    name = "messages"
    summary = "`messages`: a list of objects with `role` and `content` (OpenAI chat, with tools)"
    rank = 10
    required = ("messages",)

    def bind(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding | None:
        column = find(columns, ("messages",))
        if column is None or not holds_turns(sample, column):
            return None
        parts = {"messages": column}
        for part, names in {"system": SYSTEM_NAMES, "images": ("images",)}.items():
            if found := find(columns, names):
                parts[part] = found
        return Binding(self, parts | {key: key for key in _OWN_KEYS if key in columns})

    def example(self, row: Mapping[str, Any], parts: Mapping[str, str]) -> Example:
        column = parts["messages"]
        conversation = Conversation(row.get(parts["system"]) if "system" in parts else None)
        for number, turn in enumerate(turns_of(row, column)):
            conversation.add_message(turn, f"$.{column}[{number}]")
        example: Example = {"messages": conversation.messages}
        if "images" in parts:
            attach(conversation.messages, row.get(parts["images"]))
        for key in _OWN_KEYS:
            own = row.get(key)
            if own is None or own == "":
                continue
            value = definitions_of(own) if key == "tools" else parsed(own)
            if value != []:
                example[key] = own if value is None else value
        return example
