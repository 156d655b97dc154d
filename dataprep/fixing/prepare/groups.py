"""The findings of a file by rule: how many, two of them, and what would be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dataprep.engine.validation.report import Report
from dataprep.fixing.prepare.questions import Question
from dataprep.fixing.prepare.recommended import advised, repair_of
from dataprep.model import Finding, Location, Severity
from dataprep.rules.base import SAFE, UNSAFE
from dataprep.rules.registry import rules
from dataprep.rules.wording import counted

SAMPLES = 2
_EXCERPT = 70


class Group(NamedTuple):
    """The findings of one rule.

    Attributes:
        code, name: of the rule.
        severity: the highest of the findings.
        total: how many there are; `fixable` those with a repair.
        fix: ``safe`` or ``unsafe``; empty where none has a repair.
        samples: the first of them.
    """

    code: str
    name: str
    severity: Severity
    total: int
    fixable: int
    fix: str
    samples: tuple[Finding, ...]

    @property
    def question(self) -> Question:
        """Whether the group shall be repaired."""
        what = f"{repair_of(self.code).what} ({counted(self.fixable, 'finding')} of {self.code})"
        return Question(f"fix-{self.code}", what, advised(self.code, self.severity, self.fix))


def groups_of(report: Report) -> list[Group]:
    """Return the findings of a report by rule: the worst first, then the most frequent."""
    found: dict[str, Group] = {}
    for (code, severity, fix, _), count in report.counts.items():
        before = found.get(code) or Group(
            code, report.names.get(code, ""), severity, 0, 0, "",
            tuple(one for one in report.findings if one.code == code)[:SAMPLES],
        )  # fmt: skip
        repaired = fix in (SAFE, UNSAFE)
        found[code] = before._replace(
            severity=max(before.severity, severity),
            total=before.total + count,
            fixable=before.fixable + count * repaired,
            fix=UNSAFE if UNSAFE in (before.fix, fix) else fix if repaired else before.fix,
        )
    return sorted(found.values(), key=lambda one: (-one.severity, -one.total, one.code))


def lines_of(group: Group, origins: Mapping[int, tuple[int, Location]]) -> Iterator[str]:
    """Yield a group in words: a heading, its samples, and what to do where nothing repairs it.

    Args:
        group: to be shown.
        origins: row -> its number before any was dropped, and its place in the input.
    """
    rule = rules().get(group.code)
    yield f"- {group.severity} {group.code} {group.name}: {counted(group.total, 'finding')}"
    for one in group.samples:
        yield f"    {_place(one.location.line, origins)}{one.message}"
        if one.excerpt is not None and rule is not None and not rule.private:
            yield f"        {_shown(one)}"
    if group.total > len(group.samples) > 0:
        yield f"    ... {group.total - len(group.samples):,} more"
    todo = next((one.help for one in group.samples if one.help), "")
    if todo and not group.fix:
        yield f"    by hand: {todo}"
    elif (
        todo and group.samples[0].location.line is None
    ):  # about all rows, so that it holds for all
        yield f"    to do: {todo.partition(': `dataprep')[0]}"


def _place(row: int | None, origins: Mapping[int, tuple[int, Location]]) -> str:
    if row is None:
        return ""
    if row not in origins:
        return f"row {row:,}: "
    number, place = origins[row]
    return f"row {number:,} ({place}): "


def _shown(one: Finding) -> str:
    assert one.excerpt is not None
    text, start = one.excerpt.text, one.excerpt.start
    first = max(0, start - 10)
    cut = text[first : first + _EXCERPT]
    before = "..." if first or one.excerpt.before else ""
    after = "..." if first + _EXCERPT < len(text) or one.excerpt.after else ""
    return f"{before}{' '.join(cut.split())}{after}"
