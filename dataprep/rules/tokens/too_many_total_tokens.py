"""TOK004: more tokens times epochs than the target trains in one job."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
    Dataset,
    DatasetRule,
    Mergeable,
    Problem,
    Sample,
    chat,
    rows,
)  # fmt: skip
from dataprep.rules.tokens.counting import plural
from dataprep.targets import Target
from dataprep.targets.epochs import default_epochs

_ROW = chat(("user", "Name a colour."), ("assistant", "Blue."))
_TIGHT = {
    "tight": {
        "extends": "generic",
        "limits": {"max_total_tokens": {"value": 1000, "source": "an example"}},
    }
}
_OPTIONS = {"tokens": "exact", "targets": _TIGHT}


class TooManyTotalTokens(DatasetRule[Mergeable]):
    """Finds datasets that take more tokens over all epochs than the target allows in a job.

    What it does: multiplies the tokens of the train files with the default number of epochs. Where
        the tokens were not counted, a file whose bytes are below the limit is fine, and any other
        gets an info that names the exact count.

    Why it matters: the platform refuses the job, after the upload and the queue.

    What to do: train on a part of the rows, or set fewer epochs.

    Source: Microsoft, fine-tuning limits of Azure OpenAI (2 billion tokens x epochs), 2026-11-20.
    """

    code = "TOK004"
    name = "too-many-total-tokens"
    severity = Severity.ERROR
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(rows(*[_ROW] * 40), target="tight", line=None, options=_OPTIONS),)
    good = (
        Sample(rows(_ROW), target="tight", options=_OPTIONS),
        Sample(rows(*[_ROW] * 40), options={"tokens": "exact"}),
    )

    def applies(self, target: Target) -> bool:
        """Whether the target states such a limit."""
        return isinstance(target.value("max_total_tokens"), int)

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the product where it is above the limit, or may be."""
        cap = target.value("max_total_tokens")
        if not isinstance(cap, int):
            return
        epochs = default_epochs(dataset.rows, target)
        limit = f"the limit of a job is {cap:,}{target.whose('max_total_tokens')}"
        if dataset.tokens is not None:
            if dataset.tokens * epochs > cap:
                most = cap // max(1, dataset.tokens)
                yield Problem(
                    f"{plural(dataset.tokens, 'token')} x {plural(epochs, 'epoch')} "
                    f"{'is' if dataset.tokens == 1 else 'are'} {dataset.tokens * epochs:,}; {limit}",
                    help=f"train with fewer epochs ({most} at most) or on fewer rows"
                    if most
                    else "train on fewer or shorter rows: one epoch is too much already",
                )
        elif not _bounded(dataset, epochs, cap):
            yield Problem(
                f"{dataset.size:,} bytes x {plural(epochs, 'epoch')} may be too many tokens; {limit}",
                help="count them with --tokens exact",
                severity=Severity.INFO,
            )


def _bounded(dataset: Dataset, epochs: int, cap: int) -> bool:
    """Whether the bytes alone tell that the tokens are below the cap.

    A token is at least a byte, and the JSON around a text is longer than the tokens around it; only
    an image on the web has more tokens than its address has bytes.
    """
    images = any("@parts" in features for features in dataset.features)
    return not images and dataset.size * epochs <= cap
