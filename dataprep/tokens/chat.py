"""What the messages of a row cost: the published formula, message by message.

A message is 3 tokens and those of every text in it; a name is one more; 3 prime the reply. For plain
texts that is what the platform counts. Tool calls (the name and the arguments of each, and 3 as for
a message) and images go beyond the formula: they are estimates.
Source: OpenAI cookbook, How to count tokens with tiktoken, section 6, 2026-11-20.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from dataprep.jsontext import dumps
from dataprep.tokens.images import BASE, image_tokens

PRIMING = 3
PER_MESSAGE = 3
_PER_NAME, _PER_CALL = 1, 3


class Turn(NamedTuple):
    """The tokens of one message.

    Attributes:
        role: empty where it is no text.
        around: what stands around the content: the markup, the role, the name.
        content: the texts of the content and of the tool calls.
        guess: what an image or a call takes beyond a lower bound that is in `around`.
        trained: whether the content is an answer that is learned.
        estimate: whether anything in it is not exact.
    """

    role: str
    around: int
    content: int
    guess: int
    trained: bool
    estimate: bool

    @property
    def low(self) -> int:
        """The tokens that the message takes at least."""
        return self.around + self.content


def turns(messages: Any, count: Callable[[str], int]) -> Iterator[Turn]:
    """Yield the tokens of each message that is an object.

    Args:
        messages: a value of any kind.
        count: of a text.
    """
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict):
            yield _turn(message, count)


def _turn(message: dict[str, Any], count: Callable[[str], int]) -> Turn:
    around, content, guess, estimate = PER_MESSAGE, 0, 0, False
    for key, value in message.items():
        if isinstance(value, str):
            if key in ("content", "refusal"):
                content += count(value)
            elif key == "name":
                around += count(value) + _PER_NAME
            else:
                around += count(value)
        elif key == "content" and isinstance(value, list):
            for part in filter(_is_object, value):
                if part.get("type") == "image_url" or "image_url" in part:
                    estimate = True
                    around += BASE
                    guess += image_tokens(part.get("image_url")) - BASE
                else:
                    content += sum(count(text) for text in _texts(part))
        elif key in ("tool_calls", "function_call"):
            for call in filter(_is_object, value if isinstance(value, list) else [value]):
                estimate = True
                guess += _PER_CALL
                content += sum(count(text) for text in _call_texts(call))
    role = message.get("role")
    trained = role == "assistant" and message.get("weight") != 0
    return Turn(role if isinstance(role, str) else "", around, content, guess, trained, estimate)


def _texts(part: dict[str, Any]) -> Iterator[str]:
    for key in ("text", "refusal"):
        if isinstance(part.get(key), str):
            yield part[key]


def _call_texts(call: dict[str, Any]) -> Iterator[str]:
    """Yield the name and the arguments of a call, in the current form or the one before."""
    function = call.get("function", call)
    if not isinstance(function, dict):
        return
    for key in ("name", "arguments"):
        value = function.get(key)
        if isinstance(value, str):
            yield value
        elif isinstance(value, (dict, list)):
            yield dumps(value).decode("utf-8", "surrogatepass")


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)
