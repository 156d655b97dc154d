"""The rounds of a repair: look, mend, and look again, until nothing is left to repair.

The first look is by the rules whose repairs are wanted, every later one by all rules: so what is
reported about the repaired files is the verdict of an ordinary validation of just these bytes.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from dataprep.engine.pool import run
from dataprep.engine.progress import Progress, phase
from dataprep.engine.validation.lines import LineChunk, line_chunks
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.repairs import Repairs, Superfluous
from dataprep.engine.validation.report import Report
from dataprep.engine.validation.run import Inputs, validate_inputs
from dataprep.engine.validation.whole import Calendar
from dataprep.fixing.chunks import Mend, Part, RowChange, Task
from dataprep.fixing.new_file import Writing
from dataprep.fixing.notes import circling, foreign
from dataprep.fixing.numbering import Numbering
from dataprep.fixing.relining import relined
from dataprep.fixing.rows import PASSES, Done
from dataprep.jsontext import dumps
from dataprep.readers.source import Source
from dataprep.rules.registry import rules

Tell = Callable[[RowChange], None]


class Setting(NamedTuple):
    """What stays the same through all rounds.

    Attributes:
        plan: of an ordinary validation, with one target, and the kinds of repairs that are wanted.
        calendar: the dates that lifecycle rules go by.
        spool: a folder for everything in between.
        jobs: number of processes.
        progress: called with (rows, bytes) after each chunk.
        tell: called with what is done to a row; None where nobody wants to know.
    """

    plan: Plan
    calendar: Calendar
    spool: Path
    jobs: int = 1
    progress: Progress | None = None
    tell: Tell | None = None


class Outcome:
    """What the rounds made of the inputs.

    Attributes:
        inputs: the files as they are now; a source that is the same object was not changed.
        report: about them.
        rejects: number of the input -> file with a line for each row that was dropped.
        fixed: code -> how many problems were repaired.
        rewritten: file -> what it was and became, for those that were no lines of UTF-8.
        rows, dropped: how many rows were changed, and taken out.
        notes: what is told besides.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.report = Report()
        self.rejects: dict[int, Path] = {}
        self.fixed: Counter[str] = Counter()
        self.rewritten: dict[str, str] = {}
        self.rows = self.dropped = 0
        self.notes: list[str] = []
        self._postponed: Counter[tuple[str, str]] = Counter()
        self._unsettled = 0
        self._numbering: defaultdict[int, Numbering] = defaultdict(Numbering)

    def carry_out(self, setting: Setting) -> None:
        """Repair the inputs until nothing is left to repair."""
        narrow = narrowed(setting.plan)
        if narrow.codes:
            self._reline(setting, narrow)
            self._rounds(setting, narrow)
        else:
            self.report = self._look(setting, setting.plan, None)
        self._tell_notes()

    def _rounds(self, setting: Setting, narrow: Plan) -> None:
        plan = narrow
        for turn in range(PASSES + 1):
            repairs = Repairs(plan.repairs, setting.spool)
            try:
                self.report = self._look(setting, plan, repairs)
                if not repairs:
                    break
                if turn == PASSES:
                    self.notes.append(circling(sorted(repairs.decisions)))
                    break
                if not self._mend(setting, narrow, repairs, turn):
                    break
            finally:
                repairs.close()
            plan = setting.plan
        if plan is narrow:  # not all rules have seen the files yet
            self.report = self._look(setting, setting.plan, None)

    def _look(self, setting: Setting, plan: Plan, repairs: Repairs | None) -> Report:
        return validate_inputs(
            self.inputs, plan, setting.calendar, setting.spool, setting.jobs, setting.progress,
            repairs,
        )  # fmt: skip

    def _reline(self, setting: Setting, narrow: Plan) -> None:
        """Make every file lines of UTF-8 for which a repair of that is wanted."""
        every = [*self.inputs.train, *self.inputs.validation]
        made = []
        for number, source in enumerate(every):
            new, done = relined(source, narrow, number, setting.spool)
            made.append(new)
            self.fixed.update(list(done))
            if done:
                self.rewritten[source.name] = ", ".join(done.values())
            if setting.tell is not None:
                for code, said in done.items():
                    setting.tell(RowChange(source.name, 0, (Done.whole(code, said),)))
        self._replace(made)

    def _replace(self, made: list[Source]) -> None:
        count = len(self.inputs.train)
        self.inputs = Inputs(made[:count], made[count:])

    def _mend(self, setting: Setting, narrow: Plan, repairs: Repairs, turn: int) -> bool:
        """Carry out what a look found; return whether anything changed."""
        folder = setting.spool / f"round-{turn}"
        folder.mkdir()
        made = [*self.inputs.train, *self.inputs.validation]
        mend = Mend(narrow, repairs.decisions, folder, setting.tell is not None)
        files = {file.number: file for file in repairs.files}
        phase(setting.progress, "repairing")
        tasks = self._tasks(repairs, setting.jobs <= 1)
        changed = False
        became: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        writing: Writing | None = None
        with closing(run(mend, tasks, setting.jobs, attrgetter("chunk.where"))) as parts:
            for part in parts:
                number = part.chunk.number
                if writing is None or writing.file.number != number:
                    if writing is not None:
                        changed |= writing.finish(made)
                    writing = Writing(files[number], folder / f"file-{number}")
                writing.take(part)
                if setting.progress is not None:
                    setting.progress(0, part.chunk.length)
                self._count(part, setting.tell)
                self._keep(part, setting.spool, turn)
                became[number] += part.became
        if writing is not None:
            changed |= writing.finish(made)
        self._replace(made)
        for number, lines in became.items():
            self._numbering[number].note(lines)
        return changed

    def _tasks(self, repairs: Repairs, keep: bool) -> Iterator[Task]:
        names = {file.number: file.name for file in repairs.files}
        for file in repairs.files:
            if file.origin.recoded:  # lines are not mended in an encoding that nobody wants changed
                if (note := foreign(file)) not in self.notes:  # of an earlier round
                    self.notes.append(note)
                continue
            lines = repairs.lines(file.number)
            due = next(lines, None)
            for number, chunk in enumerate(line_chunks([file], keep=True)):
                after = chunk.line + (1 if chunk.oversized else _count_lines(chunk, file.newline))
                mine: dict[int, Superfluous | None] = {}
                while due is not None and due[0] < after:
                    mine[due[0]] = self._first(due[1])
                    due = next(lines, None)
                number |= file.number << 32
                yield Task(chunk if keep else chunk._replace(kept=None), mine, number, names)

    def _first(self, one: Superfluous | None) -> Superfluous | None:
        """Let the row that is kept be known by its line before the first round."""
        if one is None:
            return None
        number, line = one.kept
        return one._replace(kept=(number, self._numbering[number].first(line)))

    def _keep(self, part: Part, spool: Path, turn: int) -> None:
        """Write the rows that were dropped, those of all rounds into one file."""
        if part.rejects:
            number = part.chunk.number
            path = self.rejects.setdefault(number, spool / f"rejects-{number}")
            with path.open("ab") as file:
                for line in part.rejects:
                    file.write((self._renumbered(line, number) if turn else line) + b"\n")

    def _renumbered(self, line: bytes, number: int) -> bytes:
        """Return a reject with the line of its row before the first round."""
        reject = json.loads(line)  # which reads the escapes of bytes that did not decode
        reject["line"] = self._numbering[number].first(reject["line"])
        return dumps(reject)

    def _count(self, part: Part, tell: Tell | None) -> None:
        self.fixed.update(part.fixed)
        self._postponed.update(part.postponed)
        self.rows += part.rows
        self.dropped += len(part.rejects)
        self._unsettled += part.unsettled
        if tell is not None:
            for change in part.changes:
                tell(change)

    def _tell_notes(self) -> None:
        for (first, second), count in sorted(self._postponed.items()):
            self.notes.append(
                f"{count:,} repair{'s' * (count > 1)} of {second} waited for {first}, which wanted "
                "the same place"
            )
        if self._unsettled:
            self.notes.append(
                f"{self._unsettled:,} row{'s' * (self._unsettled > 1)} still changed after {PASSES} "
                "passes: rules contradict each other; leave one out with --ignore"
            )


def narrowed(plan: Plan) -> Plan:
    """Return a plan of only the rules whose repairs are wanted."""
    known = rules()
    codes = frozenset(code for code in plan.codes if known[code].fix in plan.repairs)
    tokens = plan.tokens if any(code.startswith("TOK") for code in codes) else "off"
    return plan._replace(codes=codes, tokens=tokens, cap=0, excerpts=False)


def _count_lines(chunk: LineChunk, newline: bytes) -> int:
    content = chunk.kept or b""
    return content.count(newline) + (not content.endswith(newline))
