"""The last step: what the written rows come to, and what to type next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dataprep.cost import cost
from dataprep.engine.statistics.collect import collect
from dataprep.engine.validation.report import Report
from dataprep.fixing.prepare.placing import Names
from dataprep.model import Severity
from dataprep.readers.source import Source
from dataprep.rules.wording import counted
from dataprep.targets import get


def cost_lines(train: Source, target: str, own: Mapping[str, Any], jobs: int) -> Iterator[str]:
    """Yield what training on the rows comes to."""
    found = collect([train], [target], own=own, jobs=jobs)
    for platform, encoding in found.targets:
        bill = cost(found.tally.encodings[encoding].totals, platform, encoding)
        epochs = counted(bill.epochs, "epoch")
        price = "" if bill.usd is None else f", about ${bill.usd:,.2f}"
        yield (
            f"to train: {counted(found.tally.rows, 'row')}, {bill.epoch_tokens:,} tokens in {encoding} "
            f"x {epochs} = {bill.tokens:,}{price}"
        )


def left_lines(report: Report) -> Iterator[str]:
    """Yield what a validation of the written rows still finds."""
    for severity, what in ((Severity.ERROR, "error"), (Severity.WARNING, "warning")):
        codes = sorted({code for code, level, _, _ in report.counts if level == severity})
        if codes:
            named = ", ".join(f"{code} {report.names.get(code, '')}" for code in codes)
            yield f"left: {counted(report.number(severity), what)} ({named})"
    if report.ok:
        yield "a validation finds no error"


def next_commands(names: Names, target: str, own: Mapping[str, Any]) -> Sequence[str]:
    """Return the commands to type next; the one place that names them.

    Args:
        names: the files that were written.
        target: where they are to be trained.
        own: targets of the configuration.
    """
    more = "" if target == "generic" else f" --target {shlex.quote(target)}"
    train = shlex.quote(_named(names.train))
    valid = (
        "" if names.validation is None else f" --validation {shlex.quote(_named(names.validation))}"
    )
    commands = [f"dataprep validate {train}{valid}{more}", f"dataprep stats {train}{more}"]
    if _trains(target, own):
        commands.append(f"dataprep train {train}{valid}{more}")
    return commands


def _trains(name: str, own: Mapping[str, Any]) -> bool:
    """Whether `dataprep train` takes a target as it is: a model on a server of OpenAI's API."""
    target = get(name, own)
    reached = target.figure("base_url") or target.figure("base_url_env")
    return reached is not None and "/" in name


def _named(path: Path) -> str:
    """Return a path that no command takes for an option."""
    return f"./{path}" if str(path).startswith("-") else str(path)
