"""PRF001: a side of a comparison that is not one answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.rules.base import Problem, RowRule, Sample, rows
from dataprep.rules.preference.comparisons import comparison, sides
from dataprep.rules.row import Row
from dataprep.rules.wording import counted
from dataprep.targets import Target

_WHOLE = comparison("Lima", "Cusco")
_CALL = {"id": "c1", "type": "function", "function": {"name": "now", "arguments": "{}"}}
# What the schema takes for a role; another one is named by the rules about roles.
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})


class OutputCount(RowRule):
    """Finds sides of a comparison that hold no answer, or more than one.

    What it does: counts the answers in `preferred_output` and `non_preferred_output`: messages of the
        assistant after which no tool speaks. Messages of the user, the system or the developer do not
        belong there. Where the target takes a certain number of messages a side, calls and the results
        of tools count too. Empty lists are named by `empty-list`.

    Why it matters: what is compared is one answer with another. Platforms reject the row.

    What to do: keep the last answer on each side, and put what comes before it into `input`.

    Source: OpenAI, direct preference optimization guide, 2026-11-20; Azure, direct preference
        optimization (tool messages beside an answer), 2026-11-20.
    """

    code = "PRF001"
    name = "output-count"
    kinds = frozenset({"preference"})
    wakes_on = frozenset({"@always"})
    bad = (
        Sample(rows({**_WHOLE, "preferred_output": 2 * _WHOLE["preferred_output"]})),
        Sample(rows({**_WHOLE, "non_preferred_output": _WHOLE["input"]["messages"]})),
    )
    good = (
        Sample(rows(_WHOLE)),
        Sample(
            rows({**_WHOLE, "preferred_output": [
                {"role": "assistant", "tool_calls": [_CALL]},
                {"role": "tool", "content": "12:00", "tool_call_id": "c1"},
                {"role": "assistant", "content": "Noon."},
            ]}),
            target="azure/gpt-4.1",
        ),
    )  # fmt: skip

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield each side that is not one answer."""
        most = target.value("max_output_messages")
        for key, messages in sides(row):
            roles = [one.get("role") if isinstance(one, dict) else None for one in messages]
            if not all(isinstance(role, str) and role in _ROLES for role in roles):
                continue
            answers = [number for number in range(len(roles)) if _answers(roles, number)]
            asked = next((role for role in roles if role in ("user", "system", "developer")), None)
            if len(answers) != 1:
                fact = f"`{key}` holds {counted(len(answers), 'answer')} of the assistant, not one"
            elif asked is not None:
                fact = f"`{key}` holds a message of the role `{asked}` beside its answer"
            elif most and len(roles) > most:
                fact = f"`{key}` holds {counted(len(roles), 'message')}, the limit is {most}"
            else:
                continue
            help = "keep one message of the assistant, and put what comes before it into `input`"
            yield Problem(fact, (key,), help)


def _answers(roles: list[Any], number: int) -> bool:
    """Whether a message is an answer, not a call of a tool that is answered."""
    following = roles[number + 1] if number + 1 < len(roles) else ""
    return roles[number] == "assistant" and following not in ("tool", "function")
