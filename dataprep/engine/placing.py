"""The last pass: every row to its file, duplicates and left-over rows to the rejects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from dataprep.codes import finding
from dataprep.engine import routing
from dataprep.engine.parts import Rows, Spool
from dataprep.engine.routing import DUPLICATE, LEFT_OVER, DiskArray
from dataprep.engine.settings import Settings, Split
from dataprep.errors import UsageError
from dataprep.model import Finding, Location, Record
from dataprep.writing.rejects import reject_line
from dataprep.writing.router import Router

_NAMED = 5
"""How many duplicates are named in the findings; all are counted."""


_TOGETHER = (
    "rows that must stay together (equal prompts, or one group) are too many for the room left"
)


@dataclass
class Placed:
    """Where the rows went.

    Attributes:
        counts: final file -> rows.
        made: final file -> finished file in the working folder.
        duplicates: rows that equal an earlier one.
        findings: about duplicates and splits.
    """

    counts: dict[Path, int] = field(default_factory=dict)
    made: dict[Path, Path] = field(default_factory=dict)
    duplicates: int = 0
    findings: list[Finding] = field(default_factory=list)


def place(
    spool: Spool, rows: Rows, output: Path, settings: Settings, names: Sequence[str]
) -> Placed:
    """Decide and write where each row of a closed spool goes.

    Args:
        output: the dataset's final name.
        names: the inputs by number, for the places in findings.
    """
    placed = Placed()
    count = len(rows)
    routes = DiskArray(spool.path("routes"), count)
    firsts = DiskArray(spool.path("firsts"), count if settings.drop_duplicates else 0, "Q")
    named: list[tuple[int, int]] = []
    for row, first in routing.duplicates(spool, rows):
        placed.duplicates += 1
        if settings.drop_duplicates:
            routes[row], firsts[row] = DUPLICATE, first
        else:
            # The first ones of the file are named; the hashes come in no order of the file.
            named = sorted([*named, (row, first)])[:_NAMED]
    for row, first in named:
        message = f"the example equals the one at {_location(rows, first, names)}"
        where = _location(rows, row, names)
        help_text = "leave such rows out with --drop-duplicates"
        placed.findings.append(finding("DUP001", message, where, help_text))
        spool.tally.noted["DUP001"] = placed.duplicates
    if settings.split is not None:
        live = count - (placed.duplicates if settings.drop_duplicates else 0)
        placed.findings += _split(spool, rows, settings.split, routes, live, names)
    if (
        settings.split is None
        and settings.shard_size is None
        and not (settings.drop_duplicates and placed.duplicates)
    ):
        placed.made, placed.counts = {output: spool.path("lines")}, {output: count}
    else:
        _write(spool, rows, output, settings, routes, firsts, names, placed)
    routes.close()
    firsts.close()
    return placed


def _split(
    spool: Spool, rows: Rows, split: Split, routes: DiskArray, live: int, names: Sequence[str]
) -> list[Finding]:
    """Route the rows to the parts of a split; return what could not be kept."""
    found = []
    if split.exact or split.stratify:
        short = routing.by_number(spool, split, routes, live)
        for name, missing in short.items() if split.exact else ():
            found.append(
                finding(
                    "CNV010",
                    f"the part `{name}` is {missing:,} examples short: {_TOGETHER}",
                    Location(names[0]),
                    "ask for another number, or use fractions",
                )
            )
    else:
        routing.by_fraction(spool, split, routes)
    if split.group:
        for row, other in routing.conflicts(spool, routes):
            found.append(
                finding(
                    "CNV010",
                    f"the prompt also stands at {_location(rows, other, names)}, on another side of "
                    f"the split: the groups of `{split.group}` are kept together",
                    _location(rows, row, names),
                    "put both rows into one group, or split without --group",
                )
            )
            if len(found) >= _NAMED:
                break
    return found


def _write(
    spool: Spool, rows: Rows, output: Path, settings: Settings, routes: DiskArray,
    firsts: DiskArray, names: Sequence[str], placed: Placed,
) -> None:  # fmt: skip
    """Read the rows once, in order, and write each to its part."""
    split = settings.split
    router = Router(spool.folder, output, settings.parts, settings.shard_size)
    with spool.path("lines").open("rb") as lines:
        for row, line in enumerate(lines):
            route = routes[row]
            if route < LEFT_OVER:
                router.write(route, line)
                continue
            where = _location(rows, row, names)
            if route == DUPLICATE:
                first = _location(rows, firsts[row], names)
                reason = finding("DUP001", f"the example equals the one at {first}", where)
            else:
                wanted = sum(int(size) for _, size in split.parts) if split else 0
                message = f"the split asks for {wanted:,} of {len(rows):,} examples"
                if wanted >= len(rows):
                    message = f"no part of the split has room for it: {_TOGETHER}"
                reason = finding("CNV009", message, where)
            spool.tally.reject(reason)
            spool.reject(reject_line(_loaded(line), reason))
    router.close()
    if not any(router.counts.values()):
        raise UsageError(
            f"--split leaves no example in any part: {_TOGETHER}",
            "give larger parts, or fractions: --split train=0.8,validation=0.2",
        )
    placed.made, placed.counts = router.made, router.counts


def _location(rows: Rows, row: int, names: Sequence[str]) -> Location:
    number, line, where = rows.place(row)
    return Record(None, line, where).location(names[number])


def _loaded(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except ValueError:
        return line.decode()
