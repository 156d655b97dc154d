"""Which answers of a conversation are trained, by the `weight` of their messages."""

from __future__ import annotations

from dataprep.rules.row import Message, Row
from dataprep.targets import Target


def off(message: Message) -> bool:
    """Whether the weight is the integer 0; what is no proper weight is the schema's to name."""
    weight = message.data.get("weight")
    return type(weight) is int and weight == 0


def answers(row: Row) -> list[Message]:
    """Return the assistant's messages."""
    return [message for message in row.thread if message.role == "assistant"]


def weighs(target: Target) -> bool:
    """Whether the target reads weights at all; where it does not, the key itself is a mistake."""
    keys = target.value("message_keys")
    return keys is None or "weight" in keys
