"""What a conversion returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from dataprep.codes import CODES
from dataprep.engine.tally import Tally
from dataprep.model import Finding, Severity


@dataclass
class ConvertResult:
    """The counts, findings and paths of a conversion.

    Attributes:
        tally: every count; see `Tally`.
        format: the output format's name.
        inputs: for each input its path, sha256, bytes, how it was read, its layout.
        outputs: file -> examples in it, in order.
        rejects: files of the rows that could not be used.
        manifests: files that say how the dataset was made.
        findings: about files and rows; row findings are capped by code, `tally` counts all.
        inference: what must be repeated when the model is asked: separator, stop sequence, system
            prompt.
        duplicates: how many examples equal an earlier one.
        rows: the examples themselves, when no output was named.
    """

    tally: Tally = field(default_factory=Tally)
    format: str = ""
    inputs: list[dict[str, Any]] = field(default_factory=list)
    outputs: dict[Path, int] = field(default_factory=dict)
    rejects: list[Path] = field(default_factory=list)
    manifests: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    inference: dict[str, str] = field(default_factory=dict)
    duplicates: int = 0
    rows: list[dict[str, Any]] | None = None

    @property
    def rows_in(self) -> int:
        """How many records were read, the unusable ones included."""
        return self.tally.rows

    @property
    def examples(self) -> int:
        """How many examples were written."""
        return sum(self.outputs.values())

    @property
    def rejected(self) -> dict[str, int]:
        """Name of the reason -> rows that went to the rejects."""
        return {CODES[code].name: count for code, count in sorted(self.tally.rejected.items())}

    @property
    def worst(self) -> Severity | None:
        """The highest severity among the findings, None without any."""
        return max((one.severity for one in self.findings), default=None)

    @property
    def ok(self) -> bool:
        """Whether no row was lost to an error."""
        return self.worst is None or self.worst < Severity.ERROR

    def __add__(self, other: ConvertResult) -> ConvertResult:
        return ConvertResult(
            self.tally + other.tally,
            other.format or self.format,
            self.inputs + other.inputs,
            {**self.outputs, **other.outputs},
            self.rejects + other.rejects,
            self.manifests + other.manifests,
            self.findings + other.findings,
            {**self.inference, **other.inference},
            self.duplicates + other.duplicates,
            None if self.rows is None and other.rows is None
            else (self.rows or []) + (other.rows or []),
        )  # fmt: skip


def read_rows(paths: list[Path]) -> list[dict[str, Any]]:
    """Return the rows of JSON Lines files that were just written."""
    return [orjson.loads(line) for path in paths for line in path.read_bytes().splitlines()]
