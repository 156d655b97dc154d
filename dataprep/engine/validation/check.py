"""The map of a validation: a chunk of lines in; findings, counts and keyed facts out."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import orjson

from dataprep.engine.validation import faults
from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.counting import RowTally
from dataprep.engine.validation.features import of_row
from dataprep.engine.validation.judge import Judge, plain_features
from dataprep.engine.validation.kinds import UNKNOWN, kind_of
from dataprep.engine.validation.lines import LineChunk
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.report import Counted
from dataprep.errors import DataprepError
from dataprep.model import Finding, Location
from dataprep.rules.base import Place, Problem
from dataprep.rules.duplicates.keys import keys
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.targets import Target

_COLON = b'":'
_make = tuple.__new__


@dataclass(slots=True)
class Checked:
    """What one chunk leaves.

    Attributes:
        number: of the file.
        size: bytes of the chunk.
        findings: about its rows, in order.
        counts: of all findings, those that were not kept included.
        tally: its counts.
        facts: for each row that parses: hash of the example, hash of the prompt, offset, line.
    """

    number: int
    size: int = 0
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[Counted] = field(default_factory=Counter)
    tally: RowTally = field(default_factory=RowTally)
    facts: tuple[bytes, bytes, bytes, bytes] = (b"", b"", b"", b"")


class Check:
    """Judges the rows of a chunk. Picklable: what it compiles is made again in each process."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._judge: Judge | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"plan": self.plan, "_judge": None}

    @property
    def judge(self) -> Judge:
        """The rules, compiled for this process."""
        if self._judge is None:
            self._judge = Judge(self.plan)
        return self._judge

    def __call__(self, chunk: LineChunk) -> Checked:
        work = _Work(self.plan, self.judge, chunk)
        if chunk.oversized:
            work.oversized()
        else:
            work.lines()
        return work.result()


class _Work:
    """One chunk on its way through the rules."""

    def __init__(self, plan: Plan, judge: Judge, chunk: LineChunk) -> None:
        self.plan, self.judge, self.chunk = plan, judge, chunk
        self.path = chunk.file.name
        self.tally = RowTally()
        ignored = plan.ignored[chunk.number] if plan.ignored else frozenset()
        self.found = Collector(plan, ignored)
        self.train = not chunk.file.validation
        self.counted = tuple(dict.fromkeys(encoding_of(one) for one in plan.targets))
        if self.train:
            self.tally.rules = {
                rule.code: tally
                for rule in judge.dataset_rules
                if (tally := rule.tally()) is not None
            }
        self.examples, self.prompts = array("Q"), array("Q")
        self.offsets, self.numbers = array("Q"), array("Q")

    def result(self) -> Checked:
        tally = self.tally
        tally.file_rows[self.chunk.number] = tally.rows + tally.validation_rows
        facts = (self.examples, self.prompts, self.offsets, self.numbers)
        return Checked(
            self.chunk.number, self.chunk.length, self.found.findings, self.found.counts, tally,
            tuple(one.tobytes() for one in facts),  # type: ignore[arg-type]
        )  # fmt: skip

    def oversized(self) -> None:
        """Name a line that is too long to be looked at."""
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
        spelled = faults.unusual_spelling(content)
        start, number = self.chunk.start, self.chunk.line
        parse, long = orjson.loads, self.judge.long
        for index, raw in enumerate(lines):
            try:
                data = parse(raw)
            except ValueError:
                data = None
            if type(data) is not dict:
                self._other(raw, number, start)
            else:
                self._count(len(raw))
                colons = self._row(data, raw, number, start, len(raw) >= long)
                if woken and index in woken:
                    kind = kind_of(data, self.plan.method)
                    self.judge.texts(self._as_row(data, kind, raw), woken[index], self.found)
                if colons != raw.count(_COLON) or (spelled and faults.unusual_spelling(raw)):
                    self._repeated(raw, number)
                if self.found:
                    self.found.close(_make(Location, (self.path, number, None, None, "", "")), raw)
            start += len(raw) + 1
            number += 1

    def _row(self, data: dict[str, Any], raw: bytes, number: int, start: int, long: bool) -> int:
        """Judge a row; return how many colons behind keys its canonical form has."""
        judge, plan = self.judge, self.plan
        kind = kind_of(data, plan.method)
        row = self._as_row(data, kind, raw)
        valid = 0
        for target in range(len(plan.targets)):
            asked = judge.expected(target) if kind == UNKNOWN else kind
            if judge.validators(asked)[target].is_valid(data):
                valid += 1
            else:
                row.valid = False
                judge.schema(row, asked, target, self.found)
        features = self._features(row, kind, valid > 0, long)
        self._orders(row, kind, valid > 0)
        row_rules, dataset_rules = judge.woken(kind, features)
        for rule, target in row_rules:
            for problem in rule.check(row, plan.targets[target]):
                self.found.add(rule, problem, target)
        place = Place(self.path, number)
        if self.train:
            tally = self.tally
            tally.parsed += 1
            tally.kinds[kind] += 1
            tally.first.setdefault(kind, place)
            tally.features[features] += 1
            for one in dataset_rules:
                if one.code in tally.rules:
                    tally.rules[one.code].add(row, place)
            if plan.tokens == "exact":
                self._tokens(row)
        example, prompt, colons = keys(data, kind)
        self.examples.append(example)
        self.prompts.append(prompt)
        self.offsets.append(start)
        self.numbers.append(number)
        return colons

    def _features(self, row: Row, kind: str, valid: bool, long: bool) -> frozenset[str]:
        if valid and kind == "chat" and len(row.data) == 1 and not long:
            found = plain_features(row.data["messages"])
            return found if row.valid else found | {"@odd"}
        every = of_row(row.data, kind)
        if not row.valid:
            every.add("@odd")
        if long or ("@parts" in every and self.plan.tokens != "off"):
            every.add("@long")
        return frozenset(every)

    def _orders(self, row: Row, kind: str, valid: bool) -> None:
        """Let the rules about the order of roles speak."""
        if kind in ("prompt-completion", "text", UNKNOWN):
            return
        if valid and kind == "chat":
            roles = tuple([message["role"] for message in row.data["messages"]])
        else:
            roles = tuple(message.role for message in row.thread)
            if not roles or "" in roles:  # the schema has said what is wrong with them
                return
        for rule, problem, target in self.judge.order(kind, roles):
            self.found.add(rule, problem, target)

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
                self._row(data, raw, number, start, len(raw) >= self.judge.long)
            else:
                self._fault("JSN002", faults.not_an_object(data), number, raw)
            if self.found:
                self.found.close(Location(self.path, number), raw if len(values) == 1 else b"")

    def _repeated(self, raw: bytes, number: int) -> None:
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


def encoding_of(target: Target) -> str:
    """Return the encoding that a target counts in; o200k_base stands in for an unknown one."""
    return str(target.value("encoding") or "o200k_base")


def count(row: Row, encoding: str) -> Any:
    """Return the token counts of a row in an encoding; remembered on the row."""
    from dataprep.tokens import row_tokens

    known: dict[str, Any] = row.__dict__.setdefault("_tokens", {})
    if encoding not in known:
        known[encoding] = row_tokens(row.data, row.kind, encoding)
    return known[encoding]
