"""CHT011: a weight that is neither 0 nor 1, or stands where nothing is learned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.rules.base import Content, Problem, RowRule, Sample, SchemaRule, Violation, rows
from dataprep.rules.chat.weights import weighs
from dataprep.rules.row import Row
from dataprep.rules.schema.words import place, shown
from dataprep.targets import Target


def _row(weight: Any, of: str = "assistant") -> Content:
    turns = [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]
    return rows({"messages": [{**one, "weight": weight} if one["role"] == of else one
                              for one in turns]})  # fmt: skip


class WeightNot0Or1(SchemaRule, RowRule):
    """Finds a `weight` other than 0 and 1, and one on a message that is not the assistant's.

    What it does: looks at every `weight`. True, false, 0.5, 1.0 and "1" are no weights. To JSON Schema
        1.0 is the number 1; this rule looks at how it is written. Together has weights
        in every role.

    Why it matters: a weight decides whether an answer is learned at all; there is no half of it, and
        only answers are learned. Platforms reject the file.

    What to do: write 1 to learn the answer, 0 to only read it; leave the key out elsewhere.

    Source: OpenAI, supervised fine-tuning guide, multi-turn chat examples, 2026-11-20.
    """

    code = "CHT011"
    name = "weight-not-0-or-1"
    claims = (("enum", "*/weight"), ("false", "*/weight"))
    wakes_on = frozenset({"weight"})
    bad = (Sample(_row(0.5)), Sample(_row(True)), Sample(_row(1, "user")))
    good = (Sample(_row(1)), Sample(_row(0, "user"), target="together"))

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the weights that the schema takes although they are written as fractions."""
        for message in row.messages if weighs(target) else ():
            weight = message.data.get("weight")
            if message.role == "assistant" and isinstance(weight, float) and weight in (0.0, 1.0):
                path = (*message.path, "weight")
                yield Problem(
                    f"{place(path)} is `{weight}`, not `0` or `1`",
                    path,
                    f"write {weight:.0f}, without the point",
                )

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the weight, or the role that has none."""
        where = place(violation.path)
        if violation.keyword == "false":
            role = violation.owner.get("role", "")
            fact = f"{where} stands on a {role} message; only assistant messages have a weight"
            return Problem(fact, violation.path, "leave the key out")
        text = "the text " if isinstance(violation.value, str) and violation.value.strip() else ""
        return Problem(
            f"{where} is {text}{shown(violation.value)}, not {'the number ' if text else ''}`0` or `1`",
            violation.path,
            "write 1 to learn the answer, 0 to only read it",
        )
