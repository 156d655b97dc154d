"""PRC007: an instruction that every prompt repeats."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Dataset, DatasetRule, Problem, Sample, rows
from dataprep.rules.prompt_completion.openings import LONGEST, Openings
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, pairs, quoted
from dataprep.targets import Target

_MOST = 12


class SharedPromptPrefix(DatasetRule[Openings]):
    """Finds a long text with which every prompt begins.

    What it does:
        Compares the beginnings of all prompts, from ten rows on, and speaks if more than 12 characters
        are the same in all of them.

    Why it matters:
        The model is trained for this one task, so the instruction tells it nothing new. It is trained
        on, and paid for, with every row, and has to be repeated with every request.

    What to do:
        Leave the instruction out, and leave it out when asking the model too. There is nothing to do
        where one model is trained for several tasks and the other files begin differently.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool (12 characters), 2026-11-20.
    """

    code = "PRC007"
    name = "shared-prompt-prefix"
    severity = Severity.WARNING
    fix = UNSAFE
    kinds = KINDS
    wakes_on = ALWAYS
    bad = (Sample(rows(*pairs("Say it in one word: {} ->", " thing {} END")), line=None),)
    good = (
        Sample(rows(*pairs("Word: {} ->", " thing {} END"))),
        Sample(rows(*pairs("The same prompt for all", " {} END"))),  # this is PRC011
    )
    fixed = (Sample(rows(*pairs("{} ->", " thing {} END"))),)

    def tally(self) -> Openings:
        return Openings("prompt")

    def finish(self, tally: Openings, dataset: Dataset, target: Target) -> Iterator[Problem]:
        length = len(tally.common)
        if tally.rows < FEW or tally.only is not None or length <= _MOST:
            return
        least = "at least " if length == LONGEST else ""
        yield Problem(
            f"all {tally.rows:,} prompts begin with the same {least}{length:,} characters, "
            f"above {_MOST}: {quoted(tally.common)}",
            help="leave the instruction out; a model that is trained for the task needs none",
        )
