"""A row as the rules see it: its data, and the parts that several rules ask for.

Rows may have any shape: whatever is asked for here passes over what is not as it should be.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from dataprep.jsontext import loads_or_none

Path = tuple[str | int, ...]
"""Where in a row: ``("messages", 2, "role")``."""


class Message(NamedTuple):
    """A message of a row, and where it stands."""

    path: Path
    data: dict[str, Any]

    @property
    def role(self) -> str:
        """The role; empty where it is missing or no text."""
        role = self.data.get("role")
        return role if isinstance(role, str) else ""

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield the texts of the content with their paths: the content, or its text parts."""
        content = self.data.get("content")
        if isinstance(content, str):
            yield (*self.path, "content"), content
        elif isinstance(content, list):
            for index, part in enumerate(content):
                if isinstance(part, dict):
                    for key in ("text", "refusal"):
                        if isinstance(part.get(key), str):
                            yield (*self.path, "content", index, key), part[key]

    def calls(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Yield the tool calls that are objects, with their paths."""
        calls = self.data.get("tool_calls")
        if isinstance(calls, list):
            for index, call in enumerate(calls):
                if isinstance(call, dict):
                    yield (*self.path, "tool_calls", index), call


class Row:
    """One row.

    Args:
        data: the parsed object.
        kind: ``chat``, ``prompt-completion``, ``preference``, ``reinforcement``, ``text``, or
            ``unknown``.
        raw: the bytes of its line.
        counter: counts the tokens of the row in an encoding (see `tokens`), None where tokens are off.
        valid: whether the schema accepts it.
        plain: roles and texts of a chat row whose messages hold nothing else, if it is known to be one.
    """

    def __init__(
        self,
        data: dict[str, Any],
        kind: str,
        raw: bytes = b"",
        counter: Callable[["Row", str], Any] | None = None,
        valid: bool = True,
        plain: tuple[Sequence[str], Sequence[str]] | None = None,
    ) -> None:
        self.data, self.kind, self.raw, self.counter, self.valid = data, kind, raw, counter, valid
        self.plain = plain

    @cached_property
    def notes(self) -> dict[str, Any]:
        """What was worked out about the row by one who asked, for the next: name -> value."""
        return {}

    @cached_property
    def exact(self) -> dict[str, Any]:
        """The row with every digit of its numbers, for repairs that write a part of it elsewhere."""
        found = loads_or_none(self.raw.decode("utf-8", "replace")) if self.raw else None
        return found if isinstance(found, dict) else self.data

    @cached_property
    def prefix(self) -> Path:
        """The path of the conversation: ``messages``, or ``input.messages`` in a preference row."""
        return ("input", "messages") if self.kind == "preference" else ("messages",)

    @cached_property
    def thread(self) -> list[Message]:
        """The messages of the conversation that are objects, without a preference row's outputs."""
        node: Any = self.data
        for part in self.prefix:
            node = node.get(part) if isinstance(node, dict) else None
        return list(_messages(node, self.prefix))

    @cached_property
    def outputs(self) -> list[Message]:
        """The messages of both outputs of a preference row."""
        if self.kind != "preference":
            return []
        return [
            message
            for key in ("preferred_output", "non_preferred_output")
            for message in _messages(self.data.get(key), (key,))
        ]

    @property
    def messages(self) -> list[Message]:
        """All messages of the row."""
        return self.thread + self.outputs

    @cached_property
    def tools(self) -> list[tuple[Path, dict[str, Any]]]:
        """The tool definitions that are objects, with their paths."""
        holder, prefix = (self.data, ()) if self.kind != "preference" else (
            self.data.get("input"), ("input",))  # fmt: skip
        tools = holder.get("tools") if isinstance(holder, dict) else None
        if not isinstance(tools, list):
            return []
        return [
            ((*prefix, "tools", index), tool)
            for index, tool in enumerate(tools)
            if isinstance(tool, dict)
        ]

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield every text that is trained on or prompts: contents, parts, prompt, completion, text."""
        if self.kind in ("prompt-completion", "text"):
            for key in ("prompt", "completion", "text"):
                if isinstance(self.data.get(key), str):
                    yield (key,), self.data[key]
            return
        for message in self.messages:
            yield from message.texts()

    def tokens(self, encoding: str) -> Any:
        """Return the row's token counts (`tokens.RowTokens`) in an encoding; None where off."""
        return None if self.counter is None else self.counter(self, encoding)


def _messages(node: Any, prefix: Path) -> Iterator[Message]:
    if isinstance(node, list):
        for index, one in enumerate(node):
            if isinstance(one, dict):
                yield Message((*prefix, index), one)
