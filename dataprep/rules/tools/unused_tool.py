"""TLS010: tools that are declared in most rows and called in none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import (
    UNSAFE,
    Dataset,
    DatasetRule,
    Edit,
    Path,
    Place,
    Problem,
    Remove,
    Sample,
    rows,
)  # fmt: skip
from dataprep.rules.row import Row
from dataprep.rules.tools import calls, declared
from dataprep.targets import Target

_MOST = 10_000  # names that are told apart; a dataset with more is not about a set of tools


class Uses:
    """Which tools the rows declare and call.

    Attributes:
        rows: rows that declare tools.
        declared: name -> rows that declare it, and the first of them.
        called: names.
        full: whether there were more names than are told apart; then nothing else is kept.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.declared: dict[str, tuple[int, Place]] = {}
        self.called: set[str] = set()
        self.full = False

    def add(self, row: Row, place: Place) -> None:
        """Count a row."""
        names = {tool.name for tool in declared.tools(row)}
        self.rows += bool(names)
        if self.full:
            return
        for name in sorted(name for name in names if name and len(name) <= calls.LONGEST_NAME):
            count, first = self.declared.get(name, (0, place))
            self.declared[name] = (count + 1, first)
        self.called.update(
            call.name
            for call in calls.of_row(row)
            if call.name and len(call.name) <= calls.LONGEST_NAME
        )
        self._bound()

    def merge(self, other: Uses) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        self.full = self.full or other.full
        for name, (count, first) in other.declared.items():
            before, place = self.declared.get(name, (0, first))
            self.declared[name] = (before + count, place)
        self.called |= other.called
        self._bound()

    def _bound(self) -> None:
        if self.full or max(len(self.declared), len(self.called)) > _MOST:
            self.full = True
            self.declared.clear()
            self.called.clear()


def _row(*names: str) -> dict[str, Any]:
    function = {"name": "land_drone", "arguments": "{}"}
    call = {"id": "call_1", "type": "function", "function": function}
    return {
        "messages": [
            {"role": "user", "content": "Land, please."},
            {"role": "assistant", "tool_calls": [call]},
        ],
        "tools": [{"type": "function", "function": {"name": name}} for name in names],
    }


class UnusedTool(DatasetRule[Uses]):
    """Finds tools that most rows declare and no row calls.

    What it does: counts, over all training rows that declare tools, in how many each one is declared;
        those of more than half of the rows, never called in any, are named.

    Why it matters: a definition costs its tokens in every row, and the model sees no use of it.

    What to do: add rows that call the tool; or remove it, if it is not meant as one to leave alone. The
        repair removes the definition from every row of both parts that does not call the tool; a list
        that is left without any goes, and `parallel_tool_calls` with it.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20
    """

    code = "TLS010"
    name = "unused-tool"
    severity = Severity.INFO
    fix = UNSAFE
    wakes_on = frozenset({"row:tools", "row:functions"})
    bad = (Sample(rows(_row("land_drone", "take_photo"))),)
    good = (Sample(rows(_row("land_drone"))),)
    fixed = good

    def tally(self) -> Uses:
        """Return an empty count."""
        return Uses()

    def finish(self, tally: Uses, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the tools that no row calls."""
        for name in self.decide(tally, dataset, target):
            count, first = tally.declared[name]
            yield Problem(
                f"`{calls.short(name, 40)}` is declared in {count} "
                f"{'row' if count == 1 else 'rows'} and called in none",
                help="add rows that call it, or remove it from `tools`",
                location=first.location(),
            )

    def decide(self, tally: Uses, dataset: Dataset, target: Target) -> tuple[str, ...]:
        """Return the names of the tools that no row calls."""
        return tuple(
            name
            for name, (count, _) in tally.declared.items()
            if name not in tally.called and 2 * count > tally.rows
        )

    def carry_out(self, decision: tuple[str, ...], row: Row) -> Iterable[Edit]:
        """Yield the removal of the tools; a row of the validation part may call one of them."""
        unused = set(decision).difference(call.name or "" for call in calls.of_row(row))
        gone: dict[Path, list[Path]] = {}
        for tool in declared.tools(row):
            if tool.name in unused:
                # The path of a definition inside `tools` ends in `function`.
                path = tool.path if isinstance(tool.path[-1], int) else tool.path[:-1]
                gone.setdefault(path[:-1], []).append(path)
        for path, elements in gone.items():
            holder: Any = row.data if len(path) == 1 else row.data[str(path[0])]
            if len(elements) < len(holder[path[-1]]):
                yield from map(Remove, elements)
                continue
            yield Remove(path)
            if path[-1] == "tools":
                for around in {(), path[:-1]}:
                    if "parallel_tool_calls" in (holder if around else row.data):
                        yield Remove((*around, "parallel_tool_calls"))
