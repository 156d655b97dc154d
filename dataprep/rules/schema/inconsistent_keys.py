"""SCH007: optional keys that only some rows have."""

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
)
from dataprep.rules.wording import counted
from dataprep.targets import Target

_OPTIONAL = {
    "row:tools": "`tools`",
    "row:parallel_tool_calls": "`parallel_tool_calls`",
    "row:functions": "`functions`",
    "name": "`name` in messages",
    "weight": "`weight` in messages",
}
"""Feature -> what a person would call it. Calls belong to some rows only and are not among them."""

_TURNS = (("user", "Hi"), ("assistant", "Hello!"))
_NAMED = {
    "messages": [
        {"role": "user", "content": "Hi", "name": "ann"},
        {"role": "assistant", "content": "Hello!"},
    ]
}


class InconsistentKeys(DatasetRule[Mergeable]):
    """Finds optional keys that some rows have and others do not.

    What it does: counts the rows with `tools`, `parallel_tool_calls` or `functions`, and those with a
        `name` or a `weight` in a message. A key that no row has, or every row, is passed over.

    Why it matters: tools on some rows teach the model when there are tools, which may be meant. It may
        also be that rows of several sources were joined; some models reject the rows with the key.

    What to do: nothing if it is meant; else give the key to all rows, or to none.

    Source: OpenAI community, topic 966285 (an extra "tools"), 2026-11-20.
    """

    code = "SCH007"
    name = "inconsistent-keys"
    severity = Severity.INFO
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    bad = (Sample(rows(chat(*_TURNS), _NAMED), line=None),)
    good = (Sample(rows(chat(*_TURNS), chat(*_TURNS))), Sample(rows(_NAMED, _NAMED)))

    def finish(self, tally: Mergeable, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield every optional key with the number of rows that have it."""
        total = sum(dataset.features.values())
        for feature, title in _OPTIONAL.items():
            count = sum(n for features, n in dataset.features.items() if feature in features)
            if 0 < count < total:
                verb = "has" if count == 1 else "have"
                yield Problem(
                    f"{count:,} of {counted(total, 'row')} {verb} {title}",
                    help="give the key to all rows or to none, unless the difference is meant",
                )
