"""One chunk of lines on its way through the rules."""

from __future__ import annotations

from array import array
from typing import Any

import orjson

from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.counting import ChunkTokens, KeyColumns, RowTally, counter_of
from dataprep.engine.validation.features import PLAIN, REPEATED, beyond, plain, repeats, shape
from dataprep.engine.validation.judge import Common, Judge, Seen
from dataprep.engine.validation.kinds import kind_of
from dataprep.engine.validation.lines import LineChunk
from dataprep.engine.validation.odd_lines import OddLines
from dataprep.engine.validation.plan import Plan, encoding_of
from dataprep.engine.validation.scanning import SPELLING
from dataprep.model import Location
from dataprep.rules.base import Place
from dataprep.rules.duplicates.keys import colons_of, keys, plain_keys
from dataprep.rules.row import Row

_make = tuple.__new__
_NONE: frozenset[str] = frozenset()
_NAMES = frozenset({SPELLING})


class Work:
    """Judges the lines of a chunk.

    Attributes:
        found: findings and counts.
        tally: what the rows add up to.
        keys: by which rows are compared.
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
        self._seen: dict[tuple[str, tuple[str, ...], frozenset[str]], Seen] = {}
        # What plain rows of an order of roles share; None where a schema rejects them.
        self._plain: dict[tuple[tuple[str, ...], frozenset[str]], Seen | None] = {}
        if self.train:
            self.tally.rules = judge.new_tallies()
            if plan.tokens == "exact":
                encodings = list(dict.fromkeys(encoding_of(one) for one in plan.targets))
                self.tokens = ChunkTokens(encodings, plan.cache)
        self.keys = KeyColumns()
        self.repairs = array("Q")
        self.sketching = None
        if judge.near_kinds:
            from dataprep.engine.validation.sketching import Sketching

            self.sketching = Sketching(judge.near_kinds)

    def lines(self) -> None:
        """Judge every line of the chunk."""
        content, newline = self.chunk.content(), self.chunk.file.newline
        woken = self.judge.scanner.lines(content, newline)
        number, start, shift = self.chunk.line, 0, self.chunk.start
        # Rows of messages are tasks for a grader where the method says so, and not told by a look.
        looks_plain = plain if self.plan.method != "reinforcement" else lambda row: None
        parse, find, size = orjson.loads, content.find, len(content)
        found = self.found
        while start < size:
            end = find(newline, start)
            if end < 0:
                end = size
            raw = content[start:end]
            try:
                data = parse(raw)
            except ValueError:
                data = None
            if type(data) is not dict:
                OddLines(self).line(raw, number, shift + start)
            else:
                said = looks_plain(data)
                if said is None:
                    self.count(end - start)
                    colons = self.row(data, raw, number, shift + start)
                else:
                    colons = self.plain(data, said, raw, number, shift + start)
                names = woken.get(start, _NONE) if woken else _NONE
                if names and (codes := names - _NAMES):
                    row = Row(data, kind_of(data, self.plan.method), raw, self.counter)
                    self.judge.texts(row, codes, found)
                if colons != -1 and (colons != colons_of(raw) or SPELLING in names):
                    OddLines(self).repeated(raw, number)
                if found:
                    found.close(_make(Location, (self.path, number, None, None, "", "")), raw)
            if found.repairable:
                self.repairs.append(number)
                found.repairable = False
            start = end + 1
            number += 1
        self._add_up()

    def _add_up(self) -> None:
        every = [(kind, features, seen) for (kind, _, features), seen in self._seen.items()]
        for (_, features), plain_seen in self._plain.items():
            if plain_seen is not None:
                every.append(("chat", features, plain_seen))
                self.count(plain_seen.size, plain_seen.count)
        if self.train:
            # In the order in which they came, which is the order in which they are told.
            self.tally.kinds.update(dict.fromkeys(self.tally.first, 0))
            for kind, features, seen in every:
                self.tally.parsed += seen.count
                self.tally.kinds[kind] += seen.count
                self.tally.features[features] += seen.count
            if self.tokens is not None:
                self.tokens.finish(self.tally)

    def plain(
        self,
        data: dict[str, Any],
        said: tuple[tuple[str, ...], list[str]],
        raw: bytes,
        number: int,
        start: int,
    ) -> int:
        """Judge a plain row (see `features.plain`), as `row` judges one of any shape.

        Whether a schema takes it, and what the rules about turns say, depends on the order of its
        roles alone: no target states anything about the words of a text. So it is asked once.
        """
        roles, texts = said
        features = REPEATED if repeats(texts) else PLAIN
        if len(raw) >= self.judge.long:
            features |= {"@long"}
        key = (roles, features)
        try:
            seen = self._plain[key]
        except KeyError:
            accepted = all(one.is_valid(data) for one in self.judge.validators("chat"))
            seen = self._plain[key] = (
                self._new("chat", roles, features, number, True) if accepted else None
            )
        if seen is None:
            self.count(len(raw))
            return self.row(data, raw, number, start)
        seen.count += 1
        seen.size += len(raw)
        row = None
        if seen.speaks or seen.adders:
            row = Row(data, "chat", raw, self.counter, True, said)
            if seen.speaks:
                self._judge(row, seen.common, False)
        if self.train:
            place = _make(Place, (self.path, number))
            for add_plain in seen.plainly:
                add_plain(roles, texts, place)
            if row is not None:
                for add in seen.adders:
                    add(row, place)
            if self.tokens is not None:
                self.tokens.add_plain(said, row)
        if not self.judge.keyed:
            return -1
        example, prompt, colons = plain_keys(roles, texts)
        self.keys.add(example, prompt, start, number)
        if self.sketching is not None:
            self.sketching.add(data, "chat", roles, texts)
        return colons

    def _new(
        self,
        kind: str,
        roles: tuple[str, ...],
        features: frozenset[str],
        number: int,
        of_plain: bool,
    ) -> Seen:
        """Return what rows share of which this is the first."""
        if self.train and kind not in self.tally.first:
            self.tally.first[kind] = Place(self.path, number)
        common = self.judge.common(kind, roles, features)
        return Seen(common, self.tally.rules, of_plain)

    def row(self, data: dict[str, Any], raw: bytes, number: int, start: int) -> int:
        """Judge a row; return how many colons its canonical form has, -1 where nobody asks."""
        kind = kind_of(data, self.plan.method)
        accepted = rejected = False
        for validator in self.judge.validators(kind):
            if validator.is_valid(data):
                accepted = True
            else:
                rejected = True
        roles, features = shape(data, kind, accepted)
        long = len(raw) >= self.judge.long
        if rejected or long or "@images" in features:
            features = beyond(features, rejected, long, self.plan.tokens != "off")
        key = (kind, roles, features)
        seen = self._seen.get(key)
        if seen is None:
            seen = self._seen[key] = self._new(kind, roles, features, number, False)
        seen.count += 1
        row = Row(data, kind, raw, self.counter, not rejected)
        if rejected or seen.speaks:
            self._judge(row, seen.common, rejected)
        if self.train:
            place = _make(Place, (self.path, number))
            for add in seen.adders:
                add(row, place)
            if self.tokens is not None:
                self.tokens.add(row)
        if not self.judge.keyed:
            return -1
        example, prompt, colons = keys(data, kind)
        self.keys.add(example, prompt, start, number)
        if self.sketching is not None:
            self.sketching.add(data, kind, roles, None)
        return colons

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

    def count(self, size: int, rows: int = 1) -> None:
        """Count rows of so many bytes in all."""
        if self.train:
            self.tally.rows += rows
            self.tally.size += size
        else:
            self.tally.validation_rows += rows
