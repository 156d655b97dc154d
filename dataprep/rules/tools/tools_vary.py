"""TLS011: one name, several definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xxhash

from dataprep.jsontext import dumps
from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Path, Place, Problem, Sample, rows
from dataprep.rules.row import Row
from dataprep.rules.schema.compiled import compiled, tool_path, violations
from dataprep.rules.tools import calls, declared
from dataprep.targets import Target, get

_MOST = 10_000  # names
_VARIANTS = 16  # definitions of a name


class Definitions:
    """The definitions of every name, as hashes.

    Attributes:
        names: name -> hash -> the first row of that definition, in the order of the rows.
        full: whether there were more names than are told apart; then nothing else is kept.
    """

    def __init__(self) -> None:
        self.names: dict[str, dict[bytes, Place]] = {}
        self.full = False

    def add(self, row: Row, place: Place) -> None:
        """Take the definitions of a row."""
        wrong = set() if row.valid else _invalid(row)
        for tool in declared.tools(row):
            if tool.path[: len(tool.path) - (tool.path[-1] == "function")] in wrong:
                continue
            if tool.name and len(tool.name) <= calls.LONGEST_NAME:
                self._take(tool.name, _hash(tool.definition), place)

    def merge(self, other: Definitions) -> None:
        """Take over the definitions of the rows that follow."""
        if other.full:
            self._fill()
        for name, variants in other.names.items():
            for digest, place in variants.items():
                self._take(name, digest, place)

    def _take(self, name: str, digest: bytes, place: Place) -> None:
        if self.full:
            return
        variants = self.names.setdefault(name, {})
        if len(self.names) > _MOST:
            self._fill()
        elif len(variants) < _VARIANTS:
            variants.setdefault(digest, place)

    def _fill(self) -> None:
        self.full = True
        self.names.clear()


def _invalid(row: Row) -> set[Path]:
    """Return the paths of the definitions that a schema rejects: another rule names them."""
    broken = violations(compiled(get("generic"), row.kind), row.data)
    return {path for one in broken if (path := tool_path(one.path)) is not None}


def _hash(definition: Any) -> bytes:
    return xxhash.xxh3_128_digest(dumps(definition, sort_keys=True))


def _row(kind: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"height": {"type": kind}}}
    tool = {"type": "function", "function": {"name": "set_height", "parameters": schema}}
    return {
        "messages": [
            {"role": "user", "content": "Hello."},
            {"role": "assistant", "content": "Hello. Where to?"},
        ],
        "tools": [tool],
    }


class ToolsVary(DatasetRule[Definitions]):
    """Finds tools whose definition differs from row to row.

    What it does: compares what the training rows declare under one name: description, parameters and
        all; the order of keys does not count. Up to 16 definitions of a name are told apart.

    Why it matters: the model learns to call one tool by several rules, of which the program that uses
        it knows one.

    What to do: declare each tool in one way, or give different tools different names.

    Source: OpenAI, supervised fine-tuning guide (declare the tools as they are used), 2026-11-20
    """

    code = "TLS011"
    name = "tools-vary"
    severity = Severity.WARNING
    wakes_on = frozenset({"row:tools", "row:functions"})
    bad = (Sample(rows(_row("integer"), _row("integer"), _row("string")), line=3),)
    good = (Sample(rows(_row("integer"), _row("integer"))),)

    def tally(self) -> Definitions:
        """Return an empty collection."""
        return Definitions()

    def finish(self, tally: Definitions, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield each name with several definitions, at the first row that differs."""
        for name, variants in tally.names.items():
            if len(variants) < 2:
                continue
            first, other = list(variants.values())[:2]
            several = f"{_VARIANTS} or more" if len(variants) == _VARIANTS else str(len(variants))
            # Two definitions in one row are both "here".
            where = "" if first == other else f"; another one is at {first.location()}"
            yield Problem(
                f"`{calls.short(name, 40)}` has {several} definitions{where}",
                help="declare the tool in one way in all rows",
                location=other.location(),
            )
