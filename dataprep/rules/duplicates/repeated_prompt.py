"""DUP005: the same prompt and the same answer in rows that differ elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import CONVERSATIONS, GroupRule, Member, Problem, Sample, chat, rows
from dataprep.rules.duplicates.groups import Answer, beside, equal_prompts
from dataprep.targets import Target

_ROME = chat(("user", "Capital of Italy?"), ("assistant", "Rome"))
_WEIGHTED = {
    "messages": [
        {"role": "user", "content": "Capital of Italy?"},
        {"role": "assistant", "content": "Rome", "weight": 1},
    ]
}


class RepeatedPrompt(GroupRule):
    """Finds a prompt that gets the same answer as before, in a row that is not quite the same.

    What it does:
        Names later rows that ask and answer the same as an earlier one and differ in something else:
        a weight, a name, the id of a call, white space around the answer, or another key of the row.

    Why it matters:
        For the model the two rows are one that comes twice. Rows that were meant to be equal, and are
        not, show where two sources of the data were put together.

    What to do:
        Keep one of them. There is nothing to do if the example shall count twice.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool (compares prompt and completion only),
        2026-11-20.
    """

    code = "DUP005"
    name = "repeated-prompt"
    severity = Severity.INFO
    kinds = CONVERSATIONS | {"prompt-completion"}
    key = "prompt"
    bad = (Sample(rows(_ROME, _WEIGHTED), line=2),)
    good = (
        Sample(rows(_ROME, _ROME)),  # this is DUP001
        Sample(rows(_ROME, chat(("user", "Capital of Italy?"), ("assistant", "Rom")))),
    )

    def check(self, members: Sequence[Member], target: Target) -> Iterator[Problem]:
        for group in equal_prompts(members):
            # The same example again is a duplicate or a leak, which have rules of their own.
            seen: dict[Answer, Member] = {}
            examples: set[int] = set()
            for member, answer in group:
                first = seen.setdefault(answer, member)
                if first is not member and member.key not in examples:
                    yield Problem(
                        f"the prompt and the answer are those of {beside(member.place, first.place)};"
                        " the rows differ in something else",
                        help="keep one of the two rows, unless it shall count twice",
                        location=member.place.location(),
                    )
                examples.add(member.key)
