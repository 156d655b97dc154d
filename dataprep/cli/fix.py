"""`dataprep fix`: options in, one call of the repair, the counts out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from dataprep.cli.completing import files
from dataprep.cli.configured import configured
from dataprep.cli.console import ProgressLine, say, show_progress, use_colour, writing_out
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.grouped import GroupedCommand
from dataprep.cli.validate import input_size, verdict
from dataprep.cli.validate_options import flag, judging_options, option
from dataprep.engine.validation.api import open_inputs
from dataprep.engine.validation.options import ValidateOptions, merge, resolve
from dataprep.engine.validation.separately import every_file, of_one_file
from dataprep.errors import UsageError
from dataprep.fixing.api import carry_out
from dataprep.fixing.chunks import RowChange
from dataprep.fixing.diff import diff_lines
from dataprep.fixing.next_command import Asked
from dataprep.fixing.result import FixResult, together
from dataprep.fixing.summary import summary_lines
from dataprep.jsontext import dumps
from dataprep.output.terminal import safe
from dataprep.writing.spooling import spooling

REPAIR = "Repair"
_COLOURS = {"@": "cyan", "-": "red", "+": "green"}


@click.command(cls=GroupedCommand, context_settings={"max_content_width": 100})
@click.argument("paths", nargs=-1, metavar="[FILE...]", shell_complete=files)
@option(
    REPAIR,
    "-o",
    "--output",
    metavar="OUT",
    help="Write the repaired file there: a file, - for standard output, or a folder for several.",
)
@flag(REPAIR, "--in-place", help="Put the repaired files in the place of the inputs, at the end.")
@flag(REPAIR, "--backup", help="Keep what is replaced as FILE.bak.")
@flag(
    REPAIR,
    "--unsafe-fixes",
    help="Repair also what changes what is learned, or drops rows (into OUT.rejects).",
)
@flag(REPAIR, "--diff", help="Show what would change, and write nothing.")
@flag(REPAIR, "--dry-run", help="Count what would change, and write nothing.")
@flag(REPAIR, "--force", help="Replace an output file that is there.")
@flag(
    REPAIR,
    "--per-file",
    help="Each file by itself, for what its dataset is for, in place: as validate judges it.",
)
@flag(REPAIR, "--json", help="Print the result as JSON.")
@flag(REPAIR, "-q", "--quiet", help="Print nothing but what was asked for.")
@judging_options
def command(
    config: str | None,
    isolated: bool | None,
    output: str | None,
    in_place: bool | None,
    backup: bool | None,
    unsafe_fixes: bool | None,
    diff: bool | None,
    dry_run: bool | None,
    force: bool | None,
    per_file: bool | None,
    json: bool | None,
    **options: Any,
) -> int:
    """Repair what is wrong with training files, as far as a tool can.

    \b
    Examples:
      dataprep fix train.jsonl --diff
      dataprep fix train.jsonl -o fixed.jsonl
      dataprep fix train.jsonl --in-place --backup --unsafe-fixes
      dataprep fix train.jsonl --validation valid.jsonl -o fixed/ --target azure/gpt-4.1-mini
      dataprep fix train.jsonl --dry-run --unsafe-fixes --select DUP,TXT

    Safe repairs keep every character that is trained on. The bytes of rows without a repair stay as
    they are. A row that an unsafe repair drops is in OUT.rejects, with its reason.

    Exit code 0: done, and nothing at or above --fail-on is left; 1: findings are left, or --diff and
    --dry-run have something to change; 2: it could not be done.
    """
    settings = configured(config, bool(isolated))
    runs = [options]
    if per_file:
        if output:
            raise UsageError(
                "`--per-file` repairs each file in its place, and `-o` names another one",
                "write --in-place instead of -o, or leave --per-file out",
            )
        runs = list(every_file(options, settings))
        settings = settings._replace(validation_file=())
    every = [merge(one, settings) for one in runs]
    merged = every[0]  # what is about the run as a whole is the same in all
    only_look = bool(diff or dry_run)
    if only_look and (output or in_place):
        raise UsageError(
            f"`{'--diff' if diff else '--dry-run'}` writes nothing",
            "leave -o and --in-place out, or --diff and --dry-run",
        )
    if json and output == "-":
        raise UsageError("`--json` and `-o -` both write to standard output", "choose one")
    if not (only_look or output or in_place):
        if per_file or merged["paths"] != ("-",):
            raise UsageError(
                "where the repaired file goes was not said",
                "write it with -o OUT, or in the input's place with --in-place; --diff shows it",
            )
        output = "-"
    tell = _printed(use_colour(sys.stdout)) if diff else None
    results = []
    for one in every:
        chosen = resolve(one, settings)
        results.append(
            repaired(
                one,
                of_one_file(chosen) if per_file else chosen,
                output,
                in_place=bool(in_place),
                backup=bool(backup),
                unsafe=bool(unsafe_fixes),
                force=bool(force),
                leave=bool(per_file),
                tell=tell,
            )
        )
    result = together(results)
    if json:
        click.echo(dumps(result.to_dict()).decode())
    elif not merged["quiet"]:
        asked = Asked(options, merged, output, bool(per_file), bool(unsafe_fixes), only_look)
        for text in summary_lines(result, asked):
            click.echo(safe(text), err=True)
    if only_look and result.fixed:
        return ExitCode.OK if merged["exit_zero"] else ExitCode.FINDINGS
    return verdict(result.report, merged)


def repaired(
    merged: dict[str, Any], chosen: ValidateOptions, output: str | None = None, **how: Any
) -> FixResult:
    """Repair the inputs that the options name, with a progress line.

    Args:
        merged, chosen: the options, as `merge` and `resolve` return them.
        output: where to; ``-`` for standard output.
        how: as for `fixing.api.carry_out`.
    """
    with spooling() as spool:
        inputs = open_inputs(merged, spool)
        target = None if output is None else Path(output)
        if output == "-":
            if len((*inputs.train, *inputs.validation)) > 1:
                raise UsageError("several files do not fit on standard output", "name a folder")
            target = spool / "output.jsonl"
        line = ProgressLine(input_size(inputs), show_progress() and not merged["quiet"])
        try:
            result = carry_out(inputs, chosen, spool, target, progress=line, **how)
        finally:
            line.finish()
        if output == "-":
            _pour(result, spool / "output.jsonl")
    return result


def _printed(colour: bool) -> Any:
    def tell(change: RowChange) -> None:
        for text in diff_lines(change):
            shown = safe(text)
            say(click.style(shown, fg=_COLOURS[text[0]]) if colour else shown, colour=True)

    return tell


def _pour(result: FixResult, made: Path) -> None:
    """Write the repaired rows to standard output."""
    if result.dropped:
        raise UsageError(
            f"{result.dropped:,} rows would be dropped, and standard output has no place for rejects",
            "write a file with -o OUT.jsonl; the dropped rows are in OUT.jsonl.rejects then",
        )
    result.changed = dict.fromkeys(result.changed)
    with made.open("rb") as file, writing_out():
        while block := file.read(1 << 20):
            sys.stdout.buffer.write(block)
        sys.stdout.buffer.flush()
