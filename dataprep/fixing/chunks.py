"""The map of a repair: a chunk of lines in; a part file with the lines as they become out.

A chunk in which no line is named is not read: whoever writes the file copies its bytes.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from dataprep.engine.validation.lines import LineChunk
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.repairs import Superfluous
from dataprep.fixing.rows import Done, Mended, Mender
from dataprep.model import Finding, Location
from dataprep.readers.json.scan import JsonScanner
from dataprep.rules.base import NearRule
from dataprep.rules.own import blaming
from dataprep.rules.registry import rules, use
from dataprep.writing.rejects import reject_line

SAME_AS = "the same as line "
"""Begins why a row goes because of another one of its file; the line of that follows."""

_BLANK, _SEVERAL = "JSN005", "JSN004"


class Task(NamedTuple):
    """A chunk and what is to be done in it.

    Attributes:
        chunk: some whole lines.
        lines: line -> which row it goes for, None where its own problems are repaired.
        number: of the task.
        names: of the inputs, by their numbers.
    """

    chunk: LineChunk
    lines: dict[int, Superfluous | None]
    number: int
    names: Mapping[int, str]


class RowChange(NamedTuple):
    """What was done to one row.

    Attributes:
        path, line: its place in the file that was read.
        done: in the order of the row; empty where the whole line was replaced.
        dropped: why the row is in the rejects; empty where it is not.
    """

    path: str
    line: int
    done: tuple[Done, ...]
    dropped: str = ""


class Part(NamedTuple):
    """What a chunk became.

    Attributes:
        chunk: as it was; None of its lines travel.
        made: the file with its lines; None where they are as they were.
        rows: how many rows changed, those that were dropped not counted.
        changes: what was done, where that was asked for.
        rejects: a line for each row that was dropped.
        became: line -> how many it became, for those that did not become one.
        fixed: code -> how many problems were repaired.
        postponed: (code, code) -> how often the second waited for the first.
        unsettled: rows whose rules still spoke after the last pass.
    """

    chunk: LineChunk
    made: Path | None = None
    rows: int = 0
    changes: tuple[RowChange, ...] = ()
    rejects: tuple[bytes, ...] = ()
    became: tuple[tuple[int, int], ...] = ()
    fixed: Mapping[str, int] = {}
    postponed: Mapping[tuple[str, str], int] = {}
    unsettled: int = 0


class Mend:
    """Repairs the rows of a chunk. Picklable: what it compiles is made again in each process.

    Args:
        plan: its rules are those whose repairs are wanted.
        decisions: code of a dataset rule -> what it decided.
        folder: for the part files.
        show: whether changes are told.
    """

    def __init__(self, plan: Plan, decisions: Mapping[str, Any], folder: Path, show: bool) -> None:
        self.plan, self.decisions, self.folder, self.show = plan, decisions, folder, show
        self._mender: Mender | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_mender": None}

    def __call__(self, task: Task) -> Part:
        chunk = task.chunk._replace(kept=None)
        if task.chunk.oversized or not (task.lines or self.decisions):
            return Part(chunk)
        if self._mender is None:
            use(self.plan.rule_files)
            self._mender = Mender(self.plan, self.decisions)
        with blaming(rules()):
            lines = _Lines(task, self._mender, self.plan.codes)
            return lines.mended(chunk, self.folder / f"part-{task.number:08}", self.show)


class _Lines:
    """The lines of one chunk while they are repaired."""

    def __init__(self, task: Task, mender: Mender, codes: frozenset[str]) -> None:
        self.task, self.mender, self.codes = task, mender, codes
        mender.fixed, mender.postponed = Counter(), Counter()
        newline = task.chunk.file.newline
        self.newline = newline
        self.lines = task.chunk.content().split(newline)
        self.changes: dict[int, list[RowChange]] = {}
        self.rejects: list[bytes] = []
        self.path = task.chunk.file.name

    def mended(self, chunk: LineChunk, made: Path, show: bool) -> Part:
        """Repair the lines and write them."""
        instead: dict[int, list[bytes]] = {}
        rows: list[tuple[int, bytes]] = []
        for index in range(len(self.lines)) if self.mender.decided else self._named():
            raw = self.lines[index]
            line = chunk.line + index
            if (kept := self.task.lines.get(line)) is not None:
                instead[index] = []
                self._superfluous(line, raw, kept)
            elif not raw.strip():
                if line in self.task.lines and _BLANK in self.codes:
                    instead[index] = []
                    self.mender.fixed[_BLANK] += 1
                    self._note(line, Done.whole(_BLANK, "an empty line, taken out"))
            elif _is_object(raw):
                rows.append((index, raw))
            elif line in self.task.lines and _SEVERAL in self.codes:
                values = _values(raw)
                if len(values) > 1:
                    instead[index] = []
                    self.mender.fixed[_SEVERAL] += 1
                    said = f"{len(values)} objects become {len(values)} lines"
                    self._note(line, Done.whole(_SEVERAL, said))
                    end = b"\r" if raw.endswith(b"\r") else b""
                    rows += [(index, value + end) for value in values]
        unsettled = 0
        found = self.mender.mend([raw for _, raw in rows], self.task.chunk)
        for (index, raw), one in zip(rows, found, strict=True):
            unsettled += not one.settled and one.dropped is None
            if one.dropped is not None:
                instead.setdefault(index, [])
                self._dropped(chunk.line + index, raw, one)
            elif index in instead or one.raw != raw:
                instead.setdefault(index, []).append(one.raw)
                if one.done:
                    self._note(chunk.line + index, *one.done)
        if not instead:
            return Part(chunk, postponed=self.mender.postponed, unsettled=unsettled)
        self._write(instead, made)
        told = tuple(change for _, changes in sorted(self.changes.items()) for change in changes)
        return Part(
            chunk,
            made,
            sum(bool(new) for new in instead.values()),
            told if show else (),
            tuple(self.rejects),
            tuple(
                (chunk.line + index, len(new))
                for index, new in sorted(instead.items())
                if len(new) != 1
            ),
            self.mender.fixed,
            self.mender.postponed,
            unsettled,
        )

    def _named(self) -> list[int]:
        first, last = self.task.chunk.line, self.task.chunk.line + len(self.lines)
        return sorted(line - first for line in self.task.lines if first <= line < last)

    def _write(self, instead: dict[int, list[bytes]], made: Path) -> None:
        last = len(self.lines) - 1  # what stands behind the last line end: mostly nothing
        with made.open("wb") as file:
            for index, raw in enumerate(self.lines):
                for new in instead.get(index, (raw,)):
                    file.write(new)
                    if index < last:
                        file.write(self.newline)

    def _note(self, line: int, *done: Done) -> None:
        self.changes.setdefault(line, []).append(RowChange(self.path, line, done))

    def _dropped(self, line: int, raw: bytes, one: Mended) -> None:
        assert one.dropped is not None
        rule, problem = one.dropped
        self._reject(line, raw, rule.code, problem.message)

    def _superfluous(self, line: int, raw: bytes, one: Superfluous) -> None:
        number, other = one.kept
        near = "nearly " if issubclass(rules()[one.code], NearRule) else ""
        where = "" if number == one.number else f" of {self.task.names[number]}"
        self._reject(line, raw, one.code, f"{near}{SAME_AS}{other}{where}")
        self.mender.fixed[one.code] += 1

    def _reject(self, line: int, raw: bytes, code: str, message: str) -> None:
        rule = rules()[code]
        finding = Finding(code, rule.name, rule.severity, message, Location(self.path, line))
        self.rejects.append(reject_line(raw.decode("utf-8", "surrogateescape"), finding))
        self.changes.setdefault(line, []).append(
            RowChange(self.path, line, (Done.whole(code, message),), message)
        )


def _is_object(raw: bytes) -> bool:
    try:
        return type(orjson.loads(raw)) is dict
    except ValueError:
        return False


def _values(raw: bytes) -> list[bytes]:
    """Return the objects that stand on a line, as they are written there."""
    scanner = JsonScanner(io.BytesIO(raw))
    found = []
    while scanner.peek():
        value = scanner.value().raw
        if value is None or not _is_object(value):
            return []
        found.append(value)
    return found
