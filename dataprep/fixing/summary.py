"""The closing lines of a repair: what was repaired, dropped and written, what is left, what is next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from dataprep.engine.validation.report import Report
from dataprep.fixing.result import FixResult
from dataprep.model import Severity

_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def summary_lines(result: FixResult, written: bool, unsafe: bool) -> Iterator[str]:
    """Yield the lines.

    Args:
        written: whether files were written; else they would have been.
        unsafe: whether unsafe repairs were wanted.
    """
    total = sum(result.fixed.values())
    would = "" if written else "would be "
    if total:
        rules = ", ".join(
            f"{code} {result.report.names.get(code, '')} {count:,}"
            for code, count in sorted(result.fixed.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        yield f"{would}fixed: {_counted(total, 'finding')} ({rules})"
        yield f"{would}changed: {_counted(result.rows, 'row')}, dropped: {result.dropped:,}"
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
    if more and not unsafe:
        yield f"fixable with --unsafe-fixes: {more:,}; see them with --diff"
    yield f"next: {_next(result, written, unsafe)}"


def _left(report: Report) -> str:
    parts = [
        f"{number:,} {level}" if level is Severity.INFO else _counted(number, str(level))
        for level in _LEVELS
        if (number := report.number(level))
    ]
    return ", ".join(parts) or "no findings"


def _next(result: FixResult, written: bool, unsafe: bool) -> str:
    names = list(result.changed)
    target = result.report.targets[0]
    more = "" if target == "generic" else f" --target {shlex.quote(target)}"
    if not written:
        stem = names[0].rpartition(".")[0] or names[0]
        more += " --unsafe-fixes" * unsafe
        output = f"{shlex.quote(stem)}.fixed.jsonl" if len(names) == 1 else "fixed/"
        return f"dataprep fix {_named(names)}{more} -o {output}"
    files = [name if path is None else str(path) for name, path in result.changed.items()]
    command = "stats" if result.ok else "validate"
    return f"dataprep {command} {_named(files)}{more}"


def _named(files: list[str]) -> str:
    shown = " ".join("-" if one.startswith("<") else shlex.quote(one) for one in files[:3])
    return f"{shown} ..." if len(files) > 3 else shown


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
