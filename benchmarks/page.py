"""What was measured as Markdown, and its place in docs/performance.md."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generate import parse_size
from goals import Costs, goals
from measure import CommandFailed, Cost, TookTooLong, table
from peers import PEERS
from subjects import INPUTS, SUBJECTS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- table: begin (benchmarks/table.py --write) -->", "<!-- table: end -->"


class Measured(NamedTuple):
    """What a command took on an input of a size.

    Attributes:
        name: of the command.
        input: its name.
        size: as it was asked for.
        content: the bytes of it.
        cost: or why there is none.
    """

    name: str
    input: str
    size: str
    content: int
    cost: Cost | CommandFailed


def page_with(page: str, result: str) -> str:
    """Return the page with another table in its place.

    Raises:
        ValueError: it has no place for one.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no place between {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{result}\n\n{END}{after}"


def text(measured: Sequence[Measured], conditions: str) -> str:
    """Return the tables: what each command cost, against the peers, and how it grows."""
    parts = [f"Measured {time.strftime('%Y-%m-%d')}: {conditions}.", _costs(measured)]
    titled = [("### Goals", goals(_by_size(measured)))]
    for name in INPUTS:
        title = f"### Times as fast as the peers on `{name}`, by wall time (by processor time)"
        titled.append((title, _ratios(measured, name)))
    titled.append(("### Growth from one size to the next", _growth(measured)))
    for title, made in titled:
        if made:
            parts += [title, made]
    return "\n\n".join(parts)


def _costs(measured: Sequence[Measured]) -> str:
    header = ("command", "input", "size", "wall s", "CPU s", "MB/s", "peak MB")
    rows = []
    for one in _by_command(measured):
        rows.append([one.name, one.input, one.size, *cells(one)])
    return table(header, rows)


def cells(one: Measured) -> list[str]:
    """Return wall time, processor time, speed and memory, or why there are none."""
    if isinstance(one.cost, CommandFailed):
        return [_why(one.cost), "", "", ""]
    seconds, cpu, peak, _ = one.cost
    speed = f"{one.content / 1e6 / seconds:.0f}"
    return [f"{seconds:.2f}", f"{cpu:.2f}", speed, f"{peak / 1e6:.0f}"]


def _why(error: CommandFailed) -> str:
    """Return why there is no cost, short enough for a cell; all of it went to standard error."""
    said = str(error).partition(":")[0].splitlines()[0]
    return said if isinstance(error, TookTooLong) or "install" in said else f"failed ({said})"


def _ratios(measured: Sequence[Measured], given: str) -> str:
    """Return the table of the peers that take an input; empty where there are none."""
    costs = {(one.name, one.size): one.cost for one in measured if one.input == given}
    peers = [name for name in PEERS if any(name == one for one, _ in costs)]
    rows = [
        [one.name, one.size, *(_ratio(one.cost, costs[name, one.size]) for name in peers)]
        for one in _by_command(measured)
        if one.input == given and one.name in SUBJECTS and isinstance(one.cost, Cost)
    ]
    return table(("command", "size", *peers), rows) if peers and rows else ""


def _ratio(ours: Cost, theirs: Cost | CommandFailed) -> str:
    if isinstance(theirs, CommandFailed):
        return _why(theirs)
    return f"{theirs.seconds / ours.seconds:.2f} ({theirs.cpu / ours.cpu:.2f})"


def _growth(measured: Sequence[Measured]) -> str:
    rows = []
    before: Measured | None = None
    for one in _by_command(measured):
        if (
            before is not None
            and before.name == one.name
            and isinstance(before.cost, Cost)
            and isinstance(one.cost, Cost)
        ):
            growth = one.cost.cpu / before.cost.cpu / (one.content / before.content)
            peaks = [f"{each.peak / 1e6:.0f}" for each in (before.cost, one.cost)]
            sizes = f"{before.size} to {one.size}"
            rows.append([one.name, sizes, f"{growth:.2f}", *peaks])
        before = one
    return table(("command", "sizes", "CPU", "peak MB", "then"), rows) if rows else ""


def _by_command(measured: Sequence[Measured]) -> list[Measured]:
    order = [*SUBJECTS, *PEERS]

    def place(one: Measured) -> tuple[int, float]:
        size, rows = parse_size(one.size)
        return order.index(one.name), size or rows or 0

    return sorted(measured, key=place)


def _by_size(measured: Sequence[Measured]) -> list[tuple[str, Costs, Mapping[str, int]]]:
    """Return size, costs and contents of each size, from the smallest up."""
    found: dict[str, tuple[dict[str, Cost], dict[str, int]]] = {}
    for one in sorted(measured, key=lambda one: one.content):
        costs, contents = found.setdefault(one.size, ({}, {}))
        if isinstance(one.cost, Cost):
            costs[one.name] = one.cost
            contents[one.name] = one.content
    return [(size, *one) for size, one in found.items()]
