"""The rules about more than a row: files, the dataset, rows that share a key."""

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.counting import RowTally
from dataprep.engine.validation.facts import Facts
from dataprep.engine.validation.fingerprints import of_files, of_group
from dataprep.engine.validation.lines import LineFile
from dataprep.engine.validation.plan import Plan, encoding_of
from dataprep.model import Location
from dataprep.rules.base import (
    Dataset,
    DatasetRule,
    FileRule,
    FileView,
    GroupRule,
    Member,
    of_layer,
)
from dataprep.rules.schema.methods import METHODS, known
from dataprep.targets import Target

if TYPE_CHECKING:
    from dataprep.engine.validation.repairs import Repairs

_TOGETHER = 1 << 12


class Calendar(NamedTuple):
    """The dates that lifecycle rules go by: today as ISO text, and the notice in days."""

    today: str
    notice_days: int


def file_rules(plan: Plan) -> list[FileRule]:
    """Return the rules about files that are on."""
    return of_layer(plan.rules(), FileRule)


def file_findings(view: FileView, rules: Sequence[FileRule], plan: Plan, found: Collector) -> None:
    """Let the rules about files look at one before its rows are read."""
    for rule in rules:
        for number, target in enumerate(plan.targets):
            if rule.applies(target):
                for problem in rule.check(view, target):
                    found.add(rule, problem, number)
    found.close(Location(view.name))


def dataset_findings(
    tally: RowTally,
    files: Sequence[LineFile],
    plan: Plan,
    calendar: Calendar,
    found: Collector,
    repairs: "Repairs | None" = None,
) -> None:
    """Let the rules about the dataset look at what its train part adds up to."""
    on: list[DatasetRule[Any]] = of_layer(plan.rules(), DatasetRule)
    datasets = [dataset_of(tally, files, plan, calendar, target) for target in plan.targets]
    place = datasets[0].location()
    for rule in on:
        for number, (target, dataset) in enumerate(zip(plan.targets, datasets, strict=True)):
            if rule.applies(target):
                counted: Any = tally.rules.get(rule.keeps) or rule.tally()
                problems = list(rule.finish(counted, dataset, target))
                for problem in problems:
                    found.add(rule, problem, number)
                if repairs is not None and problems:
                    repairs.decide(rule, rule.decide(counted, dataset, target))
        found.close(place, subject=partial(of_files, datasets[0].train or ["<none>"]))


def group_findings(
    facts: Facts, plan: Plan, found: Collector, repairs: "Repairs | None" = None
) -> None:
    """Let the rules about equal rows look at every group."""
    on: list[GroupRule] = of_layer(plan.rules(), GroupRule)
    for key, groups in (("example", facts.examples), ("prompt", facts.prompts)):
        asked = [rule for rule in on if rule.key == key]
        if not asked:
            continue
        for members in groups():
            _judge_group(members, asked, plan, found, repairs)


def _judge_group(
    members: Sequence[Member],
    rules: Sequence[GroupRule],
    plan: Plan,
    found: Collector,
    repairs: "Repairs | None",
) -> None:
    """Let rules look at one group; what they say of each target is brought together bit by bit.

    A group may be half of all rows, so its problems are never held all at once.
    """
    first = members[0]
    place, subject = first.place.location(), partial(of_group, rules[0].key, first)
    speaking = [
        (rule, number, target, rule.check(members, target))
        for rule in rules
        for number, target in enumerate(plan.targets)
        if rule.applies(target)
    ]
    spoke: set[int] = set()
    more = True
    while more:
        more = False
        for turn, (rule, number, _, problems) in enumerate(speaking):
            for problem in islice(problems, _TOGETHER):
                more = True
                spoke.add(turn)
                found.add(rule, problem, number)
        found.close(place, subject=subject)
    if repairs is not None:
        for turn in sorted(spoke):
            rule, _, target, _ = speaking[turn]
            for one, kept in rule.superfluous(members, target):
                repairs.drop(rule, one, kept)


def dataset_of(
    tally: RowTally, files: Sequence[LineFile], plan: Plan, calendar: Calendar, target: Target
) -> Dataset:
    """Return what a target's rules are told about the train part."""
    encoding = encoding_of(target)
    exact = plan.tokens == "exact"
    return Dataset(
        train=[file.name for file in files if not file.validation],
        validation=[file.name for file in files if file.validation],
        rows=tally.rows,
        validation_rows=tally.validation_rows,
        size=tally.size,
        kinds=tally.kinds,
        first=tally.first,
        features=tally.features,
        tokens=tally.tokens[encoding] if exact else None,
        answer_tokens=tally.answers[encoding] if exact else None,
        method=plan.method or method_of(tally),
        today=calendar.today,
        notice_days=calendar.notice_days,
    )


def method_of(tally: RowTally) -> str:
    """Return the method that most rows are for."""
    return METHODS[next(iter(known(tally.kinds)), "chat")]
