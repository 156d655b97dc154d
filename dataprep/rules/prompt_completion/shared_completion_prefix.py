"""PRC008: a text with which every completion begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    UNSAFE,
    Dataset,
    DatasetRule,
    Drop,
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

_FEWEST = 5
# What a program reads begins alike, and must.
_CODE = ("{", "[", "<", "```")


class SharedCompletionPrefix(DatasetRule[Openings]):
    """Finds a text with which every completion begins.

    What it does:
        Compares the beginnings of all completions, from ten rows on, and speaks if they share at least
        five characters after the white space. A word that only begins alike does not count; JSON,
        markup and code blocks are let alone.

    Why it matters:
        The model learns to write the same words before each answer. They are trained on, paid for, and
        waited for with every request, and say nothing.

    What to do:
        Remove the words from every row, each row its own, and keep the white space before them. The
        repair does so with the words that the finding shows, in both parts. A row whose completion says
        nothing else is dropped: there is nothing left to learn from it.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool (five characters), 2026-11-20.
    """

    code = "PRC008"
    name = "shared-completion-prefix"
    severity = Severity.WARNING
    fix = UNSAFE
    kinds = KINDS
    wakes_on = ALWAYS
    bad = (Sample(rows(*pairs("A {} ->", " Answer: {} END")), line=None),)
    good = (
        Sample(rows(*pairs("A {} ->", " It {} END"))),
        Sample(rows(*pairs("A {} ->", ' {{"thing": "{}"}}'))),
        Sample(rows(*pairs("A {} ->", " the same for all"))),  # this is PRC012
        Sample(rows(*pairs("A {} ->", " over{} END"))),
    )
    fixed = (Sample(rows(*pairs("A {} ->", " {} END"))),)

    def tally(self) -> Openings:
        return Openings("completion")

    def finish(self, tally: Openings, dataset: Dataset, target: Target) -> Iterator[Problem]:
        words = tally.words.lstrip()
        if tally.rows < FEW or tally.only is not None or words.startswith(_CODE):
            return
        if len(words) >= _FEWEST:
            least = "at least " if len(tally.common) == LONGEST else ""
            yield Problem(
                f"all {tally.rows:,} completions begin with the same {least}{len(words):,} "
                f"characters: {quoted(words)}",
                help="remove them from every completion and keep the white space before them",
            )

    def decide(self, tally: Openings, dataset: Dataset, target: Target) -> str:
        return tally.words

    def carry_out(self, decision: str, row: Row) -> Iterable[Edit]:
        text = text_of(row, "completion")
        if not text.startswith(decision):
            return
        rest = text[len(decision) :]
        if not rest.strip():
            yield Drop()
            return
        before = decision[: len(decision) - len(decision.lstrip())]
        # White space on both sides of the words would stand twice.
        yield Set(("completion",), before + rest.lstrip() if before else rest)
