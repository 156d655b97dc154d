"""`dataprep convert`: options in, one call of the engine, the summary out."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click

from dataprep.cli.completing import files
from dataprep.cli.console import ProgressLine, say, show_progress, use_colour
from dataprep.cli.convert_options import convert_options
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.grouped import GroupedCommand
from dataprep.engine.api import Plan, carry_out, make_plan
from dataprep.engine.result import ConvertResult
from dataprep.errors import UsageError
from dataprep.model import Severity
from dataprep.writing.spooling import spooling


@click.command(
    cls=GroupedCommand, no_args_is_help=True, context_settings={"max_content_width": 100}
)
@click.argument("inputs", nargs=-1, metavar="INPUT...", shell_complete=files)
@convert_options
def command(
    inputs: tuple[str, ...], output: str | None, dry_run: bool, preview: int | None, jobs: int,
    stdin_name: str, force: bool, strict: bool, fail_on: str | None, quiet: bool, **options: Any,
) -> int:  # fmt: skip
    """Turn text, tables, workbooks and JSON into a fine-tuning file.

    \b
    Examples:
      dataprep convert faq.txt -o faq.jsonl
      dataprep convert tickets.csv --map user=subject --map assistant=reply -o tickets.jsonl
      dataprep convert recipes.csv --user "Title: {title}\\n\\n{ingredients}" \\
               --assistant "{directions}" --system "You cook." -o recipes.jsonl
      dataprep convert book.xlsx --sheet all --split train=0.9,validation=0.1 -o book.jsonl
      dataprep convert chats.csv --group-by ticket_id --order-by created_at -o chats.jsonl
      cat export.json | dataprep convert - -o - | head

    Rows that cannot be used go to FILE.jsonl.rejects with their place and the reason.
    """
    with spooling() as spool:
        showing = dry_run or preview is not None
        if output is None and not showing:
            _no_output(inputs)
        plan = make_plan(
            inputs, output, options, spool, stdin_name=stdin_name,
            lenient=preview is not None, force=force or showing,
        )  # fmt: skip
        if showing:
            return _show(plan, preview or 3, dry_run)
        if output == "-" and (options.get("split") or options.get("shard_size")):
            raise UsageError("standard output is one file; --split and --shard-size make several",
                             "write them with -o FILE.jsonl")  # fmt: skip
        result = _run(plan, jobs, quiet)
        if not quiet:
            _summarise(result, output)
        return _exit_code(result, "error" if strict else fail_on)


def _no_output(inputs: tuple[str, ...]) -> None:
    first = Path(inputs[0]).stem if inputs and inputs[0] != "-" else "data"
    raise UsageError(
        "no output was given",
        f"write a file with -o {first or 'data'}.jsonl, standard output with -o -, "
        "or look first with --preview 3",
    )


def _run(plan: Plan, jobs: int, quiet: bool) -> ConvertResult:
    sizes = [one.source.size for one in plan.inputs if one.source.seekable]
    total = sum(sizes) if len(sizes) == len(plan.inputs) else 0
    line = ProgressLine(total, show_progress() and not quiet)
    try:
        return carry_out(plan, jobs, _command_line(), line, sys.stdout.buffer)
    finally:
        line.finish()


def _command_line() -> str:
    return shlex.join(["dataprep", *sys.argv[1:]])


def _show(plan: Plan, number: int, with_plan: bool) -> int:
    from dataprep.output.preview import examples, plan_lines

    if with_plan:
        for line in plan_lines(plan):
            say(line)
    for line in examples(plan, number):
        say(line)
    return ExitCode.OK


def _summarise(result: ConvertResult, output: str | None) -> None:
    from dataprep.output.summary import summary_lines

    for line in summary_lines(result, to_stdout=output == "-", colour=use_colour(sys.stderr)):
        click.echo(line, err=True, color=True)


def _exit_code(result: ConvertResult, fail_on: str | None) -> int:
    if fail_on is None or result.worst is None:
        return ExitCode.OK
    level = Severity[fail_on.upper()]
    return ExitCode.FINDINGS if result.worst >= level else ExitCode.OK
