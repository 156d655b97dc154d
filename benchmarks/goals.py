"""What the commands are to reach, held against what was measured.

A goal is looked at on the largest size at which everything that it names was measured. It is reached
or not by wall time; only commands that were measured on one file in one run are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from measure import Cost, table

Costs = Mapping[str, Cost]
"""Name of a command -> its cost, of one size."""


Value = Callable[[Costs, int], float]
"""What a goal comes to; the second argument is the bytes of the input of its first command."""


class Goal(NamedTuple):
    """Something to reach.

    Attributes:
        says: what is measured.
        names: the commands that must have been measured.
        value: what it comes to.
        at_least: the least it is to be, or None.
        at_most: the most it is to be, or None.
        by_cpu: the same of processor times, where every command has one process: where others use
            the machine too, this is the one to look at.
    """

    says: str
    names: tuple[str, ...]
    value: Value
    at_least: float | None = None
    at_most: float | None = None
    by_cpu: Value | None = None

    def cells(self, size: str, costs: Costs, content: int) -> list[str]:
        """Return the cells of its row."""
        value = self.value(costs, content)
        reached = (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )
        bound = f">= {self.at_least:g}" if self.at_least is not None else f"<= {self.at_most:g}"
        cpu = "" if self.by_cpu is None else _shown(self.by_cpu(costs, content))
        return [self.says, size, bound, _shown(value), cpu, "yes" if reached else "no"]


def _shown(value: float) -> str:
    return f"{value:.{0 if value >= 100 else 2}f}"


def _times(ours: str, theirs: str, at_least: float) -> Goal:
    """Return the goal to be so many times as fast as another command."""
    return Goal(
        f"{ours}: times as fast as {theirs}",
        (ours, theirs),
        lambda c, _: c[theirs].seconds / c[ours].seconds,
        at_least=at_least,
        by_cpu=None if "jobs" in ours else lambda c, _: c[theirs].cpu / c[ours].cpu,
    )


def _slower(ours: str, theirs: str, at_most: float) -> Goal:
    """Return the goal to take at most so many times as long as another command."""
    return Goal(
        f"{ours}: time over that of {theirs}",
        (ours, theirs),
        lambda c, _: c[ours].seconds / c[theirs].seconds,
        at_most=at_most,
        by_cpu=lambda c, _: c[ours].cpu / c[theirs].cpu,
    )


def _speed(name: str, at_least: float) -> Goal:
    """Return the goal to take in so many megabytes a second."""
    return Goal(
        f"{name}: MB/s",
        (name,),
        lambda c, content: content / 1e6 / c[name].seconds,
        at_least=at_least,
        by_cpu=lambda c, content: content / 1e6 / c[name].cpu,
    )


def _memory(name: str, at_most: float) -> Goal:
    """Return the goal that all processes of a command hold at most so many megabytes."""
    says = f"{name}: peak MB of all processes"
    return Goal(says, (name,), lambda c, _: c[name].peak / 1e6, at_most=at_most)


GOALS = (
    _times("validate", "cookbook", 25),
    _times("validate", "together", 2.5),
    _times("validate", "cleanllm", 1.2),
    _speed("validate", 150),
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
            rows.append(goal.cells(size, costs, contents[goal.names[0]]))
    header = ("goal", "size", "to reach", "wall", "CPU", "reached")
    return table(header, rows) if rows else ""


def _all(names: Iterable[str], costs: Costs) -> bool:
    return all(name in costs for name in names)
