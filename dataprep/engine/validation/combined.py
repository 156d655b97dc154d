"""Several reports as one: for programs, which read one document a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataprep.engine.validation.report import Report


def combined(reports: Sequence[Report]) -> Report:
    """Return a report with everything that the given ones say, in their order.

    What is about all targets of one of them is about those alone where another one has others.
    """
    if len(reports) == 1:
        return reports[0]
    targets = tuple(dict.fromkeys(target for one in reports for target in one.targets))
    whole = Report(targets, inputs_read=all(one.inputs_read for one in reports))
    for one in reports:
        of_all = () if set(one.targets) == set(targets) else one.targets
        whole.files += one.files
        whole.findings += [
            finding if finding.targets else finding._replace(targets=of_all)
            for finding in one.findings
        ]
        for (code, severity, fix, said), count in one.counts.items():
            whole.counts[code, severity, fix, said or of_all] += count
        whole.names |= one.names
        _add(whole.stats, one.stats)
        if one.baseline is not None:
            whole.baseline = _sum(whole.baseline or {}, one.baseline)
        whole.notes += [note for note in one.notes if note not in whole.notes]
    return whole


def _add(stats: dict[str, Any], more: dict[str, Any]) -> None:
    """Add counts, and counts by a key, to others."""
    for key, value in more.items():
        if key == "near_duplicates":
            stats[key] = _clusters(stats[key], value) if key in stats else value
        elif isinstance(value, dict):
            stats[key] = _sum(stats.get(key, {}), value)
        else:
            stats[key] = stats.get(key, 0) + value


def _sum(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    return {key: first.get(key, 0) + second.get(key, 0) for key in dict.fromkeys((*first, *second))}


def _clusters(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    added = {key: first[key] + second[key] for key in ("clusters", "rows", "listed")}
    return {**added, "largest": max(first["largest"], second["largest"])}
