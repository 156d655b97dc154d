"""SCH003: a value that is of another type, or is not one of the values that are taken."""

from __future__ import annotations

from dataprep.rules.base import CONVERSATIONS, Problem, Sample, SchemaRule, Violation, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.schema.words import listed, near, place, shown, type_of, types
from dataprep.targets import Target


class WrongType(SchemaRule):
    """Finds a value of another type than the format asks for.

    What it does: names the type that is there and the type that is taken. A value that is none of
        those a key may have (the type of a content part, for example) is named with the choices.

    Why it matters: the platform rejects the file, or turns the value into text: a number, a nested
        object or `None` is then learned as it happens to be printed.

    What to do: write the value in the type that is asked for; `dataprep convert` does so for tables.

    Source: OpenAI, openai-openapi, FineTuneChatRequestInput, 2026-11-20.
    """

    code = "SCH003"
    name = "wrong-type"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    claims = (("type", ""), ("enum", ""))
    bad = (
        Sample(rows(chat(("user", "2+2?"), ("assistant", 4)))),  # type: ignore[arg-type]
        Sample(rows({"prompt": "2+2=", "completion": 4})),
        Sample(rows({"messages": {"role": "user", "content": "2+2?"}})),
    )
    good = (
        Sample(rows(chat(("user", "2+2?"), ("assistant", "4")))),
        Sample(rows({"prompt": "2+2=", "completion": " 4"})),
    )

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name what is there and what is taken."""
        where, value, limit = place(violation.path), violation.value, violation.limit
        if violation.keyword == "type":
            wanted = types([limit] if isinstance(limit, str) else limit)
            # Programs that write all keys write null for those without a value.
            other = "; or leave the key out, if it is optional" if value is None else ""
            help = f"make it {wanted}{other}"
            return Problem(f"{where} is {type_of(value)}, not {wanted}", violation.path, help)
        if violation.keyword == "enum":
            meant = near(value, [one for one in limit if isinstance(one, str)])
            help = f"did you mean `{meant}`?" if meant else f"use {listed(limit)}"
            return Problem(f"{where} is {shown(value)}, not {listed(limit)}", violation.path, help)
        if violation.keyword == "minLength":
            return Problem(f"{where} is empty", violation.path, "give it a value, or remove it")
        return Problem(
            f"{where} is {shown(value)}, which breaks `{violation.keyword}` of the format",
            violation.path,
            "correct the value; `dataprep schema` shows what is taken",
        )
