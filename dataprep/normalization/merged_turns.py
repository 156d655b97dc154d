"""Neighbouring messages of the same role, merged into one."""

from __future__ import annotations

from typing import Any

from dataprep.formats.base import Format
from dataprep.model import Example
from dataprep.normalization.base import Step, Switch

_PLAIN = {"role", "content"}


class MergedTurns(Step):
    """Merge neighbouring user or assistant messages, with a blank line between their texts.

    Only messages that are nothing but role and text are merged: a tool call, a name or a weight says
    something about its own message.
    """

    name = "turns merged"
    rank = 100
    switches = (
        Switch("--merge-turns", "bool", "Merge neighbouring messages of the same role.", False),
    )
    formats = ("chat",)

    @classmethod
    def make(cls, values: dict[str, Any]) -> MergedTurns | None:
        return cls() if values["merge_turns"] else None

    def apply(self, row: Example, form: Format) -> bool:
        merged: list[Example] = []
        for turn in row["messages"]:
            last = merged[-1] if merged else None
            if last is not None and last["role"] == turn["role"] and _mergeable(last, turn):
                texts = [text for text in (last["content"], turn["content"]) if text.strip()]
                merged[-1] = {**last, "content": "\n\n".join(texts)}
            else:
                merged.append(turn)
        changed = len(merged) != len(row["messages"])
        row["messages"] = merged
        return changed


def _mergeable(*turns: Example) -> bool:
    return all(
        turn["role"] in ("user", "assistant")
        and turn.keys() == _PLAIN
        and isinstance(turn["content"], str)
        for turn in turns
    )
