"""Comparisons that compare nothing, or the wrong thing: PRF."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from seeded.clean import PREFERENCES
from seeded.defect import HERE, Data, edited, whole

_DPO = {"method": "dpo"}
_TOGETHER = {"target": "together", "method": "dpo"}
_OPENAI = {"target": "openai/gpt-4.1-mini", "method": "dpo"}
_OLD = {
    "preferred_output": "preferred_completion",
    "non_preferred_output": "non_preferred_completion",
}


def _said(side: str, *roles: str) -> Any:
    return lambda row: row.update({side: [{"role": one, "content": f"By {one}."} for one in roles]})


def _same(row: Data, content: str | None = None) -> None:
    answer = row["preferred_output"][0]["content"]
    row["non_preferred_output"] = [{"role": "assistant", "content": content or answer}]


def _padded(row: Data) -> None:
    _same(row, f"\n{row['preferred_output'][0]['content']}  ")


def _in_parts(row: Data) -> None:
    for side in _OLD:
        row[side] = [{"role": "assistant", "content": [{"type": "text", "text": "It depends."}]}]


def _in_a_part(row: Data) -> None:
    answer = row["preferred_output"][0]["content"]
    row["non_preferred_output"][0]["content"] = [{"type": "text", "text": answer}]


def _hinted(row: Data) -> None:
    row["input"]["messages"].append({"role": "assistant", "content": "Let me look."})


def _renamed(row: Data, *sides: str) -> None:
    for side in sides or _OLD:
        row[_OLD[side]] = row.pop(side)


def _turned(row: Data) -> Data:
    made = copy.deepcopy(row)
    sides = made["preferred_output"], made["non_preferred_output"]
    made["non_preferred_output"], made["preferred_output"] = sides
    return made


def _balanced(count: int) -> list[Data]:
    """Return comparisons of which every second prefers the shorter answer."""
    made = []
    for number in range(count):
        long = f"For {number} riders we keep {number + 1} bells, in brass, steel and red plastic."
        sides = [long, f"{number + 1} bells."]
        better, worse = sides if number % 2 else reversed(sides)
        made.append({
            "input": {"messages": [{"role": "user", "content": f"Bells for {number} riders?"}]},
            "preferred_output": [{"role": "assistant", "content": better}],
            "non_preferred_output": [{"role": "assistant", "content": worse}],
        })  # fmt: skip
    return made


def _longest_first(rows: Sequence[Data], last: bool = False) -> list[Data]:
    def size(row: Data, side: str) -> int:
        return len(row[side][0]["content"])

    return [
        row
        if (size(row, "preferred_output") > size(row, "non_preferred_output")) != last
        else _turned(row)
        for row in rows
    ]


_BALANCED = tuple(_balanced(40))

DEFECTS = (
    edited("two-preferred", "PRF001", PREFERENCES,
           _said("preferred_output", "assistant", "assistant"), options=_DPO),
    edited("two-refused", "PRF001", PREFERENCES,
           _said("non_preferred_output", "assistant", "assistant")),
    edited("preferred-of-user", "PRF001", PREFERENCES, _said("preferred_output", "user")),
    edited("refused-of-tool", "PRF001", PREFERENCES, lambda row: row.update(
        non_preferred_output=[{"role": "tool", "content": "4", "tool_call_id": "a"}]),
        companions={("TLS005", HERE): "a result without its call is named too"}),
    edited("answer-with-question", "PRF001", PREFERENCES,
           _said("preferred_output", "user", "assistant")),
    edited("answer-with-system", "PRF001", PREFERENCES,
           _said("preferred_output", "system", "assistant"), options=_OPENAI),
    edited("same-answers", "PRF002", PREFERENCES, _same, options=_DPO),
    edited("same-answers-padded", "PRF002", PREFERENCES, _padded),
    edited("same-answers-in-parts", "PRF002", PREFERENCES, _in_parts, options=_OPENAI),
    edited("same-answer-in-a-part", "PRF002", PREFERENCES, _in_a_part, options=_OPENAI),
    edited("same-answers-together", "PRF002", PREFERENCES, _same, options=_TOGETHER),
    edited("input-is-answered", "PRF003", PREFERENCES, _hinted, options=_DPO),
    edited("input-is-answered-together", "PRF003", PREFERENCES, _hinted, options=_TOGETHER),
    whole("longer-preferred", "PRF004", _BALANCED, _longest_first, options=_DPO),
    whole("shorter-preferred", "PRF004", _BALANCED, lambda rows: _longest_first(rows, True)),
    whole("turned-round", "PRF005", PREFERENCES, lambda rows: [*rows, _turned(rows[4])], 15),
    whole("turned-round-first", "PRF005", PREFERENCES, lambda rows: [_turned(rows[6]), *rows], 8,
          options=_DPO),
    edited("old-names", "PRF006", PREFERENCES, _renamed, options=_DPO),
    edited("old-name-of-one", "PRF006", PREFERENCES,
           lambda row: _renamed(row, "non_preferred_output")),
    edited("old-name-on-openai", "PRF006", PREFERENCES, _renamed, options=_OPENAI),
)  # fmt: skip
