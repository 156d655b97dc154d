"""One chunk of lines on its way through the rules."""

from __future__ import annotations

from array import array
from typing import Any

import orjson

from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.counting import RowTally
from dataprep.engine.validation.features import PLAIN, shape
from dataprep.engine.validation.judge import Judge
from dataprep.engine.validation.kinds import UNKNOWN, kind_of
from dataprep.engine.validation.lines import LineChunk
from dataprep.engine.validation.plan import Plan, encoding_of
from dataprep.engine.validation.scanning import SPELLING
from dataprep.errors import DataprepError
from dataprep.model import Location
from dataprep.rules.base import DatasetRule, Place, Problem
from dataprep.rules.duplicates.keys import keys, plain_keys
from dataprep.rules.registry import rules
from dataprep.rules.row import Row

_make = tuple.__new__
_NONE: frozenset[str] = frozenset()
_NAMES = frozenset({SPELLING})


class Work:
    """Judges the lines of a chunk.

    Attributes:
        found: findings and counts.
        tally: what the rows add up to.
    """

    def __init__(self, plan: Plan, judge: Judge, chunk: LineChunk) -> None:
        self.plan, self.judge, self.chunk = plan, judge, chunk
        self.path = chunk.file.name
        self.tally = RowTally()
        ignored = plan.ignored[chunk.number] if plan.ignored else frozenset()
        self.found = Collector(plan, ignored)
        self.train = not chunk.file.validation
        self.targets = range(len(plan.targets))
        self.counted = tuple(dict.fromkeys(encoding_of(one) for one in plan.targets))
        if self.train:
            self.tally.rules = {
                rule.code: tally
                for rule in judge.dataset_rules
                if (tally := rule.tally()) is not None
            }
        self.examples, self.prompts = array("Q"), array("Q")
        self.offsets, self.numbers = array("Q"), array("Q")

    def facts(self) -> tuple[bytes, bytes, bytes, bytes]:
        """Return for each row that parses: hash of the example, hash of the prompt, offset, line."""
        columns = self.examples, self.prompts, self.offsets, self.numbers
        return (
            columns[0].tobytes(),
            columns[1].tobytes(),
            columns[2].tobytes(),
            columns[3].tobytes(),
        )

    def oversized(self) -> None:
        """Name a line that is too long to be looked at."""
        from dataprep.engine.validation import faults

        self._count(self.chunk.length)
        fault = faults.oversized(self.chunk.length)
        problem = Problem(fault.message, help=fault.help)
        self._fault(fault.code, problem, self.chunk.line, b"")

    def lines(self) -> None:
        """Judge every line of the chunk."""
        content = self.chunk.content()
        lines = content.split(self.chunk.file.newline)
        if not lines[-1]:
            lines.pop()
        woken = self.judge.scanner.lines(content, lines)
        start, number = self.chunk.start, self.chunk.line
        parse = orjson.loads
        for index, raw in enumerate(lines):
            try:
                data = parse(raw)
            except ValueError:
                data = None
            if type(data) is not dict:
                self._other(raw, number, start)
            else:
                self._count(len(raw))
                colons = self._row(data, raw, number, start)
                if woken and (codes := woken.get(index, _NONE) - _NAMES):
                    kind = kind_of(data, self.plan.method)
                    self.judge.texts(self._as_row(data, kind, raw), codes, self.found)
                if colons != raw.count(b":") or (woken and SPELLING in woken.get(index, ())):
                    self._repeated(raw, number)
                if self.found:
                    self.found.close(_make(Location, (self.path, number, None, None, "", "")), raw)
            start += len(raw) + 1
            number += 1

    def _row(self, data: dict[str, Any], raw: bytes, number: int, start: int) -> int:
        """Judge a row; return how many colons its canonical form has."""
        judge, plan = self.judge, self.plan
        kind = kind_of(data, plan.method)
        row = self._as_row(data, kind, raw)
        valid = False
        for target in self.targets:
            asked = judge.expected(target) if kind == UNKNOWN else kind
            if judge.validators(asked)[target].is_valid(data):
                valid = True
            else:
                row.valid = False
                judge.schema(row, asked, target, self.found)
        roles, features = shape(data, kind, valid)
        plain = features is PLAIN
        if not row.valid or len(raw) >= judge.long or "@parts" in features:
            features |= self._more(row, features)
        if roles:
            for turn, problem, target in judge.order(kind, roles):
                self.found.add(turn, problem, target)
        row_rules, dataset_rules = judge.woken(kind, features)
        for rule, target in row_rules:
            for problem in rule.check(row, plan.targets[target]):
                self.found.add(rule, problem, target)
        if self.train:
            self._tally(row, kind, features, dataset_rules, number)
        if plain and valid:
            example, prompt, colons = plain_keys(data["messages"], roles)
        else:
            example, prompt, colons = keys(data, kind)
        self.examples.append(example)
        self.prompts.append(prompt)
        self.offsets.append(start)
        self.numbers.append(number)
        return colons

    def _more(self, row: Row, features: frozenset[str]) -> frozenset[str]:
        """Return the features that are not of the row's keys and contents."""
        more = set() if row.valid else {"@odd"}
        images = "@parts" in features and self.plan.tokens != "off"
        if images or len(row.raw) >= self.judge.long:
            more.add("@long")
        return frozenset(more)

    def _tally(
        self, row: Row, kind: str, features: frozenset[str],
        rules: list[DatasetRule[Any]], number: int,
    ) -> None:  # fmt: skip
        """Count a row of the train part."""
        tally = self.tally
        tally.parsed += 1
        tally.kinds[kind] += 1
        tally.features[features] += 1
        place = Place(self.path, number)
        if kind not in tally.first:
            tally.first[kind] = place
        counts = tally.rules
        for one in rules:
            if one.code in counts:
                counts[one.code].add(row, place)
        if self.plan.tokens == "exact":
            self._tokens(row)

    def _tokens(self, row: Row) -> None:
        for encoding in self.counted:
            try:
                counted = row.tokens(encoding)
            except DataprepError:  # the rule about limits names the row
                continue
            self.tally.tokens[encoding] += counted.total
            self.tally.answers[encoding] += counted.answers

    def _as_row(self, data: dict[str, Any], kind: str, raw: bytes) -> Row:
        return Row(data, kind, raw, None if self.plan.tokens == "off" else count)

    def _count(self, size: int) -> None:
        if self.train:
            self.tally.rows += 1
            self.tally.size += size
        else:
            self.tally.validation_rows += 1

    def _other(self, raw: bytes, number: int, start: int) -> None:
        """Name what a line is that is no row; judge its rows where it holds several."""
        from dataprep.engine.validation import faults  # most files have no such line

        if not raw or raw.isspace():
            self._fault("JSN005", faults.BLANK, number, raw)
            return
        self._count(len(raw))
        values = faults.values(raw, self.chunk.file.origin, number, start)
        if not isinstance(values, list):
            code, problem = values
            self._fault(code, problem, number, raw)
            return
        if len(values) > 1:
            self._fault("JSN004", faults.several(len(values)), number, raw)
        for data in values:
            if type(data) is dict:
                self._row(data, raw, number, start)
            else:
                self._fault("JSN002", faults.not_an_object(data), number, raw)
            if self.found:
                self.found.close(Location(self.path, number), raw if len(values) == 1 else b"")

    def _repeated(self, raw: bytes, number: int) -> None:
        from dataprep.engine.validation import faults

        for problem in faults.repeated_keys(raw):
            self._fault("JSN008", problem, number, raw)

    def _fault(self, code: str, problem: Problem, number: int, raw: bytes) -> None:
        if code not in self.plan.codes:
            return
        if problem.location is not None:
            place = problem.location._replace(path=self.path, line=number)
            problem = problem._replace(location=place)
        self.found.add(rules()[code](), problem, None)
        self.found.close(Location(self.path, number), raw)


def count(row: Row, encoding: str) -> Any:
    """Return the token counts of a row in an encoding; remembered on the row."""
    from dataprep.tokens import row_tokens

    known: dict[str, Any] = row.__dict__.setdefault("_tokens", {})
    if encoding not in known:
        known[encoding] = row_tokens(row.data, row.kind, encoding)
    return known[encoding]
