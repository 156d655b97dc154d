"""The numbers of a dataset as JSON-ready data, in the shape of `schemas/stats.schema.json`."""

from __future__ import annotations

from typing import Any

from dataprep.cost import cost
from dataprep.engine.statistics.collect import Statistics
from dataprep.engine.statistics.distribution import Distribution
from dataprep.engine.statistics.tally import Tally, TokenTally

SPOKEN = ("system", "user", "assistant")
"""The roles whose absence from a row is worth a number."""


def stats_data(found: Statistics) -> dict[str, Any]:
    """Return every number; the same for the same rows, whatever the number of processes."""
    tally = found.tally
    repeats = list(tally.repeated())
    return {
        "files": found.files,
        "rows": tally.rows,
        "unreadable_rows": tally.unreadable,
        "kinds": _sorted(tally.kinds),
        "messages_per_row": Distribution.of(tally.messages).to_dict(),
        "rows_without_role": {
            role: sum(tally.messages.values()) - tally.roles[role]
            for role in SPOKEN
            if tally.messages
        },
        "scripts": _sorted(tally.scripts),
        "duplicates": {"groups": len(repeats), "rows": sum(repeats) - len(repeats)},
        "classes": classes(tally),
        "encodings": [_tokens(name, one) for name, one in tally.encodings.items()],
        "targets": [
            cost(tally.encodings[encoding].totals, target, encoding).to_dict()
            for target, encoding in found.targets
        ],
    }


def classes(tally: Tally) -> dict[str, int] | None:
    """Return answer -> rows where the answers are classes: few, short, and each given repeatedly."""
    found = tally.classes
    if not found or 2 * len(found) > tally.rows:
        return None
    return _sorted(found)


def _tokens(name: str, tally: TokenTally) -> dict[str, Any]:
    answers = Distribution.of(tally.answers)
    return {
        "encoding": name,
        "tokens_per_row": Distribution.of(tally.totals).to_dict(),
        "tokens_per_role": {
            role: Distribution.of(tally.roles[role]).to_dict() for role in sorted(tally.roles)
        },
        "answer_tokens_per_row": answers.to_dict(),
        "rows_without_trained_tokens": tally.answers[0],
        "estimated_rows": tally.estimated,
        "uncountable_rows": tally.failed,
    }


def _sorted(counts: dict[str, int]) -> dict[str, int]:
    """Return counts with the most frequent first."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
