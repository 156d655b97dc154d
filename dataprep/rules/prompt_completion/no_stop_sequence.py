"""PRC004: completions without a common ending."""

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
    rows,
)  # fmt: skip
from dataprep.rules.prompt_completion.labels import Labels
from dataprep.rules.prompt_completion.marks import Marks
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, pairs
from dataprep.rules.prompt_completion.unmarked import marked, unmarked
from dataprep.rules.row import Row
from dataprep.targets import Target


class Stops:
    """The tally: the marks at the end of the completions, and whether they are labels."""

    def __init__(self) -> None:
        self.marks, self.labels = Marks("completion"), Labels()

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        self.marks.add(row, place)
        self.labels.add(row)

    def merge(self, other: Stops) -> None:
        """Take over the counts of the rows that follow."""
        self.marks.merge(other.marks)
        self.labels.merge(other.labels)


class NoStopSequence(DatasetRule[Stops]):
    """Finds completions that do not end in a common stop sequence.

    What it does:
        Compares the ends of all completions, from ten rows on. If they have nothing in common, it names
        the first usual stop sequence that occurs in no text. If most of them end in a usual one, it
        names the first completion that does not. It is silent where the completions are labels (fewer
        different ones than a third of the rows) and where all prompts are blank.

    Why it matters:
        A base model that never saw where an answer ends does not stop: it goes on until the limit of
        tokens. A platform that puts pairs into a chat template, or that adds the end-of-text token,
        sets the mark itself.

    What to do:
        End every completion with the same text and give it as `stop` when asking the model:
        `dataprep convert FILE --to prompt-completion --stop auto`. If your platform adds a mark of its
        own, ignore the rule: `--ignore PRC004`. The repair appends the stop sequence that the finding
        names to the completions without it, of both parts; there is none where every usual one is taken.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool, 2026-11-20.
    """

    code = "PRC004"
    name = "no-stop-sequence"
    severity = Severity.WARNING
    fix = UNSAFE
    kinds = KINDS
    wakes_on = ALWAYS
    _marked = pairs("What is a {}?\n\n###\n\n", " A {} is a thing END")
    bad = (
        Sample(rows(*pairs("What is a {} ->", " It is called {}")), line=None),
        Sample(rows(*_marked, *pairs("Where is the {} ->", " Over there", ("key",))), line=13),
    )
    good = (
        Sample(rows(*_marked)),
        Sample(rows(*pairs("Is a {} big ->", " yes"), *pairs("Is a {} small ->", " no"))),
        Sample(rows(*pairs("", " A story of the {}"))),
        Sample(rows(*pairs("{} ->", " {}")[:9])),
    )
    fixed = (
        Sample(rows(*pairs("What is a {} ->", " It is called {}\n"))),
        Sample(rows(*_marked, *pairs("Where is the {} ->", " Over there END", ("key",)))),
    )

    def applies(self, target: Target) -> bool:
        return bool(target.value("stop_sequence") != "off")

    def tally(self) -> Stops:
        return Stops()

    def finish(self, tally: Stops, dataset: Dataset, target: Target) -> Iterator[Problem]:
        marks = tally.marks
        count = marks.endings.rows
        if count < FEW or marks.endings.common or not marks.asked or tally.labels.classification:
            return
        severity = target.severity(self.code, "stop_sequence")
        yield unmarked(marks, "stop sequence", "tells the model to stop", "--stop", severity)

    def decide(self, tally: Stops, dataset: Dataset, target: Target) -> str | None:
        return tally.marks.chosen or None

    def carry_out(self, decision: str, row: Row) -> Iterable[Edit]:
        return marked(row, "completion", decision)
