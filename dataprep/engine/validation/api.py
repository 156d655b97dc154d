"""`dataprep.validate`: the validation as a function; the command line calls it too."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from dataprep.config import Config, load
from dataprep.engine.progress import Progress
from dataprep.engine.validation.options import ValidateOptions, merge, resolve
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.report import Report
from dataprep.engine.validation.run import Inputs, validate_inputs
from dataprep.engine.validation.whole import Calendar
from dataprep.errors import UsageError
from dataprep.jsontext import dumps
from dataprep.readers.inputs import sources
from dataprep.readers.source import COMPRESSED, Source
from dataprep.rules.own import blaming
from dataprep.rules.registry import rules, using
from dataprep.rules.selection import ignored
from dataprep.targets import get
from dataprep.writing.spooling import spooling

SUFFIXES = (".jsonl", ".ndjson", ".jl", *COMPRESSED)
"""What is taken from a folder; a file that is named may be called as it likes."""

SMALL = 32 << 20
"""Inputs below this many bytes in all are looked at in one process: starting others costs more."""

Names = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def validate(
    paths: Names | Iterable[Mapping[str, Any]],
    *,
    target: str | Sequence[str] = (),
    validation: Names = (),
    config: str | os.PathLike[str] | None = None,
    targets: Mapping[str, Any] | None = None,
    jobs: int = 1,
    **options: Any,
) -> Report:
    """Say what is wrong with a dataset, for one or several targets.

    Args:
        paths: files, folders or globs, or the rows themselves as an iterable of objects; together
            they are the train part.
        target: ``PLATFORM`` or ``PLATFORM/MODEL``, or several; ``generic`` when none is named.
        validation: the files of the validation part.
        config: a configuration file; none is looked for.
        targets: name -> target of your own, as data of the shape of a target file.
        jobs: processes; 0 for as many as there are processors. Scripts that use more than one need
            ``if __name__ == "__main__":``, as for `multiprocessing`.
        options: the options of ``dataprep validate`` with underscores: ``select=["CHT"]``,
            ``method="dpo"``, ``tokens="exact"``, ``today="2026-11-20"``, ``max_per_rule=20``,
            ``near_duplicates=True``, ``cache=False``.

    Returns:
        `Report` with ``ok``, ``findings``, ``stats`` and ``to_dict()``. All findings are in it, unless
        `max_per_rule` is given.

    Raises:
        InputError: a file is missing, unreadable, or changes while it is read.
        MissingExtraError: near-duplicates are looked for, and numpy is not installed.
        UsageError: a target, a rule or an option does not exist, or a rule of the user's own fails.
    """
    configured = load(Path(config)) if config is not None else Config()
    configured = configured._replace(targets={**configured.targets, **(targets or {})})
    given = {"max_per_rule": 0, **options, "target": target or (), "jobs": jobs}
    with spooling() as spool:
        train = named(paths)
        found = [_spooled(paths, spool)] if train is None else None
        given["paths"] = train or ("<rows>",)
        given["validation_file"] = named(validation) or ()
        merged = merge(given, configured)
        with using(configured.rules):
            chosen = resolve(merged, configured)
            inputs = open_inputs(merged, spool, found=found)
            return carry_out(inputs, chosen, spool)


def open_inputs(
    merged: Mapping[str, Any],
    spool: Path,
    stdin: BinaryIO | None = None,
    found: list[Source] | None = None,
) -> Inputs:
    """Return the inputs that the options name.

    Args:
        merged: as `options.merge` returns them.
        spool: a folder for the copy of standard input.
        found: the train part, where it is known already.

    Raises:
        InputError: a file is missing.
        UsageError: nothing was named, or one file is in both parts.
    """
    if not merged["paths"]:
        raise UsageError(
            "no input was given",
            "name a file, a folder, or - for standard input; or --dataset NAME",
        )
    stream = stdin or sys.stdin.buffer
    name = merged["stdin_filename"] or "<stdin>"
    train = found or sources(merged["paths"], SUFFIXES, stream, spool, name)
    validation = []
    if merged["validation_file"]:
        validation = sources(merged["validation_file"], SUFFIXES, stream, spool, name)
    if own := merged["write_baseline"] or merged["baseline"]:
        # Whatever it is called, it is no data.
        train = [one for one in train if one.path.resolve() != Path(own).resolve()]
    both = {one.path.resolve() for one in train} & {one.path.resolve() for one in validation}
    if both:
        named = next(one.name for one in validation if one.path.resolve() in both)
        raise UsageError(
            f"{named} is in the train part and in the validation part",
            "name it in one of them; its rows cannot tell how well they were learned",
        )
    return Inputs(train, validation)


def carry_out(
    inputs: Inputs,
    options: ValidateOptions,
    spool: Path,
    excerpts: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Validate inputs as the options say.

    Args:
        spool: a folder for copies and facts; removed by whoever made it.
        excerpts: whether findings carry what stands at their place.
        progress: called with (rows, bytes) after each chunk.

    Raises:
        InputError: a file vanished, changed, or cannot be read.
        MissingExtraError: near-duplicates are looked for, and numpy is not installed.
        UsageError: a target does not exist, or the baseline is missing or malformed.
    """
    accepting = None
    if options.baseline or options.write_baseline:
        from dataprep.engine.validation.accepting import Accepting

        accepting = Accepting(options)
    plan = plan_of(inputs, options, excerpts)
    if accepting is not None:
        plan = plan._replace(cap=None)
    with blaming(rules()):
        report = validate_inputs(
            inputs, plan, calendar_of(options), spool, jobs_for(inputs, options), progress
        )
    if accepting is not None:
        accepting.settle([report], whole=not options.partial)
    return report


def plan_of(inputs: Inputs, options: ValidateOptions, excerpts: bool = False) -> Plan:
    """Return what workers must know to judge the rows of inputs.

    Raises:
        MissingExtraError: near-duplicates are looked for, and numpy is not installed.
        UsageError: a target, a tokenizer or a grader does not exist.
    """
    every = [*inputs.train, *inputs.validation]
    targets = [get(name, options.own_targets) for name in dict.fromkeys(options.targets)]
    if options.tokenizer is not None:
        from dataprep.engine.tokenizer import with_tokenizer

        targets = with_tokenizer(targets, options.tokenizer)
    if options.grader is not None:
        from dataprep.engine.grader import with_grader

        targets = with_grader(targets, options.grader)
    plan = Plan(
        targets=tuple(targets),
        codes=options.codes,
        severities=options.severities,
        ignored=tuple(ignored(one.name, options.per_file_ignores) for one in every),
        method=options.method,
        tokens=options.tokens,
        cap=options.max_per_rule,
        excerpts=excerpts,
        rule_files=options.rule_files,
        cache=options.cache,
    )
    if plan.near_rules():
        from dataprep.engine.near.sketch import require

        require()  # before any row is read
    return plan


def jobs_for(inputs: Inputs, options: ValidateOptions) -> int:
    """Return how many processes are worth it."""
    if options.jobs >= 1:
        return options.jobs
    size = sum(os.path.getsize(one.path) for one in (*inputs.train, *inputs.validation))
    return 1 if size < SMALL else os.cpu_count() or 1


def calendar_of(options: ValidateOptions) -> Calendar:
    """Return the dates that lifecycle rules go by."""
    return Calendar(options.today.isoformat(), options.notice_days)


def named(paths: Any) -> tuple[str, ...] | None:
    """Return the names of files that a caller of the API gave; None for rows."""
    if isinstance(paths, str | os.PathLike):
        return (os.fspath(paths),)
    if (
        isinstance(paths, list | tuple)
        and paths
        and all(isinstance(one, str | os.PathLike) for one in paths)
    ):
        return tuple(os.fspath(one) for one in paths)
    return None


def _spooled(rows: Any, spool: Path) -> Source:
    """Write rows to disk, so that they can be read like any other."""
    if isinstance(rows, Mapping | bytes | bytearray) or not isinstance(rows, Iterable):
        raise UsageError(
            f"{type(rows).__name__} is neither a file nor rows",
            "give a path, a list of paths, or a list of rows",
        )
    path = spool / "rows.jsonl"
    with path.open("wb") as file:
        for row in rows:
            file.write(dumps(row) + b"\n")
    return Source.of(path, "<rows>")
