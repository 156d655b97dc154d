"""The closing lines of a repair: what was repaired, dropped and written, what is left, what is next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dataprep.engine.validation.report import Report
from dataprep.fixing.next_command import Asked, next_command
from dataprep.fixing.result import FixResult
from dataprep.model import Severity
from dataprep.rules.wording import counted

_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def summary_lines(result: FixResult, asked: Asked) -> Iterator[str]:
    """Yield the lines of what was asked for and came out."""
    written = not asked.only_look
    total = sum(result.fixed.values())
    would = "" if written else "would be "
    if total:
        rules = ", ".join(
            f"{code} {result.report.names.get(code, '')} {count:,}"
            for code, count in sorted(result.fixed.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        yield f"{would}fixed: {counted(total, 'finding')} ({rules})"
        if result.rows or result.dropped or not result.rewritten:
            yield f"{would}changed: {counted(result.rows, 'row')}, dropped: {result.dropped:,}"
        for name, said in result.rewritten.items():
            yield f"{would}rewritten: {name} ({said})"
    else:
        yield "nothing to fix"
    for name, path in result.changed.items():
        if written and path is not None:
            same = Path(name).resolve() == path
            yield f"wrote {name}" if same else f"wrote {path} from {name}"
    for path in result.backups:
        yield f"kept {path}"
    for path in result.rejects:
        yield f"dropped rows: {path}"
    yield from (f"note: {note}" for note in result.notes)
    yield f"left: {_left(result.report)}"
    more = result.report.fixable("unsafe")
    if more and not asked.unsafe:
        yield f"fixable with --unsafe-fixes: {more:,}; see them with --diff"
    if command := next_command(result, asked):
        yield f"next: {command}"


def _left(report: Report) -> str:
    parts = [
        f"{number:,} {level}" if level is Severity.INFO else counted(number, str(level))
        for level in _LEVELS
        if (number := report.number(level))
    ]
    return ", ".join(parts) or "no findings"
