"""Annotations of a pull request: workflow commands on the log of GitHub Actions.

Of a step, ten annotations of each severity are shown. So the totals come first, then one annotation a
rule, the worst first, with how often it speaks and its first places.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.engine.validation.report import Report
from dataprep.model import Finding, Severity
from dataprep.output import places
from dataprep.output.formats.base import Renderer, Style
from dataprep.output.formats.closing import counted
from dataprep.output.terminal import excerpt

PLACES = 5
"""Places that an annotation names."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class Github(Renderer):
    """The totals, and one annotation for each rule that spoke."""

    name = "github"

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        said: dict[str, list[Finding]] = {}
        for one in report.findings:
            if not one.baselined:
                said.setdefault(one.code, []).append(one)
        yield _command("notice", {"title": "dataprep"}, _totals(report))
        numbers = report.per_code()
        worst = {code: max(one.severity for one in found) for code, found in said.items()}
        for code in sorted(said, key=lambda code: (-worst[code], -numbers[code], code)):
            yield _annotation(said[code], worst[code], numbers[code])


def _totals(report: Report) -> str:
    rows = sum(one["rows"] for one in report.files)
    levels = [(level, report.number(level)) for level in _COMMANDS]
    parts = [
        f"{number:,} info" if level == Severity.INFO else counted(number, str(level))
        for level, number in levels
        if number
    ]
    seen = f"{counted(rows, 'row')} in {counted(len(report.files), 'file')}"
    return f"{', '.join(parts) or 'no findings'}: {seen}"


def _annotation(found: list[Finding], worst: Severity, number: int) -> str:
    """Return the annotation of a rule, at the first place where it is worst."""
    first = next(one for one in found if one.severity == worst)
    place = first.location
    title = f"dataprep ({first.code} {first.name})"
    properties = {"title": title, "file": _file(first)}
    if place.line is not None:
        properties["line"] = str(place.line)
        if place.column is not None:
            _, column, end = places.span(place)
            properties |= {"col": str(column), "endColumn": str(end)}
    text = excerpt(first.message)
    if first.help:
        text += f"\n{excerpt(first.help)}"
    if number > 1:
        shown = found[:PLACES]
        where = ", ".join(f"{_file(one)}:{one.location.line or 1}" for one in shown)
        more = f" and {number - len(shown):,} more" if number > len(shown) else ""
        text += f"\n{number:,} findings: {where}{more}"
    return _command(_COMMANDS[worst], properties, text)


def _file(one: Finding) -> str:
    return places.file(one.location, "GITHUB_WORKSPACE")


def _command(name: str, properties: dict[str, str], text: str) -> str:
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {said}::{_data(text)}"


def _data(text: str) -> str:
    """Return a text in which nothing ends the command or begins another one."""
    lines = (places.plain(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return places.plain(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
