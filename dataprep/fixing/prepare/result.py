"""What a walk returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dataprep.engine.validation.report import Report
from dataprep.fixing.prepare.plan import Options, Plan
from dataprep.fixing.prepare.questions import Answer


@dataclass
class PrepareResult:
    """What was made of a file.

    Attributes:
        outputs: file -> rows; the part for training first.
        rejects: the file of the rows that were left out, each with its reason; None without any.
        task: what the rows are for: ``classification`` ...
        fixed: code -> how many findings were repaired.
        report: of the validation of the files as they were written.
        options, answers: what was decided.
        lines: what was told on the way.
    """

    outputs: dict[Path, int] = field(default_factory=dict)
    rejects: Path | None = None
    task: str = ""
    fixed: Counter[str] = field(default_factory=Counter)
    report: Report = field(default_factory=Report)
    options: Options = field(default_factory=Options)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether no error is left."""
        return self.report.ok

    @property
    def plan(self) -> Plan:
        """The walk, to be repeated."""
        return Plan(self.options, self.answers)
