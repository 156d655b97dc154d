"""Rows that are there twice, contradict each other, or stand in both parts: DUP."""

from __future__ import annotations

import json
from typing import Any

from seeded.clean import CHATS, PAIRS, PREFERENCES, REINFORCED, TEXTS, TOOLS
from seeded.defect import Data, Defect, Rows, compact, lines, whole


def _again(name: str, rows: Rows, write: Any = lambda row: row, **more: Any) -> Defect:
    """Return a file of which the last line has the content of another one."""
    return whole(name, "DUP001", rows, lambda data: [*data, write(data[3])], len(rows) + 1, **more)


def _sorted_backwards(row: Data) -> bytes:
    return json.dumps(
        {key: row[key] for key in sorted(row, reverse=True)}, ensure_ascii=True
    ).encode()


def _leak(name: str, rows: Rows, write: Any = lambda row: row, **more: Any) -> Defect:
    """Return a dataset whose validation file has, in line 2, what is in line 9 of the train file."""
    held, train = rows[:4], rows[4:]
    return Defect(
        name, "DUP004", 2, lines(rows[4:]), lines(train),
        validation=lines([held[0], write(train[8]), *held[1:]]), clean_validation=lines(held),
        options={"ignore": ["SET001"], **more},
    )  # fmt: skip


_SAID = (
    "The harbour office opens at seven in the morning and closes at four, except on the first Monday "
    "of a month, when the crane is looked after and nobody is let in before ten."
)
_NEAR = {"near_duplicates": True, "ignore": ["SET001"]}


def _asked(question: str, answer: str) -> Data:
    turns = (("user", question), ("assistant", answer))
    return {"messages": [{"role": role, "content": content} for role, content in turns]}


_OFFICE = _asked("When may I come to the harbour office with my papers?", _SAID)
_NEARLY = _asked(
    "When can I come to the harbour office with my papers?", _SAID.replace("ten", "11")
)


def _nearly(name: str, rows: Rows, first: Data, other: Data, **more: Any) -> Defect:
    """Return a file of which line 4 has the words of another row but for a few, in the last line."""
    given = [*rows[:3], first, *rows[3:]]
    return Defect(
        name, "DUP002", len(given) + 1, lines([*given, other]), lines(given),
        options=_NEAR, **more,
    )  # fmt: skip


def _other_answer(row: Data) -> Data:
    return {"messages": [*row["messages"][:-1], {"role": "assistant", "content": "Ask my uncle."}]}


def _weighted(row: Data) -> Data:
    return {"messages": [*row["messages"][:-1], {**row["messages"][-1], "weight": 1}]}


# No tasks are held out here, which RFT001 names.
_TASKS = {"method": "reinforcement", "ignore": ["RFT001"]}

DEFECTS = (
    _again("row-twice", CHATS),
    _again("row-twice-compact", CHATS, compact),
    _again("row-twice-other-order", TOOLS, _sorted_backwards),
    _again("pair-twice", PAIRS),
    _again("preference-twice", PREFERENCES),
    _again("task-twice", REINFORCED, options=_TASKS),
    _again("text-twice", TEXTS),
    whole("two-answers", "DUP003", CHATS, lambda rows: [*rows, _other_answer(rows[4])], 15),
    whole("two-completions", "DUP003", PAIRS,
          lambda rows: [*rows, {**rows[2], "completion": " Toast with butter END"}], 15),
    whole("two-references", "DUP003", REINFORCED, lambda rows: [*rows, {**rows[5], "answer": "28"}],
          13, options=_TASKS),
    _leak("leak", CHATS),
    _leak("leak-compact", CHATS, compact),
    _leak("leak-pair", PAIRS),
    _leak("leak-preference", PREFERENCES, method="dpo"),
    whole("prompt-again", "DUP005", CHATS, lambda rows: [*rows, _weighted(rows[2])], 15),
    whole("prompt-again-pair", "DUP005", PAIRS,
          lambda rows: [*rows, {**rows[2], "completion": rows[2]["completion"] + " "}], 15,
          companions={("PRC004", 15): "white space at the end is no stop sequence"}),
    _nearly("few-words-changed", CHATS, _OFFICE, _NEARLY),
    _nearly("few-words-changed-text", TEXTS, {"text": _SAID}, {"text": _SAID.replace("ten", "11")}),
    Defect("nearly-leak", "DUP006", 2, lines([*CHATS, _OFFICE]), lines([*CHATS, _OFFICE]),
           validation=lines([_asked("Where is the ferry?", "At pier two."), _NEARLY]),
           clean_validation=lines([_asked("Where is the ferry?", "At pier two.")]), options=_NEAR),
)  # fmt: skip
