"""What a repair returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dataprep.engine.validation.combined import combined
from dataprep.engine.validation.report import Report


@dataclass
class FixResult:
    """The counts and paths of a repair, and what is left to say about the files.

    Attributes:
        fixed: code -> how many findings were repaired.
        dropped: how many rows went to the rejects.
        rows: how many rows were changed.
        rewritten: file -> what it was and became, where it was no lines of UTF-8.
        changed: the inputs that were, by name -> the file they were written to; None where nothing was.
        rejects: files of the rows that were dropped.
        backups: copies of the inputs as they were.
        report: of the validation of the files as they are now.
        notes: what is told besides, a line each.
    """

    report: Report
    fixed: Counter[str] = field(default_factory=Counter)
    dropped: int = 0
    rows: int = 0
    changed: dict[str, Path | None] = field(default_factory=dict)
    rejects: list[Path] = field(default_factory=list)
    backups: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rewritten: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether no error is left, for any target."""
        return self.report.ok

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data; `remaining` is a report of ``dataprep validate``."""
        return {
            "fixed": dict(sorted(self.fixed.items())),
            "rows": self.rows,
            "dropped": self.dropped,
            "rewritten": self.rewritten,
            "files": _names(self.changed),
            "rejects": [str(one) for one in self.rejects],
            "backups": [str(one) for one in self.backups],
            "notes": self.notes,
            "remaining": self.report.to_dict(),
        }


def together(results: Sequence[FixResult]) -> FixResult:
    """Return the result of several repairs, each of which was of its own files."""
    whole = FixResult(combined([one.report for one in results]))
    for one in results:
        whole.fixed.update(one.fixed)
        whole.dropped += one.dropped
        whole.rows += one.rows
        whole.changed |= one.changed
        whole.rewritten |= one.rewritten
        whole.rejects += one.rejects
        whole.backups += one.backups
        whole.notes += [note for note in one.notes if note not in whole.notes]
    return whole


def _names(changed: Mapping[str, Path | None]) -> dict[str, str | None]:
    return {name: None if path is None else str(path) for name, path in changed.items()}
