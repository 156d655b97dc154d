"""SCH005: rows that the chosen method or platform does not train."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import (
    CONVERSATIONS,
    Dataset,
    DatasetRule,
    Mergeable,
    Problem,
    Sample,
    chat,
    rows,
)
from dataprep.rules.schema.methods import METHODS, known
from dataprep.targets import Target

_CHAT = rows(chat(("user", "Hi"), ("assistant", "Hello!")))
_PREFERENCE = rows(
    {
        "input": {"messages": [{"role": "user", "content": "Hi"}]},
        "preferred_output": [{"role": "assistant", "content": "Hello!"}],
        "non_preferred_output": [{"role": "assistant", "content": "What?"}],
    }
)


class MethodMismatch(DatasetRule[Mergeable]):
    """Finds datasets whose format the chosen method does not train, or the target does not take.

    What it does: compares the format of most rows with the method, where one was chosen, and with the
        formats of the target. Rows of other formats than most are named by `mixed-formats`.

    Why it matters: the platform rejects the job: it looks for keys that these rows do not have.

    What to do: choose the method that trains these rows, or convert the rows.

    Source: OpenAI, direct preference optimization guide, 2026-11-20.
    """

    code = "SCH005"
    name = "method-mismatch"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (
        Sample(_PREFERENCE, method="supervised"),
        Sample(_CHAT, method="dpo"),
        Sample(rows({"text": "It was a dark night."}), target="openai"),
    )
    good = (Sample(_CHAT), Sample(_PREFERENCE), Sample(_PREFERENCE, method="dpo"))

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the format that does not fit, at its first row."""
        kind = next(iter(known(dataset.kinds)), None)
        if kind is None:
            return
        place = dataset.first[kind].location()
        formats = target.value("formats")
        # Where the method itself is not offered, the rule about the target's methods says so.
        offered = target.value("methods") or (dataset.method,)
        fitting = METHODS[kind]
        if fitting != dataset.method:
            yield Problem(
                f"the rows are {kind} rows, the method is `{dataset.method}`",
                help=f"use --method {fitting}, or convert the rows",
                location=place,
            )
        elif formats and not target.takes(kind) and dataset.method in offered:
            yield Problem(
                f"the rows are {kind} rows, the target takes {_listed(formats)} rows",
                help="convert the rows, or choose another target",
                location=place,
            )


def _listed(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
