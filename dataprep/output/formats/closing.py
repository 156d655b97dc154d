"""What stands at the end of a report for people: counts, what was folded, and what to type next."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from dataprep.engine.validation.report import Report
from dataprep.model import Location, Severity
from dataprep.output.formats.base import Style
from dataprep.output.terminal import one_line, safe

# What a help leaves to the user, as in `--group-by COLUMN`.
_TO_FILL_IN = re.compile(r" (?:COLUMN|NAME|KEY)\b")
_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def position(place: Location) -> str:
    """Return a place as ``path:line:column``, as far as it is known."""
    where = one_line(place.path)
    if place.line is not None:
        where += f":{place.line}"
        if place.column is not None:
            where += f":{place.column}"
    return where


def folded(report: Report, code: str) -> Iterator[str]:
    """Yield the line that stands for the findings of a rule that are not shown, if there are any."""
    shown = sum(one.code == code and not one.baselined for one in report.findings)
    more = report.per_code().get(code, 0) - shown
    if more > 0:
        yield f"... {more:,} more {code}; `--max-per-rule 0` shows all"


def statistics(report: Report) -> Iterator[str]:
    """Yield a line for each rule that spoke: how often, its code, whether it is fixable, its name."""
    fixes = {code: fix for code, _, fix, _ in report.counts if fix in ("safe", "unsafe")}
    for code, number in report.per_code().items():
        yield f"{number}\t{code}\t[{fixes.get(code, '-')}]\t{report.names.get(code, '')}"


def closing_lines(report: Report, style: Style) -> Iterator[str]:
    """Yield the verdict, for each target where there are several, and the next command."""
    rows = sum(one["rows"] for one in report.files)
    files = len(report.files)
    seen = f"{counted(rows, 'row')} in {counted(files, 'file')}"
    if len(report.targets) > 1:
        for target, verdict in report.verdicts().items():
            word = "accepted" if verdict["ok"] else "rejected"
            yield f"{target}: {word} ({_numbers(report, target)})"
    fixable = [f"{report.fixable(kind):,} {kind}" for kind in ("safe", "unsafe")
               if report.fixable(kind)]  # fmt: skip
    more = f"; fixable: {', '.join(fixable)}" if fixable else ""
    yield from _near_duplicates(report)
    if not report.counts:
        target = f" for {report.targets[0]}" if len(report.targets) == 1 else ""
        yield f"no findings{target}: {seen}"
    else:
        yield f"{_numbers(report)}: {seen}{more}"
    yield f"next: {next_command(report, style)}"


def _near_duplicates(report: Report) -> Iterator[str]:
    """Yield what was found where near-duplicates were looked for."""
    near = report.stats.get("near_duplicates")
    if near and near["clusters"]:
        yield (
            f"near-duplicates: {counted(near['rows'], 'row')} in "
            f"{counted(near['clusters'], 'cluster')}, the largest of {near['largest']:,}"
        )
    elif near:
        yield "near-duplicates: none"


def next_command(report: Report, style: Style) -> str:
    """Return the command to type next."""
    fresh = [one for one in report.findings if not one.baselined]
    for one in fresh:
        # A help that names a command of ours is the way out of a file that could not be read.
        if one.severity == Severity.ERROR and "`dataprep convert" in one.help:
            command = one.help.partition("`")[2].partition("`")[0]
            if not _TO_FILL_IN.search(command):
                return safe(command)
    worst = report.worst
    if worst is not None and worst >= Severity.WARNING:
        code = next(one.code for one in fresh if one.severity == worst)
        return f"dataprep explain {code}"
    return f"dataprep stats {_trained(report)}{_asked(report)}"


def _trained(report: Report) -> str:
    """Return the files of the train part as words of a command, of many the first."""
    paths = [one["path"] for one in report.files if one["part"] == "train"]
    shown = " ".join("-" if one.startswith("<") else shlex.quote(safe(one)) for one in paths[:3])
    return f"{shown} ..." if len(paths) > 3 else shown


def _asked(report: Report) -> str:
    targets = [] if report.targets == ("generic",) else report.targets
    return "".join(f" --target {shlex.quote(safe(one))}" for one in targets)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _numbers(report: Report, target: str | None = None) -> str:
    parts = []
    for level in _LEVELS:
        number = report.number(level, target)
        if number:
            name = str(level)
            parts.append(f"{number:,} {name}" if level == Severity.INFO else counted(number, name))
    return ", ".join(parts) or "nothing to say"
