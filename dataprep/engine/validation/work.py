"""One chunk of lines on its way through the rules."""

from __future__ import annotations

from array import array
from typing import Any

import orjson

from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.counting import ChunkTokens, RowTally, counter_of
from dataprep.engine.validation.features import shape
from dataprep.engine.validation.judge import Common, Judge
from dataprep.engine.validation.kinds import kind_of
from dataprep.engine.validation.lines import LineChunk
from dataprep.engine.validation.odd_lines import OddLines
from dataprep.engine.validation.plan import Plan, encoding_of
from dataprep.engine.validation.scanning import SPELLING
from dataprep.model import Location
from dataprep.rules.base import Place
from dataprep.rules.duplicates.keys import keys, plain_keys
from dataprep.rules.row import Row

_make = tuple.__new__
_NONE: frozenset[str] = frozenset()
_NAMES = frozenset({SPELLING})


class _Seen:
    """Rows of one kind, order of roles and set of features: what they share, and how many came."""

    def __init__(self, common: Common, tallies: dict[str, Any]) -> None:
        self.common = common
        self.adders = [tallies[name].add for name in common.tallies if name in tallies]
        self.count = 0


class Work:
    """Judges the lines of a chunk.

    Attributes:
        found: findings and counts.
        tally: what the rows add up to.
        sketching: the texts of the rows, where near-duplicates are looked for.
        foreign: whether some row is not UTF-8.
        repairs: the lines for which a repair is wanted.
    """

    def __init__(
        self,
        plan: Plan,
        judge: Judge,
        chunk: LineChunk,
        collector: type[Collector] = Collector,
    ) -> None:
        self.plan, self.judge, self.chunk = plan, judge, chunk
        self.path = chunk.file.name
        self.tally = RowTally()
        self.foreign = False
        ignored = plan.ignored[chunk.number] if plan.ignored else frozenset()
        self.found = collector(plan, ignored)
        self.train = not chunk.file.validation
        self.counter = counter_of(plan)
        self.tokens: ChunkTokens | None = None
        self._seen: dict[tuple[str, tuple[str, ...], frozenset[str]], _Seen] = {}
        if self.train:
            self.tally.rules = {
                name: tally
                for name, rule in judge.tallies.items()
                if (tally := rule.tally()) is not None
            }
            if plan.tokens == "exact":
                encodings = list(dict.fromkeys(encoding_of(one) for one in plan.targets))
                self.tokens = ChunkTokens(encodings, plan.cache)
        self.examples, self.prompts = array("Q"), array("Q")
        self.offsets, self.numbers = array("Q"), array("Q")
        self.repairs = array("Q")
        self.sketching = None
        if judge.near_kinds:
            from dataprep.engine.validation.sketching import Sketching

            self.sketching = Sketching(judge.near_kinds)

    def facts(self) -> tuple[bytes, bytes, bytes, bytes]:
        """Return for each row that parses: hash of the example, hash of the prompt, offset, line."""
        columns = self.examples, self.prompts, self.offsets, self.numbers
        examples, prompts, offsets, numbers = (column.tobytes() for column in columns)
        return examples, prompts, offsets, numbers

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
                OddLines(self).line(raw, number, start)
            else:
                self.count(len(raw))
                colons = self.row(data, raw, number, start)
                if woken and (codes := woken.get(index, _NONE) - _NAMES):
                    row = Row(data, kind_of(data, self.plan.method), raw, self.counter)
                    self.judge.texts(row, codes, self.found)
                if colons != -1 and (
                    colons != raw.count(b":") or (woken and SPELLING in woken.get(index, ()))
                ):
                    OddLines(self).repeated(raw, number)
                if self.found:
                    self.found.close(_make(Location, (self.path, number, None, None, "", "")), raw)
            if self.found.repairable:
                self.repairs.append(number)
                self.found.repairable = False
            start += len(raw) + 1
            number += 1
        self._add_up()

    def _add_up(self) -> None:
        if self.train:
            for (kind, _, features), seen in self._seen.items():
                self.tally.parsed += seen.count
                self.tally.kinds[kind] += seen.count
                self.tally.features[features] += seen.count
            if self.tokens is not None:
                self.tokens.finish(self.tally)

    def row(self, data: dict[str, Any], raw: bytes, number: int, start: int) -> int:
        """Judge a row; return how many colons its canonical form has, -1 where nobody asks."""
        kind = kind_of(data, self.plan.method)
        accepted = rejected = False
        for validator in self.judge.validators(kind):
            if validator.is_valid(data):
                accepted = True
            else:
                rejected = True
        roles, texts, features = shape(data, kind, accepted)
        if rejected or len(raw) >= self.judge.long or "@parts" in features:
            features = self._more(raw, features, rejected)
        key = (kind, roles, features)
        seen = self._seen.get(key)
        if seen is None:
            seen = self._seen[key] = _Seen(self.judge.common(*key), self.tally.rules)
        seen.count += 1
        plain = None if texts is None else (roles, texts)
        row = Row(data, kind, raw, self.counter, not rejected, plain)
        if rejected or seen.common.turns or seen.common.rules:
            self._judge(row, seen.common, rejected)
        if self.train:
            place = _make(Place, (self.path, number))
            for add in seen.adders:
                add(row, place)
            if kind not in self.tally.first:
                self.tally.first[kind] = place
            if self.tokens is not None:
                self.tokens.add(row)
        if not self.judge.keyed:
            return -1
        found = keys(data, kind) if texts is None else plain_keys(roles, texts)
        self.examples.append(found[0])
        self.prompts.append(found[1])
        self.offsets.append(start)
        self.numbers.append(number)
        if self.sketching is not None:
            self.sketching.add(data, kind, roles, texts)
        return found[2]

    def _judge(self, row: Row, common: Common, rejected: bool) -> None:
        """Let the schema and the rules speak about a row that is not as most are."""
        targets = self.plan.targets
        if rejected:
            for target, validator in enumerate(self.judge.validators(row.kind)):
                if not validator.is_valid(row.data):
                    self.judge.schema(row, target, self.found)
        for turn, problem, target in common.turns:
            self.found.add(turn, problem, target)
        for rule, target in common.rules:
            for problem in rule.check(row, targets[target]):
                self.found.add(rule, problem, target)

    def _more(self, raw: bytes, features: frozenset[str], rejected: bool) -> frozenset[str]:
        """Return the features with those that are not of the row's keys and contents."""
        more = {"@odd"} if rejected else set()
        images = "@parts" in features and self.plan.tokens != "off"
        if images or len(raw) >= self.judge.long:
            more.add("@long")
        return features | more

    def count(self, size: int) -> None:
        """Count a row of so many bytes."""
        if self.train:
            self.tally.rows += 1
            self.tally.size += size
        else:
            self.tally.validation_rows += 1
