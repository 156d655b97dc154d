"""PRC005: the stop sequence earlier in a completion."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Place, Problem, Sample, rows
from dataprep.rules.prompt_completion.endings import Endings
from dataprep.rules.prompt_completion.labels import Labels
from dataprep.rules.prompt_completion.marks import mark_of
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, of_all, pairs, quoted
from dataprep.rules.row import Row
from dataprep.targets import Target


class Ends:
    """The tally: the common ending of the completions, and whether they are labels."""

    def __init__(self) -> None:
        self.endings, self.labels = Endings("completion"), Labels()

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        self.endings.add(row, place)
        self.labels.add(row)

    def merge(self, other: Ends) -> None:
        """Take over the counts of the rows that follow."""
        self.endings.merge(other.endings)
        self.labels.merge(other.labels)


class StopInsideCompletion(DatasetRule[Ends]):
    """Finds completions in which their common ending occurs earlier as well.

    What it does:
        Takes the text in which all completions end for the stop sequence (of a longer common ending,
        the usual stop sequence in which that ends) and looks for it before the end of each completion,
        from ten rows on. It is silent where the completions are labels.

    Why it matters:
        Given as `stop`, the text cuts an answer where it first occurs. What comes behind is never seen,
        and the model learns that the mark does not mean the end.

    What to do:
        Use a stop sequence that occurs nowhere else, or change the texts in which it does:
        `dataprep convert FILE --to prompt-completion --stop auto`.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool, 2026-11-20.
    """

    code = "PRC005"
    name = "stop-inside-completion"
    severity = Severity.WARNING
    kinds = KINDS
    wakes_on = ALWAYS
    _clean = pairs("What is a {}? ->", " A {} is a thing END")
    bad = (
        Sample(rows(*_clean, *pairs("And a {}? ->", " THE END is near END", ("key",))), line=13),
    )
    good = (Sample(rows(*_clean)), Sample(rows(*pairs("Is a {} big ->", " no, no"))))

    def tally(self) -> Ends:
        return Ends()

    def finish(self, tally: Ends, dataset: Dataset, target: Target) -> Iterator[Problem]:
        endings = tally.endings
        stop = mark_of(endings.common, "completion")
        if endings.rows < FEW or endings.only is not None or not stop:
            return
        count, first = endings.repeating(stop)
        if first is not None and not tally.labels.classification:
            yield Problem(
                f"the common ending {quoted(stop, end=True)} of the completions also occurs earlier "
                f"in {of_all(count, endings.rows, 'completion')}",
                help="end the completions with a text that occurs nowhere else in them",
                location=first.location(),
            )
