"""`dataprep.convert`: the conversion as a function; the command line calls it too."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from dataprep.engine.convert import convert_job, decide_format
from dataprep.engine.inputs import Input, look, require
from dataprep.engine.job import Job
from dataprep.engine.options import settings_from
from dataprep.engine.outputs import check_output
from dataprep.engine.progress import Progress
from dataprep.engine.result import ConvertResult
from dataprep.engine.settings import Settings
from dataprep.errors import InputError, UsageError
from dataprep.formats import get
from dataprep.readers import suffixes
from dataprep.readers.inputs import sources, unpacked
from dataprep.readers.source import Source
from dataprep.writing.names import one_per_input
from dataprep.writing.spooling import spooling
from dataprep.writing.staging import staging

SMALL = 32 << 20
"""Inputs below this many bytes in all are converted in one process: starting others costs more."""


@dataclass
class Plan:
    """What a conversion would do, before it does it.

    Attributes:
        settings: with the format decided.
        outputs: output (None for the rows themselves) and its inputs.
        options: as they were given.
        empty: inputs without rows, for which no file is made.
    """

    settings: Settings
    outputs: list[tuple[Path | None, list[Input]]]
    options: dict[str, Any]
    empty: list[Input] = field(default_factory=list)

    @property
    def inputs(self) -> list[Input]:
        """Every input, in order."""
        return [one for _, inputs in self.outputs for one in inputs]


def convert(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str] | None = None,
    *,
    jobs: int = 1,
    force: bool = False,
    **options: Any,
) -> ConvertResult:
    """Turn files into a training file.

    Args:
        paths: files, folders, globs, or ``-`` for standard input; one or several.
        output: a ``.jsonl`` file for all inputs together, or a folder (ending in ``/``) for one file
            an input. Without it nothing is written and `ConvertResult.rows` holds the rows.
        jobs: processes; 0 for as many as there are processors. Scripts that use more than one need
            ``if __name__ == "__main__":``, as for `multiprocessing`.
        force: replace output files that dataprep did not write.
        options: the options of ``dataprep convert`` with underscores: ``to="chat"``,
            ``map={"user": "question"}``, ``split={"train": 0.8, "validation": 0.2}`` ...

    Returns:
        Counts, findings, and the paths that were written.

    Raises:
        InputError: an input is missing or unreadable, or has no row that can be used.
        UsageError: an option that does not exist, contradicts another, or names what is not there.
        OutputError: the output cannot be written.
        MissingExtraError: a format needs a package that is not installed.
    """
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    with spooling() as spool:
        plan = make_plan(
            [os.fspath(path) for path in listed],
            None if output is None else os.fspath(output),
            options,
            spool,
            force=force,
        )
        return carry_out(plan, jobs)


def make_plan(
    names: Sequence[str],
    output: str | None,
    options: dict[str, Any],
    spool: Path,
    stdin: BinaryIO | None = None,
    stdin_name: str = "<stdin>",
    rename: Callable[[Source], Source] = lambda source: source,
    lenient: bool = False,
    force: bool = False,
) -> Plan:
    """Look at every input and return what would be done; reads only the beginning of each.

    Args:
        spool: a folder for the copy of standard input, and of what is compressed.
        rename: gives sources other names in messages.
        lenient: an input of unknown layout is no error, so that its records can be shown.
        force: as for `convert`.

    Raises:
        as `convert`.
    """
    settings = settings_from(options)
    given = {name: value for name, value in options.items() if value not in (None, ())}
    if not names:
        raise UsageError("no input was given", "name a file, a folder, or - for standard input")
    found = sources(names, suffixes(), stdin or sys.stdin.buffer, spool, stdin_name)
    found = [unpacked(rename(source), spool) for source in found]
    inputs = _look_at(found, settings, lenient)
    settings = decide_format(inputs, settings)
    _require_columns(inputs, settings)
    if output is None or output == "-":
        return Plan(settings, [(None, inputs)], given)
    path = Path(output)
    if output.endswith(("/", os.sep)) or path.is_dir():
        finals = one_per_input(path, [one.source.name for one in inputs])
        for final in finals:
            check_output(final, inputs, settings, force)
        # An input without rows makes no file; its note says so.
        outputs: list[tuple[Path | None, list[Input]]] = [
            (final, [one]) for final, one in zip(finals, inputs, strict=True) if one.binding
        ]
        if not outputs:
            names = ", ".join(one.source.name for one in inputs)
            raise InputError(f"{names}: no rows to convert", "check that it is the right folder")
        return Plan(settings, outputs, given, [one for one in inputs if one.binding is None])
    check_output(path, inputs, settings, force)
    return Plan(settings, [(path, inputs)], given)


def _require_columns(inputs: Sequence[Input], settings: Settings) -> None:
    """Raise `UsageError` for a column of --keep, --stratify or --group that no input has."""
    wanted = list(settings.keep)
    if settings.split is not None:
        wanted += filter(None, (settings.split.stratify, settings.split.group))
    columns = list(dict.fromkeys(name for one in inputs for name in one.columns))
    for column in wanted:
        # A key of the format itself is refused for that reason, later.
        if columns and column not in get(settings.to or "chat").keys:
            require(column, columns, ", ".join(one.source.name for one in inputs))


def _look_at(found: Sequence[Source], settings: Settings, lenient: bool) -> list[Input]:
    """Look at every input; the layouts that fit none are told together, not one a run."""
    inputs, unknown = [], []
    for source in found:
        try:
            inputs.append(look(source, settings, lenient))
        except UsageError as error:
            unknown.append(error)
    if len(unknown) > 1:
        raise UsageError(
            f"{len(unknown)} of {len(found)} inputs cannot be converted like this: "
            + "; ".join(error.message for error in unknown),
            f"convert them by themselves; for the first: {unknown[0].hint}",
        )
    if unknown:
        raise unknown[0]
    return inputs


def carry_out(
    plan: Plan,
    jobs: int = 1,
    command: str = "",
    progress: Progress | None = None,
    sink: BinaryIO | None = None,
    places: Path | None = None,
) -> ConvertResult:
    """Carry out a plan and return the result of all its outputs together.

    Args:
        sink: where the rows go when the plan has no output file; without it they are returned.
        places: where it is written from which place each row comes, for a plan with one output; see
            `Job.places`.
    """
    if jobs < 1:
        size = sum(one.source.size for one in plan.inputs)
        jobs = 1 if size < SMALL else os.cpu_count() or 1
    results = []
    with ExitStack() as stack:
        # Every output is made before the first one gets its name: a run that fails leaves none.
        stages = []
        for output, inputs in plan.outputs:
            stages.append(stack.enter_context(staging(output)))
            job = Job(inputs, output, plan.settings, jobs, command, plan.options, progress, sink,
                      places)  # fmt: skip
            results.append(convert_job(job, stages[-1]))
        for stage in stages:
            stage.commit()
    result = results[0]
    for other in results[1:]:
        result += other
    result.findings = [note for one in plan.empty for note in one.notes] + result.findings
    return result
