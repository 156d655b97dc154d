"""PRC002: the separator earlier in a prompt."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Problem, Sample, rows
from dataprep.rules.prompt_completion.endings import Endings
from dataprep.rules.prompt_completion.marks import mark_of
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, of_all, pairs, quoted
from dataprep.targets import Target


class SeparatorInsidePrompt(DatasetRule[Endings]):
    """Finds prompts in which their common ending occurs earlier as well.

    What it does:
        Takes the text in which all prompts end for the separator (of a longer common ending, the usual
        separator in which that ends) and looks for it before the end of each prompt, from ten rows on.

    Why it matters:
        The separator tells the model where the prompt is over. One that also stands in the midst of
        prompts does not tell that, and the model may answer too early or go on with the question.

    What to do:
        Use a separator that occurs nowhere else, or change the texts in which it does:
        `dataprep convert FILE --to prompt-completion --separator auto`.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool, 2026-11-20.
    """

    code = "PRC002"
    name = "separator-inside-prompt"
    severity = Severity.WARNING
    kinds = KINDS
    wakes_on = ALWAYS
    _clean = pairs("What is a {}? ->", " A {} is a thing END")
    bad = (Sample(rows(*_clean, *pairs("Read: {} -> door ->", " A way END", ("key",))), line=13),)
    good = (Sample(rows(*_clean)), Sample(rows(*pairs("What -> {}", " A {} is a thing END"))))

    def tally(self) -> Endings:
        return Endings("prompt")

    def finish(self, tally: Endings, dataset: Dataset, target: Target) -> Iterator[Problem]:
        separator = mark_of(tally.common, "prompt")
        if tally.rows < FEW or tally.only is not None or not separator:
            return
        count, first = tally.repeating(separator)
        if first is not None:
            yield Problem(
                f"the common ending {quoted(separator, end=True)} of the prompts also occurs earlier "
                f"in {of_all(count, tally.rows, 'prompt')}",
                help="end the prompts with a text that occurs nowhere else in them",
                location=first.location(),
            )
