"""The rows that repairs dropped, with the places from which they come instead of those in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from dataprep.fixing.chunks import SAME_AS
from dataprep.fixing.numbering import Numbering
from dataprep.fixing.prepare.origins import Origins
from dataprep.jsontext import dumps
from dataprep.model import Location


class Dropped:
    """Collects rejects over all rounds of repairs.

    Args:
        path: the file to which they are written, one a line.
        origins: from where each row comes.
    """

    def __init__(self, path: Path, origins: Origins) -> None:
        self.path, self.origins = path, origins
        self.numbering = Numbering()

    def take(self, rejects: Path) -> None:
        """Write the rejects of one round; their lines are those of the rows before it."""
        rows = {number for reject in _read(rejects) for number in self._rows(reject)}
        places = self.origins.of(rows)
        gone = []
        with self.path.open("ab") as file:
            for reject in _read(rejects):
                gone.append(reject["line"])
                file.write(dumps(self._placed(reject, places)) + b"\n")
        self.numbering.note((line, 0) for line in sorted(gone))

    def _rows(self, reject: dict[str, Any]) -> Iterator[int]:
        """Yield the row of a reject, and that which it is the same as: their first numbers."""
        yield self.numbering.first(reject["line"])
        _, is_so, line = reject["message"].partition(SAME_AS)
        if is_so and line.isdecimal():
            yield self.numbering.first(int(line))

    def _placed(self, reject: dict[str, Any], places: dict[int, Location]) -> dict[str, Any]:
        row, *kept = self._rows(reject)
        place = places.get(row, Location(self.origins.name))
        where = {key: part for key, part in place._asdict().items() if part}
        if kept:
            at = f" ({places[kept[0]]})" if kept[0] in places else ""
            near = reject["message"].partition(SAME_AS)[0]
            reject["message"] = f"{near}the same as row {kept[0]:,}{at}"
        rest = {key: part for key, part in reject.items() if key not in ("path", "line")}
        return {**where, "row": row, **rest}


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        yield from map(orjson.loads, lines)
