"""The run of a validation: look at the files, map over their lines, then judge the whole."""

from collections.abc import Callable, Sequence
from contextlib import closing
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dataprep.engine.pool import run
from dataprep.engine.progress import Progress, phase
from dataprep.engine.validation.check import Check, Checked
from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.counting import RowTally
from dataprep.engine.validation.facts import Facts
from dataprep.engine.validation.file_look import look
from dataprep.engine.validation.gathering import Gathered
from dataprep.engine.validation.lines import LineFile, line_chunks, line_file
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.report import Report
from dataprep.engine.validation.whole import (
    Calendar,
    dataset_findings,
    file_findings,
    file_rules,
    group_findings,
)
from dataprep.readers.encoding import TextEncoding, decide, glance
from dataprep.readers.source import Source
from dataprep.rules.registry import rules

if TYPE_CHECKING:
    from dataprep.engine.validation.repairs import Repairs


class Inputs(NamedTuple):
    """The two parts of a dataset, as sources."""

    train: Sequence[Source]
    validation: Sequence[Source] = ()


def validate_inputs(
    inputs: Inputs,
    plan: Plan,
    calendar: Calendar,
    spool: Path,
    jobs: int = 1,
    progress: Progress | None = None,
    repairs: "Repairs | None" = None,
) -> Report:
    """Validate the files of a dataset.

    Args:
        inputs: its parts.
        plan: the targets and the rules.
        calendar: the dates that lifecycle rules go by.
        spool: a folder for copies and facts; removed by whoever made it.
        jobs: number of processes.
        progress: called with (rows, bytes of input) after each chunk.
        repairs: takes what can be repaired, as `plan.repairs` wants it.

    Raises:
        InputError: a file vanished, changed, or cannot be read.
    """
    try:
        return _validated(inputs, plan, calendar, spool, jobs, progress, glance, repairs)
    except _NotAsItBegan:
        if repairs is not None:
            repairs.clear()
        return _validated(
            inputs, plan, calendar, spool, jobs, progress, lambda source: None, repairs
        )


class _NotAsItBegan(Exception):
    """A file whose beginning is UTF-8 is not: all of it must be looked at before its rows are."""


def _validated(
    inputs: Inputs,
    plan: Plan,
    calendar: Calendar,
    spool: Path,
    jobs: int,
    progress: Progress | None,
    guess: Callable[[Source], TextEncoding | None],
    repairs: "Repairs | None",
) -> Report:
    phase(progress, "reading")
    report = Report(tuple(target.name for target in plan.targets))
    report.names = {code: rule.name for code, rule in rules().items()}
    gathered = Gathered(plan.cap)
    files = _look(inputs, plan, spool, report, gathered, guess)
    tally, facts = RowTally(), Facts(files, spool, plan.method, progress)
    if repairs is not None:
        repairs.files = files
    nearness = None
    if near_rules := plan.near_rules():
        from dataprep.engine.validation.nearness import Nearness

        nearness = Nearness(near_rules, spool, progress)
    try:
        chunks = line_chunks(files, jobs <= 1)
        with closing(run(Check(plan), chunks, jobs, attrgetter("where"))) as results:
            for checked in results:
                if checked.foreign:
                    raise _NotAsItBegan
                _take(checked, report, tally, facts, gathered)
                if repairs is not None:
                    repairs.take(checked.number, checked.repairs)
                if nearness is not None:
                    nearness.append(checked)
                if progress is not None:
                    progress(checked.tally.rows + checked.tally.validation_rows, checked.size)
        for file in files:
            file.verify()
        last, near = Collector(plan), None
        if report.inputs_read:
            group_findings(facts, plan, last, repairs)
            near = nearness and nearness.findings(facts, plan, last, repairs)
            dataset_findings(tally, files, plan, calendar, last, repairs)
        gathered.add(last.findings)
        report.counts.update(last.counts)
    finally:
        facts.close()
        if nearness is not None:
            nearness.close()
    report.findings = gathered.findings
    report.stats = {"rows": tally.rows, "bytes": tally.size, "kinds": dict(tally.kinds)}
    if tally.tokens:
        report.stats["tokens"] = dict(tally.tokens)
    if near is not None:
        report.stats["near_duplicates"] = near
    return report


def _look(
    inputs: Inputs,
    plan: Plan,
    spool: Path,
    report: Report,
    gathered: Gathered,
    guess: Callable[[Source], TextEncoding | None],
) -> list[LineFile]:
    """Look at every file, and return those whose rows can be read."""
    files: list[LineFile] = []
    asked = file_rules(plan)  # once: there may be thousands of files
    parts = [(one, False) for one in inputs.train] + [(one, True) for one in inputs.validation]
    for number, (source, validation) in enumerate(parts):
        assumed = guess(source)
        view = look(source, assumed)
        ignored = plan.ignored[number] if plan.ignored else frozenset()
        found = Collector(plan, ignored)
        file_findings(view, asked, plan, found)
        report.counts.update(found.counts)
        report.files.append(
            {
                "path": source.name,
                "part": "validation" if validation else "train",
                "rows": 0,
                "bytes": view.size,
            }
        )
        gathered.file(number, found.findings)
        if view.layout == "lines":
            encoding = assumed or decide(source)
            files.append(
                line_file(source, encoding, validation, spool, number, assumed is not None)
            )
        else:
            report.inputs_read = False
        source.__dict__.pop("head", None)
    return files


def _take(
    checked: Checked,
    report: Report,
    tally: RowTally,
    facts: Facts,
    gathered: Gathered,
) -> None:
    """Take over what the next chunk left."""
    gathered.row(checked.number, checked.findings)
    report.counts.update(checked.counts)
    rows = checked.tally.rows + checked.tally.validation_rows
    report.files[checked.number]["rows"] += rows
    tally.merge(checked.tally)
    facts.append(checked)
