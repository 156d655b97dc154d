"""One prompt and one answer from an example, for the formats that hold no more than that."""

from __future__ import annotations

from typing import Any

from dataprep.formats.base import DROPPED, Unusable, as_text
from dataprep.model import Example

_CHAT_KEYS = ("messages", "tools", "functions", "parallel_tool_calls")
# Kept in a pair, or looked at before it is made.
_MESSAGE_KEYS = {"role", "content", "weight", "tool_calls", "function_call"}


def one_turn(example: Example, title: str) -> tuple[str, str, Example]:
    """Return the prompt, the completion and the kept columns of an example.

    Other keys of a message than its role and content are lost; they are listed under `DROPPED`.

    Args:
        example: with ``messages`` or ``text``; a text is a completion without a prompt.
        title: the format that asks, for the message.

    Raises:
        Unusable: the example has more than one turn, tools, an answer that is not to be learned, or
            content that is not text.
    """
    if "messages" not in example:
        return "", example.pop("text"), example
    kept = {key: value for key, value in example.items() if key not in _CHAT_KEYS}
    if example.get("tools") or example.get("functions"):
        raise Unusable(
            "CNV015",
            f"the example declares tools, which {title} rows cannot hold",
            "write it with --to chat",
        )
    messages = example["messages"]
    roles = [message.get("role") for message in messages]
    turns = roles[1:] if roles[:1] in (["system"], ["developer"]) else roles
    if turns not in (["user", "assistant"], ["assistant"]):
        raise Unusable(
            "CNV004",
            f"the conversation has {len(messages)} messages ({', '.join(map(str, roles[:8]))}"
            f"{', ...' if len(roles) > 8 else ''}); a {title} row holds one prompt and one answer",
            "write it with --to chat",
        )
    if (weight := messages[-1].get("weight")) not in (None, 1):
        raise Unusable(
            "CNV015",
            f"the answer has the weight {as_text(weight)}, which {title} rows cannot hold",
            "write it with --to chat",
        )
    texts = [_only_text(message, title) for message in messages]
    lost = {key for message in messages for key in message if key not in _MESSAGE_KEYS}
    if lost:
        kept[DROPPED] = [*kept.get(DROPPED, ()), *(f"messages[].{key}" for key in sorted(lost))]
    return "\n\n".join(filter(None, texts[:-1])), texts[-1], kept


def _only_text(message: dict[str, Any], title: str) -> str:
    if message.get("tool_calls") or message.get("function_call"):
        raise Unusable(
            "CNV015",
            f"the answer is a tool call, which {title} rows cannot hold",
            "write it with --to chat",
        )
    content = message.get("content")
    if not isinstance(content, list):
        return as_text(content)
    parts = [part.get("text") if isinstance(part, dict) else part for part in content]
    if not all(isinstance(part, str) for part in parts):
        raise Unusable(
            "CNV015",
            f"the content has a part that is not text, which {title} rows cannot hold",
            "write it with --to chat",
        )
    return "".join(parts)  # type: ignore[arg-type]
