"""RFT004: every task is judged by the same reference."""

from __future__ import annotations

from collections.abc import Iterator

import xxhash

from dataprep.jsontext import dumps
from dataprep.model import Severity
from dataprep.rules.base import Content, Dataset, DatasetRule, Place, Problem, Sample, rows
from dataprep.rules.reinforcement.tasks import task
from dataprep.rules.row import Row
from dataprep.rules.schema.words import keys
from dataprep.rules.wording import quoted
from dataprep.targets import Target

_ENOUGH = 10
_MOST_KEYS = 50
_NO_REFERENCE = frozenset({"messages", "tools", "parallel_tool_calls", "functions"})


def _sample(count: int, answer: str) -> Content:
    return rows(*(task(number, answer=answer.format(number + 1)) for number in range(count)))


class References:
    """Looks whether the keys beside the messages have one value each, in all rows that have them.

    Attributes:
        rows: counted.
        values: key -> (rows that have it, hash of its value, its beginning); the hash is None where
            two rows differ. Of the first 50 keys; `many` where there are more.
    """

    def __init__(self) -> None:
        self.rows, self.many = 0, False
        self.values: dict[str, tuple[int, bytes | None, str]] = {}

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        self.rows += 1
        for key, value in row.data.items():
            if key not in _NO_REFERENCE:
                known = self.values.get(key)
                if known is not None and known[1] is None:
                    self.values[key] = (known[0] + 1, None, "")
                    continue
                text = dumps(value, sort_keys=True)
                shown = value if isinstance(value, str) else text[:400].decode("utf-8", "replace")
                self._take(key, 1, xxhash.xxh3_128_digest(text), shown[:200])

    def merge(self, other: References) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        self.many |= other.many
        for key, (count, known, shown) in other.values.items():
            self._take(key, count, known, shown)

    def _take(self, key: str, count: int, found: bytes | None, shown: str) -> None:
        known = self.values.get(key)
        if known is None:
            if len(self.values) < _MOST_KEYS:
                self.values[key] = (count, found, shown)
            else:
                self.many = True
        elif known[1] == found:
            self.values[key] = (known[0] + count, found, known[2])
        else:
            self.values[key] = (known[0] + count, None, "")


class ConstantReference(DatasetRule[References]):
    """Finds tasks for reinforcement that all have the same reference.

    What it does: compares what stands beside the messages in at least 10 rows. With `--grader` these
        are the keys that the grader reads, without it all keys; it speaks where every row has them and
        none of them ever differs.

    Why it matters: a grader that compares every answer with the same reference rewards one answer to
        everything, and the model learns to give it. Often a column was filled with one value.

    What to do: give each task its own reference; see what made the file.

    Source: azure-skills, dataset validators, 2026-11-20.
    """

    code = "RFT004"
    name = "constant-reference"
    severity = Severity.WARNING
    kinds = frozenset({"reinforcement"})
    wakes_on = frozenset({"@always"})
    bad = (Sample(_sample(12, "42"), method="reinforcement", line=None),)
    good = (
        Sample(_sample(12, "{}"), method="reinforcement"),
        Sample(_sample(9, "42"), method="reinforcement"),
    )

    def tally(self) -> References:
        """Return an empty count."""
        return References()

    def finish(self, tally: References, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the keys whose values never differ, where no other is read."""
        read = {str(path[0]) for _, path in target.value("grader_variables", ())} - _NO_REFERENCE
        asked = read or tally.values.keys()
        if tally.rows < _ENOUGH or not asked or (tally.many and not read):
            return
        found = [tally.values.get(key, (0, None, "")) for key in sorted(asked)]
        if all(count == tally.rows and known is not None for count, known, _ in found):
            said = f" ({quoted(found[0][2])})" if len(found) == 1 and found[0][2].strip() else ""
            yield Problem(
                f"all {tally.rows:,} rows have the same {keys(sorted(asked))}{said}",
                help="give each task its own reference; see what made the file",
            )
