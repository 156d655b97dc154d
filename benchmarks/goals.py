"""What the commands are to reach, held against what was measured.

A goal is looked at on the largest size at which everything that it names was measured. Times are wall
times of one run; of commands that were measured on one file they are compared with each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from measure import Cost, table

Costs = Mapping[str, Cost]
"""Name of a command -> its cost, of one size."""


class Goal(NamedTuple):
    """Something to reach.

    Attributes:
        says: what is measured.
        names: the commands that must have been measured.
        value: what it comes to; the second argument is the bytes of the input of the first command.
        at_least: the least it is to be, or None.
        at_most: the most it is to be, or None.
    """

    says: str
    names: tuple[str, ...]
    value: Callable[[Costs, int], float]
    at_least: float | None = None
    at_most: float | None = None

    def cells(self, size: str, value: float) -> list[str]:
        """Return the cells of its row."""
        reached = (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )
        bound = f">= {self.at_least:g}" if self.at_least is not None else f"<= {self.at_most:g}"
        digits = 0 if value >= 100 else 2
        return [self.says, size, bound, f"{value:.{digits}f}", "yes" if reached else "no"]


def _times(ours: str, theirs: str, at_least: float) -> Goal:
    """Return the goal to be so many times as fast as another command."""
    says = f"{ours}: times as fast as {theirs}"
    return Goal(says, (ours, theirs), lambda c, _: c[theirs].seconds / c[ours].seconds, at_least)


def _slower(ours: str, theirs: str, at_most: float) -> Goal:
    """Return the goal to take at most so many times as long as another command."""
    says = f"{ours}: time over that of {theirs}"
    return Goal(
        says, (ours, theirs), lambda c, _: c[ours].seconds / c[theirs].seconds, at_most=at_most
    )


def _memory(name: str, at_most: float) -> Goal:
    """Return the goal that all processes of a command hold at most so many megabytes."""
    says = f"{name}: peak MB of all processes"
    return Goal(says, (name,), lambda c, _: c[name].peak / 1e6, at_most=at_most)


GOALS = (
    _times("validate", "cookbook", 25),
    _times("validate", "together", 2.5),
    _times("validate", "cleanllm", 1.2),
    Goal("validate: MB/s", ("validate",), lambda c, n: n / 1e6 / c["validate"].seconds, 150),
    _times("validate, 2 jobs", "validate", 1.8),
    _memory("validate", 80),
    _memory("validate, 2 jobs", 200),
    _times("exact", "cookbook", 9),
    _times("exact, 2 jobs", "cookbook", 16),
    _slower("exact again", "validate", 1.5),
    _memory("exact", 350),
    _memory("exact, 2 jobs", 800),
    _times("convert CSV", "prepare_data", 12),
    _memory("convert CSV", 80),
    _slower("convert XLSX", "openpyxl", 1.5),
)
"""The goals that one size decides. What grows with the size stands in a table of its own."""


def goals(sizes: Sequence[tuple[str, Costs, Mapping[str, int]]]) -> str:
    """Return the table of the goals; empty where nothing of them was measured.

    Args:
        sizes: from the smallest up: its name, what each command took, and the bytes of its input.
    """
    rows = []
    for goal in GOALS:
        held = [one for one in sizes if _all(goal.names, one[1])]
        if held:
            size, costs, contents = held[-1]
            rows.append(goal.cells(size, goal.value(costs, contents[goal.names[0]])))
    return table(("goal", "size", "to reach", "measured", "reached"), rows) if rows else ""


def _all(names: Iterable[str], costs: Costs) -> bool:
    return all(name in costs for name in names)
