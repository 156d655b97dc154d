"""The verdict about one row: schema, order of roles, row and text rules, for every target at once.

A plain row costs one schema verdict a target, one look at each message and one lookup: which rules
a set of features wakes, and what the order of the roles means, is worked out once and remembered.
"""

from collections.abc import Iterator, Set
from functools import cached_property
from typing import Any, NamedTuple

from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.kinds import UNKNOWN, expected
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.scanning import ESCAPED_ASCII, Scanner
from dataprep.rules.base import (
    DatasetRule,
    GroupRule,
    Problem,
    RowRule,
    SchemaRule,
    TextRule,
    TurnRule,
    of_layer,
)
from dataprep.rules.row import Row
from dataprep.rules.schema.compiled import compiled, explainer, violations
from dataprep.targets import Target

_REMEMBERED = 4096
_ALWAYS = frozenset({"@always"})
# What may be said about a row that is of no known kind.
_OF_UNKNOWN = ("PRC013", "SCH001")
_TOO_DEEP, _DEEPEST = "JSN015", 255
_TWICE = "JSN008"


class Common(NamedTuple):
    """What rows of one kind, one order of roles and one set of features share.

    Attributes:
        turns: what is wrong with the order, with the number of the target.
        rules: the row rules that wake, with the number of the target.
        tallies: names of the dataset rules' tallies that count the row.
    """

    turns: list[tuple[TurnRule, Problem, int]]
    rules: list[tuple[RowRule, int]]
    tallies: list[str]


class Seen:
    """Rows of one kind, order of roles and set of features in a chunk: what they share, how many came.

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


class Judge:
    """Judges rows by a plan; one is made in each process."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        on = plan.rules()
        self._row_rules: list[RowRule] = of_layer(on, RowRule)
        self._turn_rules: list[TurnRule] = of_layer(on, TurnRule)
        self._text_rules: dict[str, TextRule] = {one.code: one for one in of_layer(on, TextRule)}
        self.dataset_rules: list[DatasetRule[Any]] = of_layer(on, DatasetRule)
        self.near_kinds = frozenset().union(*(one.kinds for one in plan.near_rules()))
        # Whether rows are compared, or held against their own keys: else none of that is worked out.
        self.keyed = bool(of_layer(on, GroupRule) or self.near_kinds) or _TWICE in plan.codes
        # Name of a tally -> a rule that makes it.
        self.tallies = {one.keeps: one for one in self.dataset_rules}
        self._schema_codes = {one.code for one in of_layer(on, SchemaRule)}
        self._applies = {
            (rule.code, number): rule.applies(target)
            for rule in on
            for number, target in enumerate(plan.targets)
        }
        self._common: dict[tuple[str, tuple[str, ...], frozenset[str]], Common] = {}
        self._validators: dict[str, list[Any]] = {}

    def new_tallies(self) -> dict[str, Any]:
        """Return an empty tally for each name of one, of the rules that count more than rows."""
        made = {name: rule.tally() for name, rule in self.tallies.items()}
        return {name: tally for name, tally in made.items() if tally is not None}

    @cached_property
    def scanner(self) -> Scanner:
        """The patterns of all text rules."""
        pairs = [
            (pattern, rule.code)
            for rule in self._text_rules.values()
            for number, target in enumerate(self.plan.targets)
            if self._applies[rule.code, number]
            for pattern in rule.patterns(target)
        ]
        return Scanner(pairs + [(ESCAPED_ASCII, code) for code in {code for _, code in pairs}])

    @cached_property
    def long(self) -> int:
        """From how many bytes on a row may come near a token limit; none where tokens are off."""
        limits = [target.value("max_row_tokens") for target in self.plan.targets]
        known = [limit for limit in limits if limit]
        if self.plan.tokens == "off" or not known:
            return 1 << 62
        return int(min(known) * 9 // 10)

    def validators(self, kind: str) -> list[Any]:
        """Return the compiled schema for each target; that of the expected kind for an unknown one."""
        if kind not in self._validators:
            self._validators[kind] = [
                compiled(one, self._expected(one) if kind == UNKNOWN else kind)
                for one in self.plan.targets
            ]
        return self._validators[kind]

    def schema(self, row: Row, number: int, found: Collector) -> None:
        """Explain why the schema of a target rejects a row."""
        target = self.plan.targets[number]
        said: list[tuple[SchemaRule, Problem]] = []
        try:
            broken = violations(self.validators(row.kind)[number], row.data)
        except ValueError:  # the library that lists them follows values to a certain depth
            self._too_deep(found)
            return
        for violation in broken:
            rule = self._explain(violation)
            said.append((rule, rule.explain(violation, row, target)))
        if row.kind == UNKNOWN:
            said = _telling(said)
        for rule, problem in said:
            if rule.code in self._schema_codes:
                found.add(rule, problem, number)

    def _too_deep(self, found: Collector) -> None:
        from dataprep.rules.registry import rules

        if _TOO_DEEP in self.plan.codes:
            message = f"the row breaks the schema, and is nested deeper than {_DEEPEST} levels"
            problem = Problem(message, help="flatten the row; then it can be said where")
            found.add(rules()[_TOO_DEEP](), problem, None)

    def common(self, kind: str, roles: tuple[str, ...], found: frozenset[str]) -> Common:
        """Return what all rows of a kind, an order of roles and a set of features share."""
        key = (kind, roles, found)
        known = self._common.get(key)
        if known is None:
            if len(self._common) >= _REMEMBERED:
                self._common.clear()
            wide = found | _ALWAYS
            known = self._common[key] = Common(
                list(self._judge_order(kind, roles)) if roles else [],
                [
                    (rule, number)
                    for rule in self._row_rules
                    if kind in rule.kinds and rule.wakes_on & wide
                    for number in range(len(self.plan.targets))
                    if self._applies[rule.code, number]
                ],
                list(
                    dict.fromkeys(
                        rule.keeps
                        for rule in self.dataset_rules
                        if kind in rule.kinds and rule.wakes_on & wide
                    )
                ),
            )
        return known

    def texts(self, row: Row, codes: Set[str], found: Collector) -> None:
        """Let the text rules that were woken look at a row."""
        for code in sorted(codes):
            rule = self._text_rules[code]
            if row.kind in rule.kinds:
                for number, target in enumerate(self.plan.targets):
                    if self._applies[code, number]:
                        for problem in rule.check(row, target):
                            found.add(rule, problem, number)

    def _expected(self, target: Target) -> str:
        return expected(target.value("formats", ()), self.plan.method)

    def _judge_order(
        self, kind: str, roles: tuple[Any, ...]
    ) -> Iterator[tuple[TurnRule, Problem, int]]:
        prefix = ("input", "messages") if kind == "preference" else ("messages",)
        for rule in self._turn_rules:
            if kind not in rule.kinds:
                continue
            for number, target in enumerate(self.plan.targets):
                if self._applies[rule.code, number]:
                    for problem in rule.check(roles, kind, target):
                        path = (*prefix, *problem.path) if problem.path else prefix
                        yield rule, problem._replace(path=path), number

    @cached_property
    def _explain(self) -> Any:
        from dataprep.rules.registry import rules

        # A rule that is off still speaks for its violations: no other rule takes them over.
        every = [kind() for kind in rules().values() if issubclass(kind, SchemaRule)]
        return explainer(every)


def _telling(said: list[tuple[SchemaRule, Problem]]) -> list[tuple[SchemaRule, Problem]]:
    for code in _OF_UNKNOWN:
        for one in said:
            if one[0].code == code:
                return [one]
    return said[:1]
