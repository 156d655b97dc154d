"""`dataprep validate`: options in, one call of the engine, the report out."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from dataprep.cli.completing import files
from dataprep.cli.configured import configured
from dataprep.cli.console import ProgressLine, show_progress, use_colour
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.grouped import GroupedCommand
from dataprep.cli.validate_options import validate_options
from dataprep.engine.validation.api import carry_out, open_inputs
from dataprep.engine.validation.combined import combined
from dataprep.engine.validation.options import PEOPLE, ValidateOptions, merge, resolve
from dataprep.engine.validation.report import Report
from dataprep.engine.validation.run import Inputs
from dataprep.engine.validation.separately import (
    every_dataset,
    every_file,
    of_one_file,
    without_baseline,
)
from dataprep.errors import OutputError, UsageError
from dataprep.model import Severity
from dataprep.output.formats import get
from dataprep.output.formats.base import Renderer, Style
from dataprep.writing.spooling import spooling

NOTHING = Inputs(())


@click.command(cls=GroupedCommand, context_settings={"max_content_width": 100})
@click.argument("paths", nargs=-1, metavar="[FILE...]", shell_complete=files)
@validate_options
def command(
    config: str | None,
    isolated: bool | None,
    all_datasets: bool | None,
    per_file: bool | None,
    fix: bool | None,
    unsafe_fixes: bool | None,
    **options: Any,
) -> int:
    """Say what is wrong with training files, where, why, and what to do.

    \b
    Examples:
      dataprep validate dataset/train.jsonl
      dataprep validate dataset/*.jsonl --target azure/gpt-4.1-mini
      dataprep validate train.jsonl --validation valid.jsonl --target openai --target together
      dataprep validate pairs.jsonl --method dpo --output-format json > report.json
      dataprep validate --all-datasets
      dataprep validate train.jsonl --fix
      cat train.jsonl | dataprep validate - --output-format concise --max-per-rule 5

    Exit code 0: nothing at or above --fail-on; 1: findings; 2: it could not be done.
    """
    settings = configured(config, bool(isolated))
    if all_datasets and per_file:
        raise UsageError("`--all-datasets` and `--per-file` exclude each other", "choose one")
    if unsafe_fixes and not fix:
        raise UsageError("`--unsafe-fixes` says which repairs are made", "add --fix")
    runs = [options]
    if all_datasets:
        runs = list(every_dataset(options, settings))
    elif per_file:
        runs = list(every_file(options, settings))
        settings = settings._replace(validation_file=())
    merged = [merge(one, settings) for one in runs]
    shared = merged[0]  # what is about the run as a whole is the same in all
    renderer = get(shared["output_format"])
    to_file = _output_file(shared["output_file"])
    reports: list[Report] = []
    accepting = None
    for one in merged:
        chosen = resolve(one, settings)
        if per_file:
            chosen = of_one_file(chosen)
        if fix:
            _repair(one, chosen, bool(unsafe_fixes))
        if len(merged) > 1 or per_file:
            # The baseline is about all of them together.
            if not reports and (chosen.baseline or chosen.write_baseline):
                from dataprep.engine.validation.accepting import Accepting

                accepting = Accepting(chosen)
            chosen = without_baseline(chosen)
        reports.append(_report(one, chosen, renderer.excerpts))
    if accepting is not None:
        accepting.settle(reports, whole=not per_file)
    whole = combined(reports)
    if not shared["quiet"]:
        for note in whole.notes:
            click.echo(note, err=True)
    style = Style(
        colour=not to_file and use_colour(sys.stdout),
        width=shutil.get_terminal_size().columns,
        statistics=shared["statistics"],
        quiet=shared["quiet"],
    )
    if all_datasets and shared["output_format"] in PEOPLE:
        lines = _by_dataset(settings.datasets, reports, renderer, style)
    else:
        lines = renderer.lines(whole, style)
    if to_file:
        _write("".join(f"{text}\n" for text in lines), to_file)
    else:
        _print(lines)
    return verdict(whole, shared)


def _report(merged: dict[str, Any], chosen: ValidateOptions, excerpts: bool) -> Report:
    with spooling() as spool:
        inputs = open_inputs(merged, spool)
        _output_file(merged["output_file"], inputs)  # before anything is looked at
        line = ProgressLine(input_size(inputs), show_progress() and not merged["quiet"])
        try:
            return carry_out(inputs, chosen, spool, excerpts and not merged["no_excerpt"], line)
        finally:
            line.finish()


def _repair(merged: dict[str, Any], chosen: ValidateOptions, unsafe: bool) -> None:
    """Repair the inputs in place, as ``dataprep fix`` does; what is left is judged afterwards."""
    from dataprep.cli.fix import repaired

    result = repaired(merged, chosen, in_place=True, unsafe=unsafe, leave=True)
    if not merged["quiet"] and (total := sum(result.fixed.values())):
        names = ", ".join(name for name, path in result.changed.items() if path is not None)
        click.echo(f"fixed {total:,} finding{'s' * (total > 1)} in {names}", err=True)


def _by_dataset(
    names: Iterable[str], reports: Iterable[Report], renderer: Renderer, style: Style
) -> Iterator[str]:
    for number, (name, report) in enumerate(zip(names, reports, strict=True)):
        if not style.quiet:
            yield from ("",) * bool(number)
            yield click.style(f"dataset {name}", bold=True) if style.colour else f"dataset {name}"
        yield from renderer.lines(report, style)


def _output_file(name: str | None, inputs: Inputs = NOTHING) -> Path | None:
    """Return where the report goes, None for standard output.

    Raises:
        OutputError: it is a folder, or one of the inputs.
    """
    if name is None or name == "-":
        return None
    path = Path(name)
    if path.is_dir():
        raise OutputError(f"{path}: is a folder", "name a file with --output-file")
    sources = (one.path for one in (*inputs.train, *inputs.validation))
    if path.exists() and any(path.samefile(one) for one in sources if one.exists()):
        raise OutputError(
            f"{path}: is an input; an input is never overwritten",
            "choose another name with --output-file",
        )
    return path


def _print(lines: Iterable[str]) -> None:
    """Print the report. A reader who has seen enough (`| head`) changes nothing about the verdict."""
    try:
        for text in lines:
            click.echo(text, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def input_size(inputs: Inputs) -> int:
    """Return the bytes of all inputs, 0 where those of their content are not known."""
    every = [*inputs.train, *inputs.validation]
    if not all(one.seekable for one in every):
        return 0
    return sum(os.path.getsize(one.path) for one in every)


def _write(text: str, path: Path) -> None:
    from dataprep.writing.staging import staging

    with staging(path) as stage:
        made = stage.folder / "report"
        made.write_text(text, "utf-8", newline="\n")
        stage.put(made, path)
        stage.commit()


def verdict(report: Report, merged: dict[str, Any]) -> int:
    """Return the exit code for a report: findings at or above ``--fail-on`` fail the run."""
    worst = report.worst
    if merged["exit_zero"] or worst is None:
        return ExitCode.OK
    return ExitCode.FINDINGS if worst >= Severity[merged["fail_on"].upper()] else ExitCode.OK
