"""SET004: classes of very different sizes."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Dataset, DatasetRule, Problem, Sample, chat, rows
from dataprep.rules.dataset.answers import ENOUGH, Classes
from dataprep.rules.wording import counted, quoted
from dataprep.targets import Target

_FACTOR = 10
_ROWS_PER_CLASS = 5
_NAMED = 3


def _sample(spam: int, ham: int) -> Content:
    labels = ["spam"] * spam + ["ham"] * ham
    return rows(
        *(
            chat(("user", f"Classify message {number}."), ("assistant", label))
            for number, label in enumerate(labels)
        )
    )


class ClassImbalance(DatasetRule[Classes]):
    """Finds classification data whose largest class is at least 10 times its smallest.

    What it does: takes answers for classes where there is one a row, each at most 60 characters in
        one line, at most 100 different ones, and at least 5 rows for each of them on average. Then it
        compares the sizes of the classes. It says nothing about fewer than 10 rows.

    Why it matters: a model learns the shares of the answers along with the answers. A rare class is
        seldom predicted, and a guess of the largest class looks good in every average.

    What to do: add rows of the rare classes, or leave out some of the large ones; if the shares are
        those of the data to come, measure each class by itself.

    Source: OpenAI, fine-tuning best practices (balance and diversity of data), 2026-11-20; Cohere,
        classification data (at least 5 rows a class), 2025-09-15. The factor 10 is this rule's own.
    """

    code = "SET004"
    name = "class-imbalance"
    severity = Severity.WARNING
    kinds = frozenset({"chat", "prompt-completion"})
    wakes_on = frozenset({"@always"})
    bad = (Sample(_sample(30, 2), line=None),)
    good = (Sample(_sample(18, 12)), Sample(_sample(8, 1)))

    def tally(self) -> Classes:
        """Return an empty count of classes."""
        return Classes()

    def finish(self, tally: Classes, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the rare classes and the largest one."""
        counts = tally.counts
        total = sum(counts.values())
        if len(counts) < 2 or total < max(ENOUGH, _ROWS_PER_CLASS * len(counts)):
            return
        largest = max(counts, key=lambda label: counts[label])
        limit = counts[largest] / _FACTOR
        rare = sorted(
            (label for label in counts if counts[label] <= limit), key=lambda one: counts[one]
        )
        if not rare:
            return
        named = ", ".join(f"{quoted(one)} {counts[one]:,}" for one in rare[:_NAMED])
        more = f" and {len(rare) - _NAMED:,} more" if len(rare) > _NAMED else ""
        verb = "has" if len(rare) == 1 else "have"
        yield Problem(
            f"{len(rare):,} of {len(counts):,} classes {verb} "
            f"at most a tenth of the {counted(counts[largest], 'row')} of {quoted(largest)}: "
            f"{named}{more}",
            help="add rows of the rare classes, or leave out some of the largest",
        )
