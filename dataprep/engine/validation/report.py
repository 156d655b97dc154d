"""What a validation found: findings, counts, and a verdict for each target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dataprep.model import Finding, Severity
from dataprep.version import __version__

VERSION = 1
"""Of the shape of `Report.to_dict`, described by ``schemas/report.schema.json``."""

Counted = tuple[str, Severity, str, tuple[str, ...]]
"""Code, severity, fix, targets."""


@dataclass
class Report:
    """The result of `dataprep.validate`.

    Attributes:
        targets: the names of the targets, in the order asked for.
        files: name, part (``train`` or ``validation``), rows and bytes of each input.
        findings: those about rows in the order of the files, then those about the dataset. With a cap
            (``max_per_rule``) only the first of each code; `counts` has them all.
        counts: (code, severity, fix, targets) -> number.
        names: code -> name of the rule.
        stats: counts of the train part: ``rows``, ``bytes``, ``kinds`` ...
        inputs_read: whether every file was read as rows; False where a finding about a file stopped it.
        baseline: where one is in use, how many findings it knows (``known``), which are in no count, and
            how many of its entries are found no longer (``stale``).
        notes: what is told besides, a line each.
    """

    targets: tuple[str, ...] = ("generic",)
    files: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[Counted] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    inputs_read: bool = True
    baseline: dict[str, int] | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether there is no error, for any target."""
        return not self.number(Severity.ERROR)

    @property
    def worst(self) -> Severity | None:
        """The highest severity found, None for a file with nothing to say about."""
        return max((severity for _, severity, _, _ in self.counts), default=None)

    def number(self, severity: Severity, target: str | None = None) -> int:
        """Return how many findings of a severity there are, for one of the targets or in all."""
        return sum(
            count
            for (_, level, _, targets), count in self.counts.items()
            if level == severity and (target is None or not targets or target in targets)
        )

    def per_code(self) -> dict[str, int]:
        """Return code -> how many findings there are, the most frequent first."""
        found: Counter[str] = Counter()
        for (code, _, _, _), count in self.counts.items():
            found[code] += count
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def fixable(self, fix: str) -> int:
        """Return how many findings a ``safe`` or an ``unsafe`` fix would repair."""
        return sum(count for (_, _, kind, _), count in self.counts.items() if kind == fix)

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """Return target -> ``ok`` and the number of findings by severity."""
        return {
            target: {
                "ok": not self.number(Severity.ERROR, target),
                **{f"{level}s": self.number(level, target) for level in _LEVELS},
            }
            for target in self.targets
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready data (``schemas/report.schema.json``)."""
        data = {
            "version": VERSION,
            "tool": {"name": "dataprep", "version": __version__},
            "ok": self.ok,
            "targets": self.verdicts(),
            "files": self.files,
            "stats": self.stats,
            "summary": {
                **{f"{level}s": self.number(level) for level in _LEVELS},
                "fixable": {kind: self.fixable(kind) for kind in ("safe", "unsafe")},
                "rules": self.per_code(),
            },
            "findings": [one.to_dict() for one in self.findings],
        }
        if self.baseline is not None:
            data["baseline"] = self.baseline
        return data


_LEVELS: Sequence[Severity] = (Severity.ERROR, Severity.WARNING, Severity.INFO)
