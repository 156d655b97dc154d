"""From which place of the input each row comes, while rows are still in their first order."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from dataprep.model import Location, Record


class Origins(NamedTuple):
    """The places of rows.

    Attributes:
        path: the file of the places, as a conversion writes it (`engine.job.Job.places`); None where
            each row is the line of its number.
        name: of the input.
    """

    path: Path | None
    name: str

    def of(self, rows: Collection[int]) -> dict[int, Location]:
        """Return row (from 1) -> its place, for those whose place is known."""
        found: dict[int, Location] = {}
        if self.path is None:
            return {number: Location(self.name, number) for number in rows}
        if not rows:
            return found
        last = max(rows)
        with self.path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if number in rows:
                    _, at, where = line.decode().rstrip("\n").split("\t", 2)
                    found[number] = Record(None, int(at), where).location(self.name)
                if number == last:
                    break
        return found
