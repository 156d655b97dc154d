"""Rows repaired until their rules are silent: judge, gather edits, splice, and judge again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from dataprep.engine.validation.collecting import Collector, dotted
from dataprep.engine.validation.counting import counter_of
from dataprep.engine.validation.judge import Judge
from dataprep.engine.validation.kinds import kind_of
from dataprep.engine.validation.lines import LineChunk
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.work import Work
from dataprep.errors import UsageError
from dataprep.fixing.splice import Change, NotThere, splice
from dataprep.model import Location
from dataprep.rules.base import DatasetRule, Drop, Edit, Problem, Rule
from dataprep.rules.registry import rules
from dataprep.rules.row import Path, Row
from dataprep.rules.well_made import is_own, place_of

PASSES = 10
"""How often a row is repaired before its rules are said to contradict each other."""


class Done(NamedTuple):
    """A repair that was carried out at one place.

    Attributes:
        code: of the rule.
        json_path: of the value.
        before, after: as JSON; empty where nothing was or is.
        private: whether what stood there must not be shown.
        said: what was done, where that is more than a value.
    """

    code: str
    json_path: str
    before: str
    after: str
    private: bool
    said: str = ""

    @classmethod
    def whole(cls, code: str, said: str) -> Done:
        """Return what was done to a whole line or file."""
        return cls(code, "", "", "", False, said)


class Mended:
    """What becomes of one row.

    Attributes:
        raw: the line as it is now.
        done: what was changed, in order.
        dropped: the rule and its problem for which the row goes; None where it stays.
        settled: whether its rules were silent in the end.
    """

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.done: list[Done] = []
        self.dropped: tuple[Rule, Problem] | None = None
        self.settled = True


class Mender:
    """Repairs rows by a plan; one is made in each process.

    Args:
        plan: its rules are those whose repairs are wanted, of the kinds that it names.
        decisions: code of a dataset rule -> what it decided.

    Attributes:
        fixed: code -> how many problems were repaired.
        postponed: (code, code) -> how often the second waited for the first, at the same place.
    """

    def __init__(self, plan: Plan, decisions: Mapping[str, Any]) -> None:
        self.plan, self.judge = plan, Judge(plan)
        self.decided: list[tuple[DatasetRule[Any], Any]] = [
            (rules()[code](), decision)  # type: ignore[misc]
            for code, decision in sorted(decisions.items())
        ]
        self.fixed: Counter[str] = Counter()
        self.postponed: Counter[tuple[str, str]] = Counter()

    def mend(self, lines: Sequence[bytes], chunk: LineChunk) -> list[Mended]:
        """Return what becomes of rows.

        Args:
            lines: the rows; each line holds one object.
            chunk: where they are from.
        """
        found = [Mended(line) for line in lines]
        if self.decided:
            for one in found:
                self._carry_out(one, chunk.number)
        open = list(found)
        for turn in range(PASSES + 1):
            problems = self._judged([one.raw for one in open], chunk)
            for number, one in enumerate(open):
                one.settled = number not in problems
            if turn == PASSES or not problems:
                break
            for number, said in problems.items():
                self._repair(open[number], said)
            open = [open[n] for n in problems if not open[n].settled and not open[n].dropped]
        return found

    def _judged(
        self, lines: list[bytes], chunk: LineChunk
    ) -> dict[int, list[tuple[Rule, Problem]]]:
        """Return number of a row -> what is wrong with it that a repair is wanted of."""
        newline = chunk.file.newline
        part = chunk._replace(
            start=0, line=0, length=0, oversized=False, kept=newline.join([*lines, b""])
        )
        work = Work(self.plan, self.judge, part, Problems)
        work.lines()
        assert isinstance(work.found, Problems)
        return work.found.of_line

    def _repair(self, one: Mended, said: list[tuple[Rule, Problem]]) -> None:
        """Carry out one pass of repairs; `settled` says that there was nothing more to do."""
        target = self.plan.targets[0]
        row = self._row(one.raw)
        wanted = [
            (rule, problem, edits)
            for rule, problem in sorted(said, key=lambda pair: pair[0].code)
            if (edits := list(rule.repair(problem, row, target)))
        ]
        self._apply(one, wanted)

    def _carry_out(self, one: Mended, number: int) -> None:
        """Carry out the decisions, each on what the ones before it left of the row.

        None of them waits for another round: it would not be taken again once the other rows are
        as it says, and this row would keep what they lost.
        """
        row = self._row(one.raw)
        ignored = self.plan.ignored[number] if self.plan.ignored else frozenset()
        for rule, decision in self.decided:
            if row.kind not in rule.kinds or rule.code in ignored:
                continue
            if edits := list(rule.carry_out(decision, row)):
                reason = Problem("the repair would leave nothing to learn in the row")
                self._apply(one, [(rule, reason, edits)])
                if one.dropped:
                    return
                row = self._row(one.raw)

    def _row(self, raw: bytes) -> Row:
        data = orjson.loads(raw)
        return Row(data, kind_of(data, self.plan.method), raw, counter_of(self.plan))

    def _apply(self, one: Mended, wanted: Iterable[tuple[Rule, Problem, list[Edit]]]) -> None:
        """Splice what does not touch what came before it; the rest waits for the next pass."""
        chosen: list[tuple[Rule, list[Edit]]] = []
        taken = _Taken()
        for rule, problem, edits in wanted:
            if any(isinstance(edit, Drop) for edit in edits):
                one.dropped = rule, problem
                self.fixed[rule.code] += 1
                return
            paths = [edit.path for edit in edits if not isinstance(edit, Drop)]
            first = taken.touching(paths)
            if first is not None:
                self.postponed[first, rule.code] += 1
                continue
            taken.add(rule.code, paths)
            chosen.append((rule, edits))
        if not chosen:
            one.settled = True  # nothing more can be done
            return
        before = one.raw
        rule_of = {edit.path: rule for rule, edits in chosen for edit in edits}  # type: ignore[union-attr]
        try:
            one.raw, changes = splice(before, [edit for _, edits in chosen for edit in edits])
            orjson.loads(one.raw)
        except (NotThere, TypeError, ValueError) as error:
            raise _unfit([rule for rule, _ in chosen], error) from error
        if one.raw == before:
            one.settled = True
            return
        for rule, _ in chosen:
            self.fixed[rule.code] += 1
        one.done += [_done(rule_of[change.path], change) for change in changes]


class Problems(Collector):
    """Keeps the problems of which a repair is wanted, instead of making findings of them."""

    def __init__(self, plan: Plan, ignored: frozenset[str] = frozenset()) -> None:
        super().__init__(plan, ignored)
        self.of_line: dict[int, list[tuple[Rule, Problem]]] = {}

    def close(self, place: Location, raw: bytes = b"", subject: Any = None) -> None:
        """Keep the waiting problems."""
        for rule, problem, _ in self._open.values():
            if problem.fix_of(rule) in self.plan.repairs:
                self.of_line.setdefault(place.line or 0, []).append((rule, problem))
        self._open.clear()


class _Taken:
    """The paths that edits of a pass name, and what lies around them."""

    def __init__(self) -> None:
        self._paths: dict[Path, str] = {}
        self._around: dict[Path, str] = {}

    def touching(self, paths: Iterable[Path]) -> str | None:
        """Return the code of the rule that names one of the paths, or what is in or around it."""
        for path in paths:
            if path in self._around:
                return self._around[path]
            for length in range(len(path) + 1):
                if path[:length] in self._paths:
                    return self._paths[path[:length]]
        return None

    def add(self, code: str, paths: Iterable[Path]) -> None:
        """Take the paths of a rule's edits."""
        for path in paths:
            self._paths.setdefault(path, code)
            for length in range(len(path) + 1):
                self._around.setdefault(path[:length], code)


def _unfit(rules: list[Rule], error: Exception) -> Exception:
    """Return what is raised for edits that cannot be carried out: a rule of the user's own is named."""
    own = [type(rule) for rule in rules if is_own(type(rule))]
    if not own:
        return RuntimeError(f"{', '.join(rule.code for rule in rules)}: {error}")
    return UsageError(
        f"{place_of(own[0])}: the repair of {own[0].code} cannot be carried out: {error}",
        "its edits name places of the row as it was judged; correct it, or leave it out with --ignore",
    )


def _done(rule: Rule, change: Change) -> Done:
    return Done(rule.code, dotted(change.path), change.before, change.after, rule.private)
