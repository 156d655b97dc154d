"""CHT012: a row whose answers are all left out of training."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import Content, Problem, RowRule, Sample, rows
from dataprep.rules.chat.weights import answers, off, weighs
from dataprep.rules.row import Row
from dataprep.targets import Target


def _row(*weights: int) -> Content:
    turns = [
        message
        for weight in weights
        for message in (
            {"role": "user", "content": "Again."},
            {"role": "assistant", "content": "Done.", "weight": weight},
        )
    ]
    return rows({"messages": turns})


class NothingTrained(RowRule):
    """Finds rows in which every message of the assistant has the weight 0.

    What it does: reads the `weight` of the assistant's messages. Weights that are neither 0 nor 1 are
        named by `weight-not-0-or-1`.

    Why it matters: the weight 0 takes an answer out of training. The row is paid for and teaches
        nothing; platforms reject it.

    What to do: set the weight of the answer to learn to 1, or leave the row out.

    Source: OpenAI, supervised fine-tuning guide (weight), 2026-11-20.
    """

    code = "CHT012"
    name = "nothing-trained"
    kinds = frozenset({"chat"})
    wakes_on = frozenset({"weight"})
    bad = (Sample(_row(0)), Sample(_row(0, 0)))
    good = (Sample(_row(0, 1)), Sample(_row(1, 0)))

    def applies(self, target: Target) -> bool:
        """For platforms that read weights."""
        return weighs(target)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the row where no answer is trained."""
        found = answers(row)
        if found and all(map(off, found)):
            what = f"all {len(found)} assistant messages have" if len(found) > 1 else (
                "the only assistant message has")  # fmt: skip
            yield Problem(
                f"{what} `weight` 0, so nothing is trained",
                row.prefix if len(found) > 1 else (*found[0].path, "weight"),
                "set the weight of the answer to learn to 1, or leave the row out",
            )
