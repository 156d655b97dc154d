"""PRF004: comparisons that prefer length."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Dataset, DatasetRule, Problem, Sample, rows
from dataprep.rules.preference.comparisons import comparison
from dataprep.rules.preference.lengths import Lengths
from dataprep.targets import Target

_LEAST_ROWS = 30
_LARGE_EFFECT = 0.8
_RATIO = 1.5


def _sample(better: int, worse: int, count: int = 40) -> Content:
    """Return comparisons of answers of about so many words."""
    return rows(
        *(
            comparison(
                "long " * (better + number % 5), "word " * (worse + number % 3), f"Ask {number}"
            )
            for number in range(count)
        )
    )


class LengthBias(DatasetRule[Lengths]):
    """Finds comparisons in which the preferred answers are nearly all longer, or nearly all shorter.

    What it does: measures how far the lengths of the two sides differ, over at least 30 rows: Cohen's
        d of the paired differences of their logarithms. It speaks from 0.8 on, a large effect, where
        the preferred answers are also at least one and a half times as long or as short on average.

    Why it matters: length is the easiest thing to learn from such data: the model writes longer, or
        shorter, whatever the answers say.

    What to do: add comparisons in which the shorter (or the longer) answer is the better one. If length
        is what is to be learned, ignore the rule: `--ignore PRF004`.

    Source: Singhal and others, A Long Way to Go: Investigating Length Correlations in RLHF, arXiv
        2310.03716, read 2026-11-21; J. Cohen, Statistical Power Analysis for the Behavioral Sciences,
        1988 (0.8 is a large effect). The 30 rows and the ratio are this rule's own.
    """

    code = "PRF004"
    name = "length-bias"
    severity = Severity.WARNING
    kinds = frozenset({"preference"})
    wakes_on = frozenset({"@always"})
    bad = (Sample(_sample(60, 10), line=None), Sample(_sample(10, 60), line=None))
    good = (Sample(_sample(11, 10)), Sample(_sample(60, 10, 20)))

    def tally(self) -> Lengths:
        """Return empty sums."""
        return Lengths()

    def finish(self, tally: Lengths, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the effect, where it is large."""
        longer = tally.effect > 0
        ratio = tally.ratio if longer else 1 / tally.ratio
        if tally.rows < _LEAST_ROWS or abs(tally.effect) < _LARGE_EFFECT or ratio < _RATIO:
            return
        what, other = ("longer", "shorter") if longer else ("shorter", "longer")
        count = tally.longer if longer else tally.shorter
        size = f"{min(abs(tally.effect), 99.9):.1f}"
        yield Problem(
            f"the preferred answer is the {what} one in {count:,} of {tally.rows:,} comparisons, "
            f"{ratio:.1f} times as {'long' if longer else 'short'} on average (Cohen's d {size}; "
            f"{_LARGE_EFFECT} is large)",
            help=f"add comparisons in which the {other} answer is the better one",
        )
