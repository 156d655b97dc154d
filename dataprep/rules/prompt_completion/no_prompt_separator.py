"""PRC001: prompts without a common ending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Dataset, DatasetRule, Edit, Problem, Sample, rows
from dataprep.rules.prompt_completion.marks import Marks
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, pairs
from dataprep.rules.prompt_completion.unmarked import marked, unmarked
from dataprep.rules.row import Row
from dataprep.targets import Target


class NoPromptSeparator(DatasetRule[Marks]):
    """Finds prompts that do not end in a common separator.

    What it does:
        Compares the ends of all prompts, from ten rows on. If they have nothing in common, it names the
        first usual separator that occurs in no prompt and no completion. If most of them end in a usual
        one, it names the first prompt that does not. Blank prompts are passed over.

    Why it matters:
        Prompt and completion are trained on as one text. Without a mark between them a base model goes
        on writing the prompt instead of answering it. A platform that puts pairs into a chat template
        sets the mark itself.

    What to do:
        End every prompt with the same text, in training and when asking the model:
        `dataprep convert FILE --to prompt-completion --separator auto`. If your platform applies a chat
        template, ignore the rule: `--ignore PRC001`. The repair appends the separator that the finding
        names to the prompts without it, of both parts; there is none where every usual one is taken.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool, 2026-11-20.
    """

    code = "PRC001"
    name = "no-prompt-separator"
    severity = Severity.WARNING
    fix = UNSAFE
    kinds = KINDS
    wakes_on = ALWAYS
    _marked = pairs("What is a {}?\n\n###\n\n", " A {} is a thing END")
    bad = (
        Sample(rows(*pairs("What is a thing like a {}", " It is a {} END")), line=None),
        Sample(rows(*_marked, *pairs("Where is the {}?", " Here END", ("key",))), line=13),
    )
    good = (
        Sample(rows(*_marked)),
        Sample(rows(*pairs("", " A story of the {} END"))),
        Sample(rows(*pairs("{}", " {} END")[:9])),
    )
    fixed = (
        Sample(rows(*pairs("What is a thing like a {}\n\n###\n\n", " It is a {} END"))),
        Sample(rows(*_marked, *pairs("Where is the {}?\n\n###\n\n", " Here END", ("key",)))),
    )

    def applies(self, target: Target) -> bool:
        return bool(target.value("prompt_separator") != "off")

    def tally(self) -> Marks:
        return Marks("prompt")

    def finish(self, tally: Marks, dataset: Dataset, target: Target) -> Iterator[Problem]:
        count = tally.endings.rows
        if count < FEW or tally.endings.common:
            return
        severity = target.severity(self.code, "prompt_separator")
        yield unmarked(
            tally, "separator", "marks where the completion begins", "--separator", severity
        )

    def decide(self, tally: Marks, dataset: Dataset, target: Target) -> str | None:
        return tally.chosen or None

    def carry_out(self, decision: str, row: Row) -> Iterable[Edit]:
        return marked(row, "prompt", decision)
