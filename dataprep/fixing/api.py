"""`dataprep.fix`: the repair as a function; the command line calls it too."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataprep.config import Config, load
from dataprep.engine.progress import Progress
from dataprep.engine.validation.api import (
    Names,
    calendar_of,
    jobs_for,
    named,
    open_inputs,
    plan_of,
)
from dataprep.engine.validation.options import ValidateOptions, merge, resolve
from dataprep.engine.validation.run import Inputs
from dataprep.errors import UsageError
from dataprep.fixing.no_lines import refuse_what_is_no_lines
from dataprep.fixing.places import in_place as in_their_place
from dataprep.fixing.places import to_output, write
from dataprep.fixing.result import FixResult
from dataprep.fixing.rounds import Outcome, Setting, Tell
from dataprep.rules.own import blaming
from dataprep.rules.registry import rules, using
from dataprep.writing.spooling import spooling


def fix(
    paths: Names,
    output: str | os.PathLike[str] | None = None,
    *,
    in_place: bool = False,
    backup: bool = False,
    unsafe_fixes: bool = False,
    force: bool = False,
    target: str = "generic",
    validation: Names = (),
    config: str | os.PathLike[str] | None = None,
    targets: Mapping[str, Any] | None = None,
    jobs: int = 1,
    **options: Any,
) -> FixResult:
    """Repair what is wrong with a dataset, as far as that can be done.

    Args:
        paths: files, folders or globs: the train part.
        output: where the repaired file goes; a folder for several. Neither it nor `in_place`: nothing
            is written, and the result says what would be.
        in_place: the repaired files take the place of the inputs, at the very end and all at once.
        backup: keep each file that is replaced as ``FILE.bak``.
        unsafe_fixes: repair also what changes what is learned, or drops rows.
        force: replace output files that are there.
        target: ``PLATFORM`` or ``PLATFORM/MODEL``, one.
        validation: the files of the validation part; they are repaired too.
        config: a configuration file; none is looked for.
        targets: name -> target of your own, as data of the shape of a target file.
        jobs: as for `validate`.
        options: those of `validate`: ``select=["CHT002"]``, ``method="dpo"``, ``today=...``

    Returns:
        `FixResult` with ``fixed`` (code -> count), ``rejects``, and ``report`` about the files as they
        are now. Dropped rows stand in ``FILE.rejects``, each with its reason.

    Raises:
        InputError: a file is missing, unreadable, changes while it is read, or is to be written and
            holds something else than rows.
        OutputError: a place cannot be written, or holds a file already.
        UsageError: an option does not exist, or options exclude each other.
    """
    configured = load(Path(config)) if config is not None else Config()
    configured = configured._replace(targets={**configured.targets, **(targets or {})})
    given = {"max_per_rule": 0, **options, "target": target, "jobs": jobs}
    given["paths"], given["validation_file"] = named(paths) or (), named(validation) or ()
    merged = merge(given, configured)
    with using(configured.rules), spooling() as spool:
        chosen = resolve(merged, configured)
        inputs = open_inputs(merged, spool)
        return carry_out(
            inputs, chosen, spool, None if output is None else Path(output),
            in_place=in_place, backup=backup, unsafe=unsafe_fixes, force=force,
        )  # fmt: skip


def carry_out(
    inputs: Inputs,
    options: ValidateOptions,
    spool: Path,
    output: Path | None = None,
    *,
    in_place: bool = False,
    backup: bool = False,
    unsafe: bool = False,
    force: bool = False,
    leave: bool = False,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> FixResult:
    """Repair inputs as the options say.

    Args:
        spool: a folder for everything in between; removed by whoever made it.
        output, in_place, backup, force: see `fix`.
        unsafe: whether unsafe repairs are wanted too.
        leave: whether what is no JSON Lines stays as it is; else it stops the repair.
        progress: called with (rows, bytes) after each chunk.
        tell: called with what is done to each row.

    Raises:
        InputError, OutputError, UsageError: see `fix`.
    """
    if len(set(options.targets)) > 1:
        raise UsageError(
            f"{len(set(options.targets))} targets were named, and a repair is for one: what one wants "
            "another may refuse",
            "name one with --target",
        )
    if in_place and output is not None:
        raise UsageError("`-o` and `--in-place` exclude each other", "choose one")
    if backup and not in_place:
        raise UsageError("`--backup` keeps what is replaced, and nothing is", "add --in-place")
    every = [*inputs.train, *inputs.validation]
    places = None
    if in_place:
        places = in_their_place(every, backup)
    elif output is not None:
        places = to_output(every, output, force)
    kinds = frozenset({"safe", "unsafe"} if unsafe else {"safe"})
    plan = plan_of(inputs, options)._replace(repairs=kinds)
    setting = Setting(plan, calendar_of(options), spool, jobs_for(inputs, options), progress, tell)
    outcome = Outcome(inputs)
    with blaming(rules()):
        outcome.carry_out(setting)
    now = [*outcome.inputs.train, *outcome.inputs.validation]
    rejects = [outcome.rejects.get(number) for number in range(len(every))]
    if places and not (leave or outcome.report.inputs_read):
        whole = [one for one, gone in zip(now, rejects, strict=True) if gone is None]
        refuse_what_is_no_lines(whole, in_place)
    result = FixResult(
        outcome.report, outcome.fixed, outcome.dropped, outcome.rows, notes=outcome.notes,
        rewritten=outcome.rewritten,
    )  # fmt: skip
    for number, source in enumerate(every):
        changed = now[number] is not source
        final = places[number].final if places else None
        result.changed[source.name] = final if changed or output is not None else None
        if places and changed and in_place and backup:
            result.backups.append(places[number].backup)
        if places and rejects[number] is not None:
            result.rejects.append(places[number].rejects)
    if places:
        write(places, now, rejects, backup)
    return result
