"""PRC006: completions that do not begin with white space."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    UNSAFE,
    Dataset,
    DatasetRule,
    Edit,
    Place,
    Problem,
    Sample,
    Set,
    rows,
)  # fmt: skip
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, of_all, pairs, text_of
from dataprep.rules.row import Row
from dataprep.targets import Target


class Unspaced:
    """The tally: how many completions begin without white space, and where the first one is."""

    def __init__(self) -> None:
        self.rows = self.count = 0
        self.first: Place | None = None

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        text = text_of(row, "completion")
        self.rows += bool(text)
        if text and not text[0].isspace():
            self.count += 1
            self.first = self.first or place

    def merge(self, other: Unspaced) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        self.count += other.count
        self.first = self.first or other.first


class NoLeadingSpace(DatasetRule[Unspaced]):
    """Finds completions that do not begin with white space, for models that want it.

    What it does:
        Counts the completions that begin with another character than white space, from ten rows on,
        and names the first. It is asked only for models whose target file says that they want the
        space: base models, which see prompt and completion as one text.

    Why it matters:
        The byte-pair encodings have a token for a word with the space before it. Without the space the
        first word is another token, often several, which the model has seldom seen at that place.

    What to do:
        Begin every completion with a space:
        `dataprep convert FILE --to prompt-completion --leading-space`. The repair puts one before those
        that begin without white space, in both parts.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool, 2026-11-20.
    """

    code = "PRC006"
    name = "no-leading-space"
    severity = Severity.WARNING
    fix = UNSAFE
    kinds = KINDS
    wakes_on = ALWAYS
    bad = (Sample(rows(*pairs("A {} ->", "thing {} END")), "openai/davinci-002"),)
    good = (
        Sample(rows(*pairs("A {} ->", " thing {} END")), "openai/davinci-002"),
        Sample(rows(*pairs("A {} ->", "thing {} END"))),
    )
    fixed = (Sample(rows(*pairs("A {} ->", " thing {} END")), "openai/davinci-002"),)

    def applies(self, target: Target) -> bool:
        return bool(target.value("leading_space") == "wanted")

    def tally(self) -> Unspaced:
        return Unspaced()

    def finish(self, tally: Unspaced, dataset: Dataset, target: Target) -> Iterator[Problem]:
        if tally.first is not None and tally.rows >= FEW:
            begin = "begins" if tally.count == 1 else "begin"
            yield Problem(
                f"{of_all(tally.count, tally.rows, 'completion')} {begin} without white space",
                help="begin every completion with a space: "
                "`dataprep convert FILE --to prompt-completion --leading-space`",
                location=tally.first.location(),
            )

    def decide(self, tally: Unspaced, dataset: Dataset, target: Target) -> str:
        return " "

    def carry_out(self, decision: str, row: Row) -> Iterable[Edit]:
        text = text_of(row, "completion")
        if text and not text[0].isspace():
            yield Set(("completion",), decision + text)
