"""CHT001: a message without a role."""

from __future__ import annotations

from dataprep.rules.base import Problem, Sample, SchemaRule, Violation, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.schema.words import keys, near, place
from dataprep.targets import Target

_SPEAKERS = ("from", "speaker", "author", "sender", "user")


class MissingRole(SchemaRule):
    """Finds messages that do not say who speaks.

    What it does: looks for the key `role` in every message, and says which other key may be meant.

    Why it matters: the platform rejects the file: "Discriminator 'role' is missing in value".

    What to do: add the role. Turns of `from` and `value` are ShareGPT's: `dataprep convert` reads
        them.

    Source: OpenAI, fine-tuning error messages of training files, 2026-11-20.
    """

    code = "CHT001"
    name = "missing-role"
    claims = (("required", "*/role"),)
    bad = (
        Sample(rows({"messages": [{"content": "2+2?"}, {"role": "assistant", "content": "4"}]})),
        Sample(rows({"messages": [{"from": "human", "value": "2+2?"}]})),
    )
    good = (Sample(rows(chat(("user", "2+2?"), ("assistant", "4")))),)

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the message, and the key that stands in the role's place."""
        path, owner = violation.path[:-1], violation.owner
        fact = f"{place(path)} has no `role`"
        if "from" in owner and "value" in owner:
            help = "these are ShareGPT's turns: run `dataprep convert FILE -o OUTPUT.jsonl`"
            return Problem(fact, path, help)
        similar = [key for key in owner if key in _SPEAKERS or near(key, ["role"])][:1]
        if similar:
            return Problem(f"{fact}; there is {keys(similar)}", path, "rename it to `role`")
        return Problem(fact, path, "say who speaks: `user`, `assistant` ...")
