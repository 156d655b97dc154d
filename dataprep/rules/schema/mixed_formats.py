"""SCH004: rows of several training formats in one dataset."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import (
    CONVERSATIONS,
    Dataset,
    DatasetRule,
    Mergeable,
    Problem,
    Sample,
    chat,
    rows,
)
from dataprep.rules.schema.methods import known
from dataprep.rules.wording import counted
from dataprep.targets import Target

_CHAT = (
    chat(("user", "Hi"), ("assistant", "Hello!")),
    chat(("user", "Bye"), ("assistant", "Goodbye!")),
)
_OTHER = {"prompt": "Hi", "completion": " Hello!"}


class MixedFormats(DatasetRule[Mergeable]):
    """Finds train files whose rows are of different training formats.

    What it does: compares the formats of all train rows, and names the first row of each format that
        is not that of most rows. Rows of no known format are named by `missing-key`.

    Why it matters: a job reads one format. The platform rejects the file at the first row of another.

    What to do: convert the rows to one format, or train them in jobs of their own.

    Source: Together, data preparation guide (one format a file), 2026-11-20.
    """

    code = "SCH004"
    name = "mixed-formats"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(rows(*_CHAT, _OTHER), line=3),)
    good = (Sample(rows(*_CHAT)),)

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the first row of every format but the most frequent one."""
        most, *others = known(dataset.kinds) or [""]
        for kind in others:
            yield Problem(
                f"{counted(dataset.kinds[kind], f'{kind} row')} beside "
                f"{counted(dataset.kinds[most], f'{most} row')}, one dataset has one format",
                help="convert the rows to one format, or train them in jobs of their own",
                location=dataset.first[kind].location(),
            )
