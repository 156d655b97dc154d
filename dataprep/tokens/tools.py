"""What tool definitions cost: a formula that was measured, not a format that is published.

A function is its line ``name:description``, each of its arguments a line ``name:type:description``,
and constants stand for what surrounds them. The published formula stops at the outer arguments;
those inside objects and lists are counted here in the same way. Always an estimate.
Source: OpenAI cookbook, How to count tokens with tiktoken, section 7, 2026-11-20.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

_PER_FUNCTION = {"o200k_base": 7}
_PER_FUNCTION_ELSE = 10
_PROPERTIES, _PROPERTY, _ENUM, _OPTION, _END = 3, 3, -3, 3, 12


class Estimate(NamedTuple):
    """Tokens of something whose wire format is not published: the estimate, and the text in it."""

    total: int
    low: int


def tool_tokens(tools: Any, encoding: str, count: Callable[[str], int]) -> Estimate:
    """Return the tokens of the definitions of a row.

    Args:
        tools: the value of ``tools`` or ``functions``; whatever is no definition counts nothing.
        encoding: tells the generation of models, whose constants differ.
        count: of a text.
    """
    around = text = 0
    for function in _functions(tools):
        around += _PER_FUNCTION.get(encoding, _PER_FUNCTION_ELSE)
        text += count(f"{_text(function, 'name')}:{_line(function)}")
        properties = _properties(function.get("parameters"))
        around += _PROPERTIES if properties else 0
        # Its own stack: a schema may be nested deeper than Python's.
        waiting = list(properties.items())
        while waiting:
            name, schema = waiting.pop()
            around += _PROPERTY
            if not isinstance(schema, dict):
                text += count(name)
                continue
            kind = schema.get("type")
            text += count(f"{name}:{kind if isinstance(kind, str) else ''}:{_line(schema)}")
            options = schema.get("enum")
            if isinstance(options, list):
                around += _ENUM + _OPTION * len(options)
                text += sum(count(option) if isinstance(option, str) else 1 for option in options)
            waiting += _properties(schema).items()
            waiting += _properties(schema.get("items")).items()
    total = text + around
    return Estimate(total + _END, text) if total else Estimate(0, 0)


def _functions(tools: Any) -> Iterator[dict[str, Any]]:
    """Yield the functions of ``tools``, or of ``functions`` as they were written before."""
    for tool in tools if isinstance(tools, list) else ():
        if isinstance(tool, dict):
            function = tool.get("function", tool)
            if isinstance(function, dict):
                yield function


def _properties(schema: Any) -> dict[str, Any]:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    return properties if isinstance(properties, dict) else {}


def _text(node: dict[str, Any], key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _line(node: dict[str, Any]) -> str:
    """Return the description as it is counted: without the full stop at its end."""
    return _text(node, "description").removesuffix(".")
