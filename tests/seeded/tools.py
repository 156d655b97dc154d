"""Defects of tool definitions, calls and results: TLS."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from seeded.clean import RENEW, SEARCHES, TOOLS
from seeded.defect import Data, edited, lines, whole

_MISTRAL = {"target": "mistral"}


def _call(row: Data) -> Data:
    found: Data = row["messages"][1]["tool_calls"][0]
    return found


def _arguments(change: Callable[[Data], Any]) -> Callable[[Data], None]:
    """Return an edit of the arguments of a row's call, which stay text."""

    def edit(row: Data) -> None:
        arguments = json.loads(_call(row)["function"]["arguments"])
        change(arguments)
        _call(row)["function"]["arguments"] = json.dumps(arguments)

    return edit


def _raw(arguments: str) -> Callable[[Data], None]:
    return lambda row: _call(row)["function"].update(arguments=arguments)


def _tool(change: Callable[[Data], Any]) -> Callable[[Data], None]:
    """Return an edit of the tool that a row of `SEARCHES` does not call."""
    return lambda row: change(row["tools"][1]["function"])


def _renamed(row: Data, to: str) -> None:
    _call(row)["id"] = row["messages"][2]["tool_call_id"] = to


def _called_twice(row: Data) -> None:
    first = _call(row)
    second = {"id": first["id"], "type": "function", "function": {
        "name": "find_book", "arguments": '{"title": "Persuasion"}'}}  # fmt: skip
    row["messages"][1]["tool_calls"].append(second)
    row["messages"].insert(3, dict(row["messages"][2]))


def _unanswered(row: Data) -> None:
    row["messages"][2] = {"role": "user", "content": "Are you still there?"}


def _second_call_unanswered(row: Data) -> None:
    function = {"name": "find_book", "arguments": '{"title": "Persuasion"}'}
    row["messages"][1]["tool_calls"].append(
        {"id": "more00001", "type": "function", "function": function}
    )
    row["messages"] += [
        {"role": "user", "content": "And Persuasion?"},
        {"role": "assistant", "content": "Two copies."},
    ]


def _objects(row: Data) -> None:
    function = _call(row)["function"]
    function["arguments"] = json.loads(function["arguments"])


# For what differs between rows: the tools say nothing about the type of the argument.
_OPEN = {"type": "function", "function": {
    "name": "find_book", "parameters": {"type": "object", "properties": {}}}}  # fmt: skip
_UNTYPED = tuple({**row, "tools": [_OPEN]} for row in SEARCHES)
_ALONE = tuple({**row, "tools": row["tools"][:1]} for row in SEARCHES)


def _flat(row: Data) -> None:
    row["tools"][1] = {"type": "function", **row["tools"][1]["function"]}


# Of the rows that declare a tool of this name, one does it otherwise.
_VARIED: dict[str, Any] = {"least": 2}

DEFECTS = (
    edited("arguments-object", "TLS001", TOOLS, _objects),
    edited("arguments-object-openai", "TLS001", TOOLS, _objects,
           options={"target": "openai/gpt-4.1-mini"}),
    edited("arguments-single-quotes", "TLS002", TOOLS, _raw("{'title': 'Emma'}")),
    edited("arguments-truncated", "TLS002", TOOLS, _raw('{"title": "Em')),
    edited("arguments-prose", "TLS002", TOOLS, _raw("title=Emma")),
    edited("arguments-empty", "TLS002", TOOLS, _raw("")),
    edited("arguments-list", "TLS002", SEARCHES, _raw("[1815]")),
    edited("arguments-text", "TLS002", TOOLS, _raw('"Emma"')),
    edited("argument-type", "TLS003", SEARCHES, _arguments(lambda one: one.update(year="1815"))),
    edited("argument-missing", "TLS003", SEARCHES, _arguments(lambda one: one.pop("title"))),
    edited("argument-too-many", "TLS003", SEARCHES, _arguments(lambda one: one.update(author="?"))),
    edited("argument-not-in-enum", "TLS003", SEARCHES,
           _arguments(lambda one: one.update(shelf="upper"))),
    edited("argument-above-maximum", "TLS003", TOOLS[8:],
           _arguments(lambda one: one.update(days=40)), options={"ignore": ["SET001"]}),
    edited("tool-misspelt", "TLS004", TOOLS, lambda row: _call(row)["function"].update(name="find_bok")),
    edited("tool-other", "TLS004", TOOLS, lambda row: _call(row)["function"].update(name="lend")),
    edited("tool-not-declared", "TLS004", SEARCHES, lambda row: row["tools"].pop(0)),
    edited("result-of-other-id", "TLS005", TOOLS,
           lambda row: row["messages"][2].update(tool_call_id="other0001")),
    edited("result-without-call", "TLS005", TOOLS,
           lambda row: row["messages"].__setitem__(1, {"role": "assistant", "content": "I look."})),
    edited("call-unanswered", "TLS006", TOOLS, _unanswered),
    edited("call-unanswered-mistral", "TLS006", TOOLS, _unanswered, options=_MISTRAL,
           severity="error"),
    edited("second-call-unanswered", "TLS006", TOOLS, _second_call_unanswered),
    edited("id-twice", "TLS007", TOOLS, _called_twice, severity="warning"),
    edited("tool-name-space", "TLS008", SEARCHES, _tool(lambda one: one.update(name="renew loan"))),
    edited("tool-name-long", "TLS008", SEARCHES, _tool(lambda one: one.update(name="r" * 65))),
    edited("tool-type-dict", "TLS008", SEARCHES,
           _tool(lambda one: one.update(parameters={"type": "dict"})), **_VARIED),
    edited("tool-type-python", "TLS008", SEARCHES,
           _tool(lambda one: one["parameters"]["properties"]["days"].update(type="int")), **_VARIED),
    edited("tool-without-name", "TLS008", SEARCHES, _tool(lambda one: one.pop("name"))),
    edited("tool-without-type", "TLS008", SEARCHES, lambda row: row["tools"][1].pop("type")),
    edited("tool-without-function", "TLS008", SEARCHES,
           lambda row: row["tools"].__setitem__(1, RENEW["function"])),
    edited("tool-flat", "TLS008", SEARCHES, _flat, **_VARIED),
    edited("tool-required-text", "TLS008", SEARCHES,
           _tool(lambda one: one["parameters"].update(required="card")), **_VARIED),
    edited("id-long", "TLS009", TOOLS, lambda row: _renamed(row, "call_000000001"), options=_MISTRAL),
    edited("id-signs", "TLS009", TOOLS, lambda row: _renamed(row, "call-0001"), options=_MISTRAL),
    whole("tool-never-called", "TLS010", SEARCHES, list, 1, clean=lines(_ALONE)),
    edited("tool-varies", "TLS011", _ALONE,
           lambda row: row["tools"][0]["function"]["parameters"]["properties"].pop("shelf")
           and row["tools"][0]["function"]["parameters"].pop("additionalProperties"), least=2),
    edited("argument-varies", "TLS012", _UNTYPED, _arguments(lambda one: one.update(year="1815")),
           least=2),
    edited("content-with-call", "TLS013", TOOLS,
           lambda row: row["messages"][1].update(content="One moment."), options=_MISTRAL),
)  # fmt: skip
