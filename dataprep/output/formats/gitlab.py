"""The Code Quality report of GitLab: an array of findings, for the widget of a merge request.

GitLab shows findings of one fingerprint once, so equal ones are told apart here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xxhash

from dataprep.engine.validation.report import Report
from dataprep.jsontext import dumps
from dataprep.model import Finding, Severity
from dataprep.output import places
from dataprep.output.formats.base import Renderer, Style
from dataprep.output.terminal import excerpt

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class Gitlab(Renderer):
    """One array; what the baseline knows is left out, because GitLab would count it."""

    name = "gitlab"

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        taken: set[str] = set()
        found = [_issue(one, taken) for one in report.findings if not one.baselined]
        yield dumps(found).decode()


def _issue(one: Finding, taken: set[str]) -> dict[str, Any]:
    return {
        # The page hides `check_name`.
        "description": f"{one.code} {places.plain(excerpt(one.message))}",
        "check_name": one.name,
        "fingerprint": _unique(one.fingerprint, taken),
        "severity": _SEVERITIES[one.severity],
        "location": {
            "path": places.plain(places.file(one.location, "CI_PROJECT_DIR")),
            "lines": {"begin": one.location.line or 1},
        },
    }


def _unique(fingerprint: str, taken: set[str]) -> str:
    """Return the fingerprint, hashed again until it is one of its own."""
    while fingerprint in taken:
        fingerprint = xxhash.xxh3_64_hexdigest(fingerprint.encode())
    taken.add(fingerprint)
    return fingerprint
