"""TLS012: an argument that is of one type in some rows and of another in others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Place, Problem, Sample, rows
from dataprep.rules.row import Row
from dataprep.rules.tools import arguments, calls, declared
from dataprep.targets import Target

_MOST = 10_000  # pairs of tool and argument
# What says itself which types an argument may have: TLS003 judges by it.
_SAYS = frozenset({"type", "anyOf", "oneOf", "allOf", "enum", "const", "$ref"})


class Types:
    """The types of every argument of every tool.

    Attributes:
        seen: (tool, argument) -> type -> rows, and the first of them.
        full: whether there were more pairs than are told apart; then nothing else is kept.
    """

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], dict[str, tuple[int, Place]]] = {}
        self.full = False

    def add(self, row: Row, place: Place) -> None:
        """Count the arguments of a row's calls."""
        if self.full:
            return
        # A dict, not a set: the order must not depend on the hash of a text.
        found: dict[tuple[str, str, str], None] = {}
        known = {name: _stated(schema) for name, schema in declared.parameters(row).items()}
        for call in calls.of_row(row):
            value = arguments.read(call.arguments).value
            if not call.name or len(call.name) > calls.LONGEST_NAME or not isinstance(value, dict):
                continue
            stated = known.get(call.name, frozenset())
            for key, one in value.items():
                kind = _kind(one)
                if kind and len(key) <= calls.LONGEST_NAME and key not in stated:
                    found[call.name, key, kind] = None
        for name, key, kind in found:
            self._count((name, key), kind, 1, place)

    def merge(self, other: Types) -> None:
        """Take over the counts of the rows that follow."""
        if other.full:
            self._fill()
        for pair, kinds in other.seen.items():
            for kind, (count, place) in kinds.items():
                self._count(pair, kind, count, place)

    def _count(self, pair: tuple[str, str], kind: str, count: int, place: Place) -> None:
        if self.full:
            return
        kinds = self.seen.setdefault(pair, {})
        if len(self.seen) > _MOST:
            self._fill()
            return
        before, first = kinds.get(kind, (0, place))
        kinds[kind] = (before + count, first)

    def _fill(self) -> None:
        self.full = True
        self.seen.clear()


def _stated(schema: Any) -> frozenset[str]:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict):
        return frozenset()
    return frozenset(
        key for key, one in properties.items() if isinstance(one, dict) and _SAYS & one.keys()
    )


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "text"
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else ""


def _row(text: str) -> dict[str, Any]:
    function = {"name": "set_height", "arguments": text}
    call = {"id": "call_1", "type": "function", "function": function}
    return {
        "messages": [
            {"role": "user", "content": "Go up to ten metres."},
            {"role": "assistant", "tool_calls": [call]},
        ]
    }


class ArgumentTypeVaries(DatasetRule[Types]):
    """Finds arguments that are a number in some rows and a text in others.

    What it does: compares the types of each argument over all calls of the training rows. Null counts
        as no type, and whole numbers as numbers. Arguments whose type the tool declares are left to
        TLS003.

    Why it matters: the model learns to write either, and the tool takes one of them.

    What to do: write the argument in one type everywhere, and declare it in `parameters`.

    Source: OpenAI, function calling guide, 2026-11-20
    """

    code = "TLS012"
    name = "argument-type-varies"
    severity = Severity.WARNING
    wakes_on = frozenset({"tool_calls", "function_call"})
    bad = (
        Sample(
            rows(_row('{"height": 10}'), _row('{"height": 12}'), _row('{"height": "10"}')), line=3
        ),
    )
    good = (Sample(rows(_row('{"height": 10}'), _row('{"height": 2.5}'))),)

    def tally(self) -> Types:
        """Return an empty count."""
        return Types()

    def finish(self, tally: Types, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield each argument of several types, at the first row of the rarest."""
        for (tool, key), kinds in tally.seen.items():
            if len(kinds) < 2:
                continue
            # Stable: among equals, the type that came first stays in front.
            ordered = sorted(kinds.items(), key=lambda item: -item[1][0])
            counts = ", ".join(
                f"{kind} in {count} {'row' if count == 1 else 'rows'}"
                for kind, (count, _) in ordered
            )
            yield Problem(
                f"`{calls.short(key, 40)}` of `{calls.short(tool, 40)}` varies in type: {counts}",
                help="write it in one type, and declare that type in the tool's `parameters`",
                location=ordered[-1][1][1].location(),
            )
