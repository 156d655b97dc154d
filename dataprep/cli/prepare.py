"""`dataprep prepare`: the walk in a terminal, by recommendation, or by a plan."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from dataprep.cli.completing import files, targets
from dataprep.cli.configured import configured
from dataprep.cli.console import ProgressLine, show_progress
from dataprep.cli.exit_codes import ExitCode
from dataprep.engine.progress import Progress
from dataprep.errors import OutputError, UsageError
from dataprep.fixing.prepare import plan as plans
from dataprep.fixing.prepare.api import carry_out, chosen, rules_for
from dataprep.fixing.prepare.plan import FORMATS
from dataprep.fixing.prepare.questions import Answer, Ask, Given, Question, recommended
from dataprep.output.terminal import safe


@click.command(no_args_is_help=True, context_settings={"max_content_width": 100})
@click.argument("file", required=False, shell_complete=files)
@click.option("-f", "--file", "named", metavar="FILE", shell_complete=files,
              help="The file, as the old tool was given it.")  # fmt: skip
@click.option("-o", "--output", metavar="DIR", shell_complete=files,
              help="The folder to write to; by default that of FILE.")  # fmt: skip
@click.option("--to", type=click.Choice(FORMATS), help="What rows to make; by default what fits.")
@click.option("-t", "--target", metavar="PLATFORM[/MODEL]", shell_complete=targets,
              help="Where it is trained: azure, openai/gpt-4.1-mini ... (generic).")  # fmt: skip
@click.option("--map", "mapping", multiple=True, metavar="PART=COLUMN",
              help="Which column is which part: prompt=question, completion=reply ...")  # fmt: skip
@click.option("--sheet", metavar="NAME|N|all",
              help="Sheet of a workbook; by default all with the columns of the first.")  # fmt: skip
@click.option("-y", "--yes", is_flag=True, help="Ask nothing, do what is recommended.")
@click.option("-q", "--quiet", is_flag=True, help="The same, as the old tool called it.")
@click.option("--plan", metavar="FILE", shell_complete=files,
              help="Ask nothing, answer as this plan does.")  # fmt: skip
@click.option("--save-plan", metavar="FILE", shell_complete=files,
              help="Write the answers there, to be used again.")  # fmt: skip
@click.option("--compat", is_flag=True,
              help="Make the rows of `openai tools fine_tunes.prepare_data`.")  # fmt: skip
@click.option("--today", metavar="DATE", help="The date that shutdowns of models are held against.")
@click.option("--config", metavar="FILE", shell_complete=files,
              help="Configuration; by default the nearest one.")  # fmt: skip
@click.option("--isolated", is_flag=True, help="Look at no configuration.")
def command(
    file: str | None, named: str | None, output: str | None, to: str | None, target: str | None,
    mapping: tuple[str, ...], sheet: str | None, yes: bool, quiet: bool, plan: str | None,
    save_plan: str | None, compat: bool, today: str | None, config: str | None, isolated: bool,
) -> int:  # fmt: skip
    """Take any raw file, look, explain, ask, and leave a file that is ready to train.

    \b
    Examples:
      dataprep prepare tickets.csv
      dataprep prepare reviews.xlsx --target openai/gpt-4.1-mini -o dataset/
      dataprep prepare tickets.csv -y
      dataprep prepare tickets.csv --save-plan tickets.toml
      dataprep prepare more-tickets.csv --plan tickets.toml
      dataprep prepare -f pairs.csv -q --compat

    It writes FILE_prepared.jsonl, or FILE_prepared_train.jsonl and FILE_prepared_valid.jsonl, and never
    over a file. Rows that are left out are in FILE_prepared.jsonl.rejects, with their reasons. Without
    a terminal, and without -y or --plan, it says what it would ask and do, and does nothing.

    Exit code 0: written, and a validation finds no error; 1: written, and errors are left; 2: nothing
    was written.
    """
    if (file is None) == (named is None):
        raise UsageError(
            "no file was given" if file is None else "the file was given twice",
            "name one: dataprep prepare FILE",
        )
    name = file or named or ""
    settings = configured(config, isolated)
    accepting = yes or quiet
    if plan is not None:
        if to or target or mapping or sheet or compat or accepting:
            raise UsageError("`--plan` holds all options and answers", "leave the others out")
        loaded = plans.load(Path(plan))
        options = loaded.options
        ask: Ask = Given(loaded.answers, plan)
    else:
        default = (settings.target or (None,))[0]
        options = chosen(to, target or default, _parts(mapping), compat, sheet)
        ask = recommended if accepting or not sys.stdin.isatty() else _asked
    if save_plan is not None and os.path.lexists(save_plan):
        raise OutputError(f"{save_plan}: exists", "choose another name with --save-plan")
    rules = rules_for(options, settings, today)
    writes = plan is not None or accepting or ask is _asked
    result = carry_out(
        name, options, rules, ask, None if output is None else Path(output), tell=_say,
        retell=ask is not _asked, watch=_watch, writes=writes,
    )  # fmt: skip
    if save_plan is not None:
        plans.save(result.plan, Path(save_plan))
        _say(f"wrote {save_plan} (the plan: --plan answers as it does)")
    if not writes:
        raise UsageError(
            "nothing was written: there is no terminal to ask in",
            "do what is recommended with -y, or answer by a plan: --save-plan FILE, then --plan FILE",
        )
    return ExitCode.OK if result.ok else ExitCode.FINDINGS


def _parts(mapping: tuple[str, ...]) -> dict[str, str]:
    parts: dict[str, str] = {}
    for text in mapping:
        part, equals, column = text.partition("=")
        if not equals or not part or not column:
            raise UsageError(f"--map {text!r} is not PART=COLUMN", "e.g. --map prompt=question")
        parts[part] = column
    return parts


def _say(line: str) -> None:
    click.echo(safe(line))


def _asked(question: Question) -> Answer:
    """Ask in the terminal until there is an answer."""
    while True:
        click.echo(f"{safe(question.shown())}: ", nl=False, err=True)
        said = sys.stdin.readline()
        if not said:  # the end of the input is no answer
            click.echo(err=True)
            raise click.Abort
        answer = question.answer(said)
        if answer is not None:
            return answer
        can = "one of the choices or its number" if question.choices else "y or n"
        click.echo(f"  please answer with {can}", err=True)


@contextmanager
def _watch(size: int) -> Iterator[Progress]:
    line = ProgressLine(size, show_progress())
    try:
        yield line
    finally:
        line.finish()
