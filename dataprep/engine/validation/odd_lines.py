"""Lines that hold no single row: blank, broken, several objects, too long, a key twice.

Most files have none, so what names them is imported when the first one comes.
"""

from __future__ import annotations

from typing import Any, Protocol

from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.fingerprints import of_row
from dataprep.engine.validation.lines import LineChunk
from dataprep.engine.validation.plan import Plan
from dataprep.model import Location
from dataprep.rules.base import Problem
from dataprep.rules.registry import rules


class Judging(Protocol):
    """What is asked of whoever judges a chunk (`work.Work`)."""

    plan: Plan
    chunk: LineChunk
    found: Collector
    path: str
    foreign: bool

    def count(self, size: int) -> None:
        """Count a row of so many bytes."""

    def row(self, data: dict[str, Any], raw: bytes, number: int, start: int) -> int:
        """Judge a row."""


class OddLines:
    """Names what is odd about a line, and judges the rows that it holds all the same.

    Made for one line: what works on a chunk must not be part of a circle, or its lines would stay in
    memory until circles are looked for.

    Args:
        work: of the chunk; takes the findings, and judges rows.
    """

    def __init__(self, work: Judging) -> None:
        self.work = work

    def oversized(self) -> None:
        """Name a line that is too long to be looked at."""
        from dataprep.engine.validation import faults

        self.work.count(self.work.chunk.length)
        fault = faults.oversized(self.work.chunk.length)
        problem = Problem(fault.message, help=fault.help)
        size = self.work.chunk.length
        self._fault(fault.code, problem, self.work.chunk.line, b"", b"%d bytes" % size)

    def line(self, raw: bytes, number: int, start: int) -> None:
        """Name what a line is that is no row; judge its rows where it holds several."""
        from dataprep.engine.validation import faults

        if not raw or raw.isspace():
            self._blank(number, raw)
            return
        self.work.count(len(raw))
        values = faults.values(raw, self.work.chunk.file.origin, number, start)
        if not isinstance(values, list):
            code, problem = values
            self.work.foreign |= code == "JSN007"
            self._fault(code, problem, number, raw)
            return
        if len(values) > 1:
            self._fault("JSN004", faults.several(len(values)), number, raw)
        for data in values:
            if type(data) is dict:
                self.work.row(data, raw, number, start)
            else:
                self._fault("JSN002", faults.not_an_object(data), number, raw)
            if self.work.found:
                alone = len(values) == 1
                self.work.found.close(
                    Location(self.work.path, number), raw if alone else b"", lambda: of_row(raw)
                )

    def _blank(self, number: int, raw: bytes) -> None:
        from dataprep.engine.validation import faults

        if "JSN005" in self.work.plan.codes:
            for index, target in enumerate(self.work.plan.targets):
                self.work.found.add(rules()["JSN005"](), faults.blank(target), index)
            self.work.found.close(Location(self.work.path, number), raw)

    def repeated(self, raw: bytes, number: int) -> None:
        """Name the keys that stand twice in an object of a line."""
        from dataprep.engine.validation import faults

        for problem in faults.repeated_keys(raw):
            self._fault("JSN008", problem, number, raw)

    def _fault(
        self, code: str, problem: Problem, number: int, raw: bytes, about: bytes = b""
    ) -> None:
        if code not in self.work.plan.codes:
            return
        if problem.location is not None:
            place = problem.location._replace(path=self.work.path, line=number)
            problem = problem._replace(location=place)
        self.work.found.add(rules()[code](), problem, None)
        self.work.found.close(Location(self.work.path, number), raw, lambda: about or of_row(raw))
