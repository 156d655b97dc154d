"""PRC003: a long common ending of the prompts."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, rows
from dataprep.rules.prompt_completion.endings import LONGEST, Endings
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, pairs, quoted
from dataprep.targets import Target

_MOST = 10


class LongSeparator(DatasetRule[Endings]):
    """Finds a separator that is longer than it need be.

    What it does:
        Measures the text in which all prompts end, from ten rows on, and speaks above ten characters.
        An instruction at the end of every prompt counts as well.

    Why it matters:
        It is trained on, and paid for, with every row, and has to be repeated with every request. A
        short mark teaches the model as well where the prompt ends.

    What to do:
        Use a short separator that occurs in no prompt, such as two line ends around `###`. There is
        nothing to do where the ending says something that the model needs.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool (ten characters), 2026-11-20.
    """

    code = "PRC003"
    name = "long-separator"
    severity = Severity.INFO
    kinds = KINDS
    wakes_on = ALWAYS
    bad = (Sample(rows(*pairs("A {}?\n\n=== the answer is ===\n\n", " thing {} END")), line=None),)
    good = (
        Sample(rows(*pairs("A {}?\n\n###\n\n", " thing {} END"))),
        Sample(rows(*pairs("The same prompt for all", " {} END"))),  # this is PRC011
    )

    def tally(self) -> Endings:
        return Endings("prompt")

    def finish(self, tally: Endings, dataset: Dataset, target: Target) -> Iterator[Problem]:
        length = len(tally.common)
        if tally.rows < FEW or tally.only is not None or length <= _MOST:
            return
        least = "at least " if length == LONGEST else ""
        yield Problem(
            f"the common ending {quoted(tally.common, end=True)} of the prompts has {least}{length} "
            f"characters, above {_MOST}",
            help="a short separator such as `\\n\\n###\\n\\n` does the same",
        )
