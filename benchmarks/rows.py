"""Rows as people train on them: conversations, some with calls and parts, and prompts with answers."""

from __future__ import annotations

import json
from typing import Any

from prose import Prose

Row = dict[str, Any]


def pair(prose: Prose) -> Row:
    """Return a prompt and its completion."""
    return {"prompt": prose.prompt(), "completion": prose.answer()}


def plain_chat(prose: Prose) -> Row:
    """Return a conversation of 2 to 6 messages, each of a role and a text: what every checker takes."""
    chance = prose.random.random
    messages: list[dict[str, Any]] = []
    turns = 1 + int(chance() * 2.5)
    if turns < 3 and chance() < 0.35:
        messages.append({"role": "system", "content": prose.sentences(2)})
    for _ in range(turns):
        messages.append({"role": "user", "content": prose.prompt()})
        messages.append({"role": "assistant", "content": prose.answer()})
    return {"messages": messages}


def chat(prose: Prose) -> Row:
    """Return a conversation of 2 to 6 messages; one in 25 calls a tool, one in 50 asks in parts."""
    row = plain_chat(prose)
    kind = prose.random.random()
    if kind < 0.06 and len(row["messages"]) <= 4:
        return with_call(row, prose)
    if kind > 0.98:
        in_parts(row)
    return row


def with_call(row: Row, prose: Prose) -> Row:
    """Return a conversation whose last answer looks something up before it is given."""
    messages = row["messages"]
    name = f"call_{prose.random.getrandbits(48):012x}"
    call = {"name": "look_up", "arguments": json.dumps({"query": prose.sentences(1), "limit": 3})}
    messages[-1:] = [
        {
            "role": "assistant",
            "tool_calls": [{"id": name, "type": "function", "function": call}],
        },
        {"role": "tool", "tool_call_id": name, "content": prose.sentences(3)},
        {"role": "assistant", "content": prose.answer()},
    ]
    query = {"type": "string", "description": "What to look for"}
    parameters = {
        "type": "object",
        "properties": {"query": query, "limit": {"type": "integer"}},
        "required": ["query"],
    }
    tool = {"name": "look_up", "description": "Searches the manual", "parameters": parameters}
    return {"messages": messages, "tools": [{"type": "function", "function": tool}]}


def in_parts(row: Row) -> None:
    """Write the last question of a conversation as a list of parts, a paragraph each."""
    question = [one for one in row["messages"] if one["role"] == "user"][-1]
    paragraphs = question["content"].split("\n\n")
    question["content"] = [{"type": "text", "text": text} for text in paragraphs]
