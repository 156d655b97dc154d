"""PRC011: one prompt for all rows."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, rows
from dataprep.rules.prompt_completion.openings import Openings
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, pairs, quoted
from dataprep.targets import Target


class IdenticalPrompts(DatasetRule[Openings]):
    """Finds a file in which all prompts are the same.

    What it does:
        Compares the prompts of all rows, from ten rows on. Blank ones are passed over.

    Why it matters:
        The model cannot learn what an answer depends on, if the prompt is always the same: it gives
        one of the answers at random.

    What to do:
        Put what the answers depend on into the prompts. To train a model that writes freely, leave the
        prompts empty.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool, 2026-11-20.
    """

    code = "PRC011"
    name = "identical-prompts"
    severity = Severity.ERROR
    kinds = KINDS
    wakes_on = ALWAYS
    bad = (Sample(rows(*pairs("Tell me a story ->", " A {} END")), line=None),)
    good = (
        Sample(rows(*pairs("", " A story of the {} END"))),
        Sample(rows(*pairs("Tell me a story ->", " A {} END")[:9])),
    )

    def tally(self) -> Openings:
        return Openings("prompt")

    def finish(self, tally: Openings, dataset: Dataset, target: Target) -> Iterator[Problem]:
        if tally.rows >= FEW and tally.only is not None:
            yield Problem(
                f"all {tally.rows:,} prompts are the same: {quoted(tally.only)}",
                help="put what the answers depend on into the prompts, or leave them empty",
            )
