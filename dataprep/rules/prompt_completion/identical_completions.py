"""PRC012: one completion for all rows."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, rows
from dataprep.rules.prompt_completion.openings import Openings
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, pairs, quoted
from dataprep.targets import Target


class IdenticalCompletions(DatasetRule[Openings]):
    """Finds a file in which all completions are the same.

    What it does:
        Compares the completions of all rows, from ten rows on. Blank ones are passed over.

    Why it matters:
        The model learns to give this one answer to everything. The loss falls to nothing, and nothing is
        learned.

    What to do:
        Give every prompt its own answer. Look for a column that was mapped wrongly.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool, 2026-11-20.
    """

    code = "PRC012"
    name = "identical-completions"
    severity = Severity.ERROR
    kinds = KINDS
    wakes_on = ALWAYS
    bad = (Sample(rows(*pairs("What is a {} ->", " It is a thing END")), line=None),)
    good = (
        Sample(rows(*pairs("Is a {} big ->", " {} yes"))),
        Sample(rows(*pairs("What is a {} ->", " It is a thing END")[:9])),
    )

    def tally(self) -> Openings:
        return Openings("completion")

    def finish(self, tally: Openings, dataset: Dataset, target: Target) -> Iterator[Problem]:
        if tally.rows >= FEW and tally.only is not None:
            yield Problem(
                f"all {tally.rows:,} completions are the same: {quoted(tally.only)}",
                help="give every prompt its own answer; perhaps a column was mapped wrongly",
            )
