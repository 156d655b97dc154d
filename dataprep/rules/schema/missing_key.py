"""SCH001: a key that must be there is not."""

from __future__ import annotations

from dataprep.rules.base import (
    CONVERSATIONS,
    Problem,
    Sample,
    SchemaRule,
    Violation,
    chat,
    rows,
)
from dataprep.rules.row import Row
from dataprep.rules.schema.layouts import layout_of
from dataprep.rules.schema.words import keys, near, place
from dataprep.targets import Target

_GOOD = chat(("user", "Capital of Peru?"), ("assistant", "Lima"))
_TURNS = [{"from": "human", "value": "Capital of Peru?"}, {"from": "gpt", "value": "Lima"}]

# Less than for words: an abbreviation of the key that is missing is likely meant for it.
_LIKE = 0.65
# Keys that stand for themselves, however near another one is.
_OWN = frozenset(
    ("messages", "prompt", "completion", "text", "input", "preferred_output",
     "non_preferred_output", "role", "content", "name", "id", "type", "function", "arguments")
)  # fmt: skip


class MissingKey(SchemaRule):
    """Finds a required key that is absent: `messages`, `prompt`, `completion`, `input` and others.

    What it does: names the key and the object that lacks it. Where another key comes near it, that
        one is suggested; where the row has the keys of a known layout (ShareGPT, Alpaca, question
        and answer, Gemini, Hugging Face preference data), the layout is named with the way out.

    Why it matters: the platform rejects the file at the first such row.

    What to do: rename the key, or convert the file. A row that lost its data can only be removed.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20.
    """

    code = "SCH001"
    name = "missing-key"
    kinds = CONVERSATIONS | {"prompt-completion", "text", "unknown"}
    claims = (("required", ""),)
    bad = (
        Sample(rows({"conversations": _TURNS})),
        Sample(rows({"msgs": [{"role": "user", "content": "x"}]})),
        Sample(rows({"prompt": "Capital of Peru? ->"})),
    )
    good = (
        Sample(rows(_GOOD)),
        Sample(rows({"prompt": "Capital of Peru? ->", "completion": " Lima"})),
    )

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the missing key, and what the object looks like instead."""
        key, owner, path = violation.path[-1], violation.owner, violation.path[:-1]
        lacks = f"the key `{key}` is missing" + (f" in {place(path)}" if path else "")
        layout = None if path else layout_of(owner)
        if layout is not None:
            return Problem(f"{lacks}; the row has the keys of {layout.name}", path, layout.help)
        others = (other for other in owner if other not in _OWN)
        similar = next((other for other in others if near(other, [str(key)], _LIKE)), "")
        if similar:
            return Problem(f"{lacks}; there is {keys([similar])}", path, f"rename it to `{key}`")
        if not path and violation.path[0] == "messages":
            has = f"; the row has {keys(owner)}" if owner else "; the row is empty"
            return Problem(lacks + has, path, "run `dataprep convert FILE -o OUTPUT.jsonl`")
        return Problem(lacks, path, f"add `{key}`, or remove the row")
