"""What is counted on the way. Tallies merge: ``tally(a) + tally(b) == tally(a ++ b)``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from dataprep.model import Finding

KEPT_FINDINGS = 50
"""How many findings of one code are kept in full; the others are counted, and rejects are on disk."""


@dataclass
class Tally:
    """The counts of a conversion, or of a part of it.

    Attributes:
        rows: records read, the unusable ones included.
        conversations: how many the rows were folded into, 0 where they were not.
        examples: rows written.
        rejected: code -> rows that went to the rejects.
        noted: code -> findings about rows that were written all the same.
        changed: step -> rows that it changed.
        dropped_columns: column -> rows in which it had no place.
        dialects: dialect -> rows.
        systems: the first two different system prompts, None standing for a row without one.
        findings: the first `KEPT_FINDINGS` of each code, in order.
    """

    rows: int = 0
    examples: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    dropped_columns: Counter[str] = field(default_factory=Counter)
    dialects: Counter[str] = field(default_factory=Counter)
    systems: tuple[str | None, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    conversations: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.rows + other.rows,
            self.examples + other.examples,
            self.rejected + other.rejected,
            self.noted + other.noted,
            self.changed + other.changed,
            self.dropped_columns + other.dropped_columns,
            self.dialects + other.dialects,
            tuple(dict.fromkeys(self.systems + other.systems))[:2],
            _capped(self.findings + other.findings),
            self.conversations + other.conversations,
        )

    def plain(self, rows: int, dialect: str, unused: tuple[str, ...],
              changed: Mapping[str, int]) -> None:  # fmt: skip
        """Count rows of one layout that were written from their texts, without a system prompt."""
        self.rows += rows
        self.examples += rows
        self.dialects[dialect] += rows
        self.dropped_columns.update(dict.fromkeys(unused, rows))
        self.changed.update(changed)
        self.system(None)

    def reject(self, finding: Finding) -> None:
        """Count a row that goes to the rejects."""
        self.rejected[finding.code] += 1
        self.keep(finding, self.rejected)

    def note(self, finding: Finding) -> None:
        """Count a finding about something that is not lost."""
        self.noted[finding.code] += 1
        self.keep(finding, self.noted)

    def keep(self, finding: Finding, counts: Counter[str]) -> None:
        """Keep a finding in full while there are few of its code."""
        if counts[finding.code] <= KEPT_FINDINGS:
            self.findings.append(finding)

    def system(self, text: str | None) -> None:
        """Take the system prompt of a written row into account."""
        if len(self.systems) < 2 and text not in self.systems:
            self.systems += (text,)


def _capped(findings: list[Finding]) -> list[Finding]:
    seen: Counter[str] = Counter()
    kept = []
    for one in findings:
        seen[one.code] += 1
        if seen[one.code] <= KEPT_FINDINGS:
            kept.append(one)
    return kept
