"""PRC007: an instruction that every prompt repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    UNSAFE,
    Dataset,
    DatasetRule,
    Edit,
    Problem,
    Sample,
    Set,
    rows,
)  # fmt: skip
from dataprep.rules.prompt_completion.openings import LONGEST, Openings
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, pairs, quoted, text_of
from dataprep.rules.row import Row
from dataprep.targets import Target

_MOST = 12


class SharedPromptPrefix(DatasetRule[Openings]):
    """Finds a long text with which every prompt begins.

    What it does:
        Compares the beginnings of all prompts, from ten rows on, and speaks if more than 12 characters
        are the same in all of them. A word that only begins alike does not count.

    Why it matters:
        The model is trained for this one task, so the instruction tells it nothing new. It is trained
        on, and paid for, with every row, and has to be repeated with every request.

    What to do:
        Leave the instruction out, and leave it out when asking the model too. There is nothing to do
        where one model is trained for several tasks and the other files begin differently. The repair
        removes the words that the finding shows from every prompt that begins with them, in both parts;
        a prompt that says nothing else is empty then.

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
        Sample(rows(*pairs("https://www.example.org/{} ->", " thing {} END"))),
    )
    fixed = (Sample(rows(*pairs("{} ->", " thing {} END"))),)

    def tally(self) -> Openings:
        return Openings("prompt")

    def finish(self, tally: Openings, dataset: Dataset, target: Target) -> Iterator[Problem]:
        length = len(tally.words)
        if tally.rows < FEW or tally.only is not None or length <= _MOST:
            return
        least = "at least " if len(tally.common) == LONGEST else ""
        yield Problem(
            f"all {tally.rows:,} prompts begin with the same {least}{length:,} characters, "
            f"above {_MOST}: {quoted(tally.words)}",
            help="leave the instruction out; a model that is trained for the task needs none",
        )

    def decide(self, tally: Openings, dataset: Dataset, target: Target) -> str:
        return tally.words

    def carry_out(self, decision: str, row: Row) -> Iterable[Edit]:
        text = text_of(row, "prompt")
        if text.startswith(decision):
            yield Set(("prompt",), text[len(decision) :])
