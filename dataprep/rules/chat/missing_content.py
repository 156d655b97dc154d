"""CHT003: a message that says nothing."""

from __future__ import annotations

from dataprep.rules.base import Problem, Sample, SchemaRule, Violation, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.schema.words import keys, near, place
from dataprep.targets import Target

_WORDS = ("text", "value", "message", "parts", "body")


class MissingContent(SchemaRule):
    """Finds messages without content that call no tool either.

    What it does: looks for the key `content`, and for `null` in it. An assistant message may do
        without where it calls a tool, refuses, or answers in audio.

    Why it matters: the platform rejects the file, or the model learns to say nothing.

    What to do: add the content; where it stands under another key, rename that; else remove the
        message.

    Source: OpenAI, openai-openapi, FineTuneChatRequestInput, 2026-11-20.
    """

    code = "CHT003"
    name = "missing-content"
    claims = (("required", "*/content"),)
    bad = (
        Sample(rows({"messages": [{"role": "user", "content": "2+2?"}, {"role": "assistant"}]})),
        Sample(rows({"messages": [{"role": "user", "content": None},
                                  {"role": "assistant", "content": "4"}]})),
    )  # fmt: skip
    good = (
        Sample(rows(chat(("user", "2+2?"), ("assistant", "4")))),
        Sample(rows({"messages": [{"role": "user", "content": "2+2?"},
                                  {"role": "assistant", "content": None, "refusal": "No."}]})),
    )  # fmt: skip

    def rank(self, violation: Violation) -> int:
        """Fit a `null` too; any other type is the wrong one."""
        null = violation.keyword == "type" and violation.value is None
        return super().rank(violation._replace(keyword="required") if null else violation)

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the message, and the key that stands in the content's place."""
        if violation.owner is None:
            fact = f"{place(violation.path)} is null, and the message calls no tool"
            return Problem(fact, violation.path, "give it a text, or remove the message")
        path = violation.path[:-1]
        fact = f"{place(path)} has no `content`"
        if violation.owner.get("role") == "assistant":
            fact += " and calls no tool"
        similar = [key for key in violation.owner if key in _WORDS or near(key, ["content"])][:1]
        if similar:
            return Problem(f"{fact}; there is {keys(similar)}", path, "rename it to `content`")
        return Problem(fact, path, "add the content, or remove the message")
