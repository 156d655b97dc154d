"""Defects of roles, turns, weights and contents: CHT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seeded.clean import CHATS, PARTS, PREFERENCES, TOOLS
from seeded.defect import Data, edited, whole

_NOVA = {"target": "bedrock-nova"}
_TOGETHER = {"target": "together"}
_OPENAI = {"target": "openai/gpt-4.1-mini"}
_CALL = {"name": "find_book", "arguments": '{"title": "Emma"}'}


def _role(number: int, role: Any) -> Any:
    return lambda row: row["messages"][number].update(role=role)


def _say(number: int, content: Any) -> Any:
    return lambda row: row["messages"][number].update(content=content)


def _insert(number: int, role: str, content: str) -> Any:
    return lambda row: row["messages"].insert(number, {"role": role, "content": content})


def _weigh(row: Data, weight: Any, last: Any = None) -> None:
    said = [one for one in row["messages"] if one["role"] == "assistant"]
    for one in said:
        one["weight"] = weight
    if last is not None:
        said[-1]["weight"] = last


def _without(row: Data, role: str) -> None:
    row["messages"] = [one for one in row["messages"] if one["role"] != role]


def _two_turns(row: Data) -> None:
    row["messages"] += [
        {"role": "user", "content": "Thank you. Until when today?"},
        {"role": "assistant", "content": "Until six.", "weight": 0},
    ]


def _late_system(row: Data) -> None:
    row["messages"] += [{"role": "system", "content": "Be brief."}, *row["messages"]]


def _fragments(rows: Sequence[Data]) -> list[Data]:
    return [
        {"messages": [one]} for row in rows for one in row["messages"] if one["role"] != "system"
    ]


def _legacy(row: Data) -> None:
    row["messages"] = [
        row["messages"][0],
        {"role": "assistant", "content": None, "function_call": dict(_CALL)},
        {"role": "function", "name": "find_book", "content": "[]"},
        {"role": "assistant", "content": "Nothing was found."},
    ]


_PIECES = {
    ("CHT016", line): "each row is a piece of a conversation"
    for line in range(2, 1 + len(_fragments(CHATS[:10])))
}

DEFECTS = (
    edited("role-missing", "CHT001", CHATS, lambda row: row["messages"][1].pop("role")),
    edited("role-missing-last", "CHT001", CHATS, lambda row: row["messages"][-1].pop("role")),
    edited("role-missing-tool", "CHT001", TOOLS, lambda row: row["messages"][3].pop("role")),
    edited("role-missing-preferred", "CHT001", PREFERENCES,
           lambda row: row["preferred_output"][0].pop("role")),
    edited("role-human", "CHT002", CHATS, _role(1, "human")),
    edited("role-gpt", "CHT002", CHATS, _role(2, "gpt")),
    edited("role-misspelt", "CHT002", CHATS, _role(2, "assistent")),
    edited("role-capital", "CHT002", CHATS, _role(1, "User")),
    edited("role-space", "CHT002", TOOLS, _role(0, "user ")),
    edited("role-bot", "CHT002", PREFERENCES, lambda row: row["preferred_output"][0].update(role="bot")),
    edited("role-number", "CHT002", CHATS, _role(1, 1)),
    edited("role-narrator-on-nova", "CHT002", CHATS, _role(1, "narrator"), options=_NOVA),
    edited("content-missing", "CHT003", CHATS, lambda row: row["messages"][1].pop("content")),
    edited("answer-missing", "CHT003", CHATS, lambda row: row["messages"][2].pop("content")),
    edited("answer-null", "CHT003", CHATS, _say(2, None)),
    edited("tool-content-missing", "CHT003", TOOLS, lambda row: row["messages"][2].pop("content")),
    edited("answer-empty", "CHT004", CHATS, _say(2, ""), severity="error"),
    edited("answer-white", "CHT004", CHATS, _say(2, " \n")),
    edited("question-empty", "CHT004", CHATS, _say(1, ""), severity="warning"),
    edited("system-empty", "CHT004", CHATS, _say(0, "  ")),
    edited("part-empty", "CHT004", PARTS, _say(1, [{"type": "text", "text": ""}])),
    edited("preferred-empty", "CHT004", PREFERENCES,
           lambda row: row["preferred_output"][0].update(content="")),
    edited("no-answer", "CHT005", CHATS, lambda row: _without(row, "assistant")),
    edited("ends-with-user", "CHT006", CHATS, _insert(9, "user", "Thank you!")),
    edited("ends-with-tool", "CHT006", TOOLS, lambda row: row["messages"].pop()),
    edited("ends-with-user-together", "CHT006", CHATS, _insert(9, "user", "Thank you!"),
           options=_TOGETHER, severity="warning"),
    edited("ends-with-user-parts", "CHT006", PARTS, _insert(9, "user", "One more thing:")),
    edited("system-second", "CHT007", CHATS,
           lambda row: row["messages"].insert(1, row["messages"].pop(0)), severity="warning"),
    edited("system-second-together", "CHT007", CHATS,
           lambda row: row["messages"].insert(1, row["messages"].pop(0)), options=_TOGETHER,
           severity="error"),
    edited("system-after-answer-mistral", "CHT007", PARTS, _late_system,
           options={"target": "mistral"}, severity="error"),
    edited("system-twice", "CHT008", CHATS, _insert(1, "system", "Be polite.")),
    edited("user-twice", "CHT009", CHATS, _insert(1, "user", "Good morning!"), severity="warning"),
    edited("user-twice-first", "CHT009", PARTS, _insert(0, "user", "Good morning!")),
    edited("assistant-twice", "CHT009", CHATS, _insert(3, "assistant", "Anything else?")),
    edited("user-twice-together", "CHT009", CHATS, _insert(1, "user", "Hello!"), options=_TOGETHER,
           severity="error"),
    edited("user-twice-nova", "CHT009", CHATS, _insert(1, "user", "Hello!"), options=_NOVA,
           severity="error"),
    edited("no-user", "CHT010", CHATS[:3] + CHATS[4:7],
           lambda row: _without(row, "user"), options={"ignore": ["SET001"]}),
    edited("weight-half", "CHT011", CHATS, lambda row: _weigh(row, 0.5)),
    edited("weight-true", "CHT011", CHATS, lambda row: _weigh(row, True)),
    edited("weight-two", "CHT011", CHATS, lambda row: _weigh(row, 2)),
    edited("weight-text", "CHT011", CHATS, lambda row: _weigh(row, "1")),
    edited("weight-of-user", "CHT011", CHATS, lambda row: row["messages"][1].update(weight=1)),
    edited("weight-all-zero", "CHT012", CHATS, lambda row: _weigh(row, 0)),
    edited("weight-all-zero-tools", "CHT012", TOOLS, lambda row: _weigh(row, 0)),
    edited("last-weight-zero", "CHT013", CHATS, _two_turns, severity="warning"),
    edited("last-weight-zero-openai", "CHT013", CHATS, _two_turns, options=_OPENAI, severity="error"),
    edited("name-with-space", "CHT014", CHATS, lambda row: row["messages"][1].update(name="Ann Lee")),
    edited("name-long", "CHT014", CHATS, lambda row: row["messages"][1].update(name="a" * 65)),
    edited("name-umlaut", "CHT014", CHATS, lambda row: row["messages"][2].update(name="Jörg")),
    edited("developer", "CHT015", CHATS, _role(0, "developer"), severity="warning"),
    edited("developer-openai", "CHT015", CHATS, _role(0, "developer"), options=_OPENAI),
    edited("developer-together", "CHT015", CHATS, _role(0, "developer"), options=_TOGETHER,
           severity="error"),
    whole("fragments", "CHT016", CHATS[:10], _fragments, 1, companions=_PIECES),
    edited("user-alone", "CHT016", PARTS, lambda row: row["messages"].pop()),
    edited("system-alone", "CHT016", CHATS, lambda row: row["messages"].__delitem__(slice(1, None))),
    edited("assistant-alone", "CHT016", PARTS, lambda row: row["messages"].pop(0)),
    edited("function-call", "CHT017", PARTS, _legacy),
    edited("refusal", "CHT018", CHATS, lambda row: row["messages"][2].update(refusal="I will not.")),
    edited("refusal-part", "CHT018", PARTS,
           _say(1, [{"type": "refusal", "refusal": "I will not say that."}])),
)  # fmt: skip
