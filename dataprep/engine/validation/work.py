"""One chunk of lines on its way through the rules."""

from __future__ import annotations

from array import array
from typing import Any

import orjson

from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.counting import ChunkTokens, RowTally, counter_of
from dataprep.engine.validation.features import PLAIN, REPEATED, plain, repeats, shape
from dataprep.engine.validation.judge import Common, Judge
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


def _never(row: dict[str, Any]) -> None:
    """Take no row for a plain one."""


class _Seen:
    """Rows of one kind, order of roles and set of features: what they share, and how many came.

    Attributes:
        common: of all of them.
        speaks: whether a rule has something to say, or to look at.
        adders: of the tallies that take rows; `plainly`: of those that take roles and texts.
        count: of the rows; `size`: their bytes, where they are plain.
    """

    def __init__(self, common: Common, tallies: dict[str, Any], of_plain: bool) -> None:
        self.common, self.count, self.size = common, 0, 0
        self.speaks = bool(common.turns or common.rules)
        wanted = [tallies[name] for name in common.tallies if name in tallies]
        self.plainly = [one.add_plain for one in wanted if of_plain and hasattr(one, "add_plain")]
        self.adders = [one.add for one in wanted if not (of_plain and hasattr(one, "add_plain"))]


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
        # What plain rows of an order of roles share; None where a schema rejects them.
        self._plain: dict[tuple[tuple[str, ...], frozenset[str]], _Seen | None] = {}
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
        content, newline = self.chunk.content(), self.chunk.file.newline
        woken = self.judge.scanner.lines(content, newline)
        number, start, shift = self.chunk.line, 0, self.chunk.start
        # Rows of messages are tasks for a grader where the method says so, and not told by a look.
        looks_plain = plain if self.plan.method != "reinforcement" else _never
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
        self.examples.append(example)
        self.prompts.append(prompt)
        self.offsets.append(start)
        self.numbers.append(number)
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
    ) -> _Seen:
        """Return what rows share of which this is the first."""
        if self.train and kind not in self.tally.first:
            self.tally.first[kind] = Place(self.path, number)
        common = self.judge.common(kind, roles, features)
        return _Seen(common, self.tally.rules, of_plain)

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
        if rejected or len(raw) >= self.judge.long or "@images" in features:
            features = self._more(raw, features, rejected)
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
        self.examples.append(example)
        self.prompts.append(prompt)
        self.offsets.append(start)
        self.numbers.append(number)
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

    def _more(self, raw: bytes, features: frozenset[str], rejected: bool) -> frozenset[str]:
        """Return the features with those that are not of the row's keys and contents."""
        more = {"@odd"} if rejected else set()
        images = "@images" in features and self.plan.tokens != "off"
        if images or len(raw) >= self.judge.long:
            more.add("@long")
        return features | more

    def count(self, size: int, rows: int = 1) -> None:
        """Count rows of so many bytes in all."""
        if self.train:
            self.tally.rows += rows
            self.tally.size += size
        else:
            self.tally.validation_rows += rows
