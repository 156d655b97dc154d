"""The closing summary of a conversion: what went in, what came out, what was left, what is next."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dataprep.codes import CODES
from dataprep.engine.result import ConvertResult
from dataprep.model import Finding, Severity
from dataprep.output.terminal import excerpt, one_line, safe

_SHOWN = 3
"""How many findings of one code are shown; all are counted, and rejected rows are in the file."""

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def summary_lines(result: ConvertResult, *, to_stdout: bool, colour: bool) -> Iterator[str]:
    """Yield the lines of the summary.

    Args:
        to_stdout: whether the examples went to standard output, so that no file can be named.
        colour: whether severities are coloured.
    """
    for one in result.inputs:
        layout = f", {one['dialect']}" if one["dialect"] else ""
        yield safe(f"read   {one['path']}: {one['read_as']}{layout}")
    tally = result.tally
    yield from finding_lines(result.findings, tally.rejected + tally.noted, colour)
    folded = f", {tally.conversations:,} conversations" if tally.conversations else ""
    yield f"rows   {tally.rows:,} in{folded}, {result.examples:,} {result.format} examples out"
    if len(tally.dialects) > 1:
        layouts = ", ".join(f"{name} {count:,}" for name, count in sorted(tally.dialects.items()))
        yield f"       layouts: {layouts}"
    for code, count in sorted(tally.rejected.items()):
        yield f"       {count:,} rejected: {CODES[code].name} ({CODES[code].meaning})"
    if result.duplicates and "DUP001" not in tally.rejected:
        yield f"       {result.duplicates:,} equal an earlier example (kept)"
    for step, count in sorted(tally.changed.items()):
        yield f"       {count:,} {step}"
    for key, text in result.inference.items():
        yield safe(f"use    at inference, {key.replace('_', ' ')}: {_quoted(text)}")
    if to_stdout:
        return
    for path, count in result.outputs.items():
        yield safe(f"wrote  {path} ({count:,} examples)")
    for path in result.rejects:
        yield safe(f"wrote  {path} (the rejected rows, each with its reason)")
    yield safe(f"next   {next_command(result)}")


def next_command(result: ConvertResult) -> str:
    """Return the command to type next."""
    if result.rejects:
        return f"look at the rejected rows: less {shlex.quote(str(result.rejects[0]))}"
    first = str(next(iter(result.outputs)))
    return f"look at the first example: head -n 1 {shlex.quote(first)}"


def finding_lines(
    findings: Sequence[Finding], totals: Mapping[str, int], colour: bool
) -> Iterator[str]:
    """Yield findings for people: the first three of a code in full, the others by number.

    Args:
        totals: code -> how many there are in all, where `findings` holds only the first ones.
    """
    shown: Counter[str] = Counter()
    kept = Counter(one.code for one in findings)
    for one in findings:
        shown[one.code] += 1
        if shown[one.code] <= _SHOWN:
            yield from _finding(one, colour)
        elif shown[one.code] == _SHOWN + 1:
            more = max(totals.get(one.code, 0), kept[one.code]) - _SHOWN
            yield f"       ... {more:,} more {one.code} {one.name}"


def _finding(one: Finding, colour: bool) -> Iterator[str]:
    level = str(one.severity)
    if colour:
        level = f"\x1b[{_COLOURS[one.severity]}m{level}\x1b[0m"
    yield f"{one_line(str(one.location))}: {level} {one.code} {one_line(one.message)}"
    if one.help:
        yield f"       help: {one_line(one.help)}"


def _quoted(text: str) -> str:
    return excerpt(repr(text), 120)
