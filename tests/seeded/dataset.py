"""Defects of a dataset as a whole: SET."""

from __future__ import annotations

from seeded.clean import CHATS, LABELLED, PAIRS, PREFERENCES, TOOLS
from seeded.defect import Data, edited, lines, own_target, whole


def _numbered(count: int) -> list[Data]:
    return [
        {"messages": [
            {"role": "user", "content": f"How many minutes are {number} hours?"},
            {"role": "assistant", "content": f"{number * 60} minutes."}]}
        for number in range(2, count + 2)
    ]  # fmt: skip


def _always(rows: list[Data]) -> list[Data]:
    for row in rows:
        for message in row["messages"]:
            if message["role"] == "assistant":
                message["content"] = "Ask at the counter."
    return rows


def _mostly_fine(rows: list[Data]) -> list[Data]:
    more = [
        {"messages": [
            {"role": "user", "content": f"Parcel {number}: all as ordered"},
            {"role": "assistant", "content": "fine"}]}
        for number in range(100, 160)
    ]  # fmt: skip
    return rows + more


_MANY = lines(_numbered(80))

DEFECTS = (
    whole("nine-rows", "SET001", CHATS, lambda rows: rows[:9]),
    whole("one-row", "SET001", TOOLS, lambda rows: rows[:1]),
    whole("nine-pairs", "SET001", PAIRS, lambda rows: rows[:9]),
    whole("five-preferences", "SET001", PREFERENCES, lambda rows: rows[:5], options={"method": "dpo"}),
    whole("nine-rows-openai", "SET001", CHATS, lambda rows: rows[:9],
          options={"target": "openai/gpt-4.1-mini"}),
    whole("seven-rows-nova", "SET001", CHATS, lambda rows: rows[:7],
          options={"target": "bedrock-nova"}),
    whole("two-rows-fireworks", "SET001", CHATS, lambda rows: rows[:2],
          options={"target": "fireworks"}),
    whole("few-rows", "SET002", CHATS, list, clean=_MANY),
    whole("too-many-rows", "SET003", CHATS, list, options=own_target("narrow", max_examples=13),
          clean_options=own_target("narrow", max_examples=14)),
    whole("rare-classes", "SET004", LABELLED, _mostly_fine),
    whole("one-answer", "SET005", CHATS, _always),
    edited("system-prompt-missing-once", "SET006", CHATS, lambda row: row["messages"].pop(0)),
    whole("no-validation-file", "SET007", CHATS, lambda rows: _MANY, validation=None,
          clean_validation=None),
)  # fmt: skip
