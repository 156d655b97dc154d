"""Findings of all files on their way into one report, in the order in which people read them."""

from __future__ import annotations

from collections import Counter

from dataprep.model import Finding


class Gathered:
    """Findings in the order of the files, the first `cap` of each code."""

    def __init__(self, cap: int | None) -> None:
        self.cap = cap
        self.findings: list[Finding] = []
        self._kept: Counter[str] = Counter()
        self._waiting: dict[int, list[Finding]] = {}

    def file(self, number: int, findings: list[Finding]) -> None:
        """Keep the findings about a file until its rows come."""
        self._waiting[number] = findings

    def row(self, number: int, findings: list[Finding]) -> None:
        """Add findings about rows of a file, among them those of the look at it that name a line."""
        self._flush(number - 1)
        waiting = self._waiting.get(number)
        if waiting and findings:
            last = _line(findings[-1])
            self._waiting[number] = [one for one in waiting if _line(one) > last]
            due = [one for one in waiting if _line(one) <= last]
            findings = sorted([*due, *findings], key=_line)
        self._keep(findings)

    def add(self, findings: list[Finding]) -> None:
        """Add findings about the dataset, behind all others."""
        self._flush(None)
        self._keep(findings)

    def _flush(self, last: int | None) -> None:
        for number in sorted(self._waiting):
            if last is None or number <= last:
                self._keep(self._waiting.pop(number))

    def _keep(self, findings: list[Finding]) -> None:
        for one in findings:
            self._kept[one.code] += 1
            if self.cap is None or self._kept[one.code] <= self.cap:
                self.findings.append(one)


def _line(finding: Finding) -> int:
    return finding.location.line or 0
