"""Chat rows: ``{"messages": [{"role", "content"}, ...], "tools"?}``."""

from __future__ import annotations

from collections.abc import Callable

from dataprep.formats.base import Format
from dataprep.jsontext import dumps
from dataprep.model import Example

# What an assistant may give instead of content.
_OTHER_ANSWERS = ("tool_calls", "function_call", "refusal", "audio")


class Chat(Format):
    """OpenAI's chat format, which Azure, Together, Fireworks, Nebius and TRL read too."""

    name = "chat"
    title = "chat"
    keys = frozenset({"messages", "tools", "parallel_tool_calls", "functions"})
    pair = (
        b'{"messages":[{"role":"user","content":"',
        b'"},{"role":"assistant","content":"',
        b'"}]}',
    )

    def row(self, example: Example) -> Example:
        if "messages" in example:
            return example
        return {"messages": [{"role": "assistant", "content": example.pop("text")}], **example}

    def map_texts(self, row: Example, change: Callable[[str], str]) -> None:
        for message in row["messages"]:
            content = message.get("content")
            if isinstance(content, str):
                changed = change(content)
                if changed is not content:
                    message["content"] = changed
            elif isinstance(content, list):
                for part in content:
                    if isinstance(part, dict) and isinstance(part.get("text"), str):
                        part["text"] = change(part["text"])

    def texts(self, row: Example) -> list[str]:
        return [text for message in row["messages"] for text in _texts(message)]

    def prompt(self, row: Example) -> bytes:
        messages = row["messages"]
        end = len(messages)
        while end and messages[end - 1].get("role") == "assistant":
            end -= 1
        # An example without a prompt is its own prompt: such examples are not all the same one.
        return dumps(messages[:end] or messages, sort_keys=True)

    def answer(self, row: Example) -> str | None:
        last = row["messages"][-1]
        found = _texts(last) if last.get("role") == "assistant" else []
        return found[-1] if found else None

    def empty_answer(self, row: Example) -> str:
        answers = 0
        for number, message in enumerate(row["messages"]):
            if message.get("role") != "assistant":
                continue
            answers += 1
            if not _says_something(message) and not any(map(message.get, _OTHER_ANSWERS)):
                turn = f" in message {number + 1} of {len(row['messages'])}"
                return f"the answer{turn if len(row['messages']) > 3 else ''} is empty"
        return "" if answers else "no message is the assistant's, so there is nothing to learn"

    def ordered(self, row: Example) -> bool:
        if len(row) > 1:
            return False
        for message in row["messages"]:
            if len(message) != 2 or type(message.get("content")) is not str:
                return False
        return True

    def remark(self, row: Example) -> tuple[str, str] | None:
        users = 0
        for message in row["messages"]:
            if message.get("role") == "user":
                users += 1
                if not _says_something(message):
                    return "CNV016", "what the user says is empty"
        if users:
            return None
        return "CHT010", "no message is the user's: the model would learn to speak unasked"

    def preview(self, row: Example) -> list[tuple[str, str]]:
        return [(str(message.get("role", "?")), _shown(message)) for message in row["messages"]]


def _texts(message: Example) -> list[str]:
    """Return the texts of one message: its content, or the texts of the parts of its content."""
    content = message.get("content")
    if isinstance(content, str):
        return [content]
    parts = content if isinstance(content, list) else []
    texts = (part.get("text") for part in parts if isinstance(part, dict))
    return [text for text in texts if isinstance(text, str)]


def _says_something(message: Example) -> bool:
    """Whether there is content other than texts that are empty or only white space."""
    content = message.get("content")
    if isinstance(content, str):
        return content != "" and not content.isspace()
    texts = _texts(message)
    if isinstance(content, list) and len(texts) < len(content):
        return True
    return any(text.strip() for text in texts)


def _shown(message: Example) -> str:
    content = message.get("content")
    text = content if isinstance(content, str) else dumps(content).decode() if content else ""
    calls = message.get("tool_calls")
    return f"{text}{' ' if text else ''}{dumps(calls).decode()}" if calls else text
