"""JUnit's XML, which every build server shows: a suite a file, a failing case a finding.

Characters that XML cannot hold are shown as escapes or left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.engine.validation.report import Report
from dataprep.model import Finding
from dataprep.output import places
from dataprep.output.formats.base import Renderer, Style
from dataprep.output.terminal import excerpt

_NONE = str.maketrans({"\ufffe": None, "\uffff": None})
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class Junit(Renderer):
    """A file with nothing to say about has one case, which passes; a known finding is skipped."""

    name = "junit"

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        suites: dict[str, list[Finding]] = {one["path"]: [] for one in report.files}
        for one in report.findings:
            suites.setdefault(one.location.path, []).append(one)
        yield '<?xml version="1.0" encoding="utf-8"?>'
        total, failures, _ = _counts([*suites.values()])
        yield f'<testsuites name="dataprep" tests="{total}" failures="{failures}" errors="0">'
        for path, found in suites.items():
            tests, failures, known = _counts([found])
            yield (
                f'  <testsuite name="{_text(path)}" tests="{tests}" failures="{failures}" '
                f'errors="0" skipped="{known}">'
            )
            if not found:
                yield f'    <testcase name="no findings" classname="{_text(path)}"/>'
            for one in found:
                yield from _case(one)
            yield "  </testsuite>"
        yield "</testsuites>"


def _counts(suites: list[list[Finding]]) -> tuple[int, int, int]:
    """Return how many cases suites have, and how many of them fail and are skipped."""
    every = [one for found in suites for one in found]
    known = sum(one.baselined for one in every)
    tests = sum(len(found) or 1 for found in suites)
    return tests, len(every) - known, known


def _case(one: Finding) -> Iterator[str]:
    place = one.location
    where = f" line {place.line}" if place.line is not None else ""
    where += f" {place.json_path}" if place.json_path else ""
    name = _text(f"{one.code} {one.name}{where}")
    message = _text(excerpt(one.message))
    yield f'    <testcase name="{name}" classname="{_text(place.path)}">'
    if one.baselined:
        yield f'      <skipped message="in the baseline: {message}"/>'
    else:
        body = f"{_text(str(place))}: {one.severity} {one.code} {message}"
        if one.help:
            body += f"\n{_text(excerpt(one.help))}"
        yield f'      <failure type="{one.severity}" message="{message}">{body}</failure>'
    yield "    </testcase>"


def _text(text: str) -> str:
    return places.plain(text).translate(_NONE).translate(_ESCAPES)
