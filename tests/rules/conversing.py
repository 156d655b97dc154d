"""Small conversations with calls, for tests."""

from __future__ import annotations

from typing import Any

ASKED = {"role": "user", "content": "Well?"}
ANSWER = {"role": "assistant", "content": "Yes."}


def row(*messages: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Return a chat row."""
    return {"messages": list(messages), **keys}


def call(identity: str, name: str = "now", arguments: Any = "{}") -> dict[str, Any]:
    """Return a call."""
    return {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}


def calls(*ids: str) -> dict[str, Any]:
    """Return a message that calls once for each id."""
    return {"role": "assistant", "content": None, "tool_calls": [call(one) for one in ids]}


def result(identity: str, text: str = "3") -> dict[str, Any]:
    """Return the message that answers a call."""
    return {"role": "tool", "tool_call_id": identity, "content": text}
