"""A conversation as its turns come in: one after another they become the messages of chat rows."""

from __future__ import annotations

from collections import deque
from typing import Any

from dataprep.dialects.base import message
from dataprep.dialects.tool_calls import calls_of
from dataprep.dialects.turns import openai_message
from dataprep.formats.base import Unusable, as_text
from dataprep.model import Example


class Conversation:
    """The messages so far, and the tool calls that wait for their results.

    Calls that a dataset writes as turns have no ids: they get some, and results take them in order.
    Calls that follow each other are made at once, in one message.

    Args:
        system: what a column beside the turns holds; null or empty when there is no system prompt.

    Attributes:
        messages: what was added, in the shape of chat rows.
    """

    def __init__(self, system: Any = None) -> None:
        text = as_text(system)
        self.messages: list[Example] = [message("system", text)] if text else []
        self._system = self.messages[0] if text else None
        self._calling: Example | None = None
        self._called = 0
        self._waiting: deque[str] = deque()

    def add(self, role: str, content: Any, place: str) -> None:
        """Add a turn: a role (a value of `ROLES`) and what it says.

        Raises:
            Unusable: a call that is not one, or a result that follows no call.
        """
        if role == "tool_call":
            self._call(content, place)
        elif role == "tool" or (role == "function" and self._waiting):
            if not self._waiting:
                raise Unusable("CNV001", f"the tool result at {place} follows no call")
            identity = self._waiting.popleft()
            self._append({"role": "tool", "tool_call_id": identity, "content": as_text(content)})
        else:
            self._append(message(role, content))

    def add_message(self, turn: Any, place: str) -> None:
        """Add a turn that is a chat message already; a call written as its text becomes a call.

        Raises:
            Unusable: it is no message, its role is missing or unknown, or a call is not one.
        """
        made = openai_message(turn, place)
        if made["role"] == "tool_call":
            if not made.get("tool_calls"):
                self._call(turn.get("content"), place)
                return
            made["role"] = "assistant"
        elif made["role"] == "tool" and self._waiting and "tool_call_id" not in made:
            made["tool_call_id"] = self._waiting.popleft()
        self._append(made)

    def _append(self, made: Example) -> None:
        # A system prompt in a column of its own often stands in the first turn as well.
        if len(self.messages) != 1 or made != self._system:
            self.messages.append(made)

    def _call(self, content: Any, place: str) -> None:
        calls = calls_of(content, self._called + 1, place)
        self._called += len(calls)
        self._waiting.extend(call["id"] for call in calls)
        if self.messages and self.messages[-1] is self._calling:
            self.messages[-1]["tool_calls"] += calls
            return
        self._calling = {"role": "assistant", "content": None, "tool_calls": calls}
        self.messages.append(self._calling)
