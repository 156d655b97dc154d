"""SCH006: a list without anything in it, where something must be."""

from __future__ import annotations

from dataprep.rules.base import Problem, Sample, SchemaRule, Violation, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.schema.words import place
from dataprep.targets import Target


class EmptyList(SchemaRule):
    """Finds empty lists: no messages, no parts of a content, no tool calls, no output.

    What it does: names each list that must hold something and does not.

    Why it matters: there is nothing to learn from such a row, and platforms reject the file for it.

    What to do: fill the list; where it is `tool_calls`, leave the key out; else remove the row.

    Source: OpenAI, openai-openapi, FineTuneChatRequestInput, 2026-11-20.
    """

    code = "SCH006"
    name = "empty-list"
    claims = (("minItems", ""),)
    bad = (
        Sample(rows({"messages": []})),
        Sample(rows({"messages": [{"role": "user", "content": []},
                                  {"role": "assistant", "content": "x"}]})),
    )  # fmt: skip
    good = (Sample(rows(chat(("user", "Capital of Peru?"), ("assistant", "Lima")))),)

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the list."""
        optional = violation.path[-1:] == ("tool_calls",)
        return Problem(
            f"{place(violation.path)} is an empty list",
            violation.path,
            "leave the key out" if optional else "fill it, or remove the row",
        )
