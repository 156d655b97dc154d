"""`dataprep convert`: options in, one call of the engine, the summary out."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dataprep.cli.console import ProgressLine, show_progress, use_colour
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.grouped import GroupedCommand, GroupedOption
from dataprep.cli.step_options import step_options
from dataprep.engine.api import Plan, carry_out, make_plan
from dataprep.engine.result import ConvertResult
from dataprep.errors import UsageError
from dataprep.model import Severity

READING, TEXT, LAYOUT = "Reading", "Text files", "Which column is which side"
OUTPUT, DIVIDING, RUN = "Output", "Splitting", "Run"
FORMATS = ("chat", "prompt-completion", "text")
INPUT_FORMATS = ("csv", "json", "jsonl", "parquet", "sheets", "text", "xlsx")
TEXT_MODES = (
    "lines", "pairs", "paragraphs", "question-answer", "dialogue", "sections", "document", "chunks",
)  # fmt: skip


def option(group: str, *names: str, **settings: Any) -> Callable[[Any], Any]:
    """Return the decorator of an option in a group."""
    return click.option(*names, cls=GroupedOption, group=group, **settings)


def _many(group: str, *names: str, metavar: str, help: str) -> Callable[[Any], Any]:
    return option(group, *names, multiple=True, metavar=metavar, help=help)


@click.command(
    cls=GroupedCommand, no_args_is_help=True, context_settings={"max_content_width": 100}
)
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@option(
    OUTPUT,
    "-o",
    "--output",
    metavar="FILE|DIR/|-",
    help="One file for all inputs, a folder/ for one file each, or - for standard output.",
)
@option(
    OUTPUT,
    "--to",
    type=click.Choice(FORMATS),
    help="Output format; by default chat, or prompt-completion for text without answers.",
)
@option(
    OUTPUT,
    "--ascii",
    is_flag=True,
    default=None,
    help="Write \\u escapes instead of real characters.",
)
@option(
    OUTPUT,
    "--drop-duplicates",
    is_flag=True,
    default=None,
    help="Keep only the first of equal examples.",
)
@option(OUTPUT, "--shard-size", type=int, metavar="N", help="Begin a new file every N examples.")
@_many(OUTPUT, "--keep", metavar="COLUMN", help="Keep a column in the rows.")
@option(OUTPUT, "--dry-run", is_flag=True, help="Show the plan and three examples; write nothing.")
@option(
    OUTPUT,
    "--preview",
    type=click.IntRange(1),
    metavar="N",
    help="Print N examples readably; write nothing.",
)
@option(
    LAYOUT,
    "--dialect",
    metavar="NAME",
    help="The rows' layout, recognised when not given: messages, sharegpt, alpaca, "
    "question-answer, query-response, prompt-completion, input-output, section, single-turn, "
    "named-pair, text.",
)
@_many(
    LAYOUT,
    "--map",
    metavar="ROLE=COLUMN",
    help="Column of a side: user, assistant, system, text, or role and content.",
)
@option(
    LAYOUT, "--user", metavar="TEMPLATE", help="The user's side, e.g. 'Title: {title}\\n\\n{body}'."
)
@option(LAYOUT, "--assistant", metavar="TEMPLATE", help="The assistant's side.")
@option(LAYOUT, "--system", metavar="TEXT", help="A system prompt for examples without one.")
@_many(LAYOUT, "--values", metavar="COLUMN:OLD=NEW,...", help="Replace the values of a column.")
@option(
    LAYOUT, "--group-by", metavar="COLUMN", help="Fold the rows with one value into a conversation."
)
@option(LAYOUT, "--order-by", metavar="COLUMN", help="Order of the rows in a conversation.")
@option(
    READING,
    "--input-format",
    type=click.Choice(INPUT_FORMATS),
    help="Skip the detection of the format.",
)
@option(READING, "--encoding", metavar="NAME", help="Encoding of text inputs, e.g. cp1252.")
@option(READING, "--delimiter", metavar="CHAR", help="Separator of CSV: one character, or tab.")
@option(READING, "--quote", metavar="CHAR", help="Quote character of CSV; '' for none.")
@option(READING, "--header", metavar="auto|none|ROW", help="Row of the header in tables.")
@_many(READING, "--sheet", metavar="NAME|N|all", help="Sheet of a workbook.")
@option(
    READING, "--skip-hidden", is_flag=True, default=None, help="Leave out hidden rows and sheets."
)
@option(READING, "--records", metavar="PATH", help="Where JSON holds the records, e.g. data.items.")
@_many(READING, "--explode", metavar="PATH", help="A nested list: each element becomes a record.")
@option(
    TEXT,
    "--text",
    type=click.Choice(TEXT_MODES),
    help="How text becomes records, guessed when not given: a record a line, two lines a pair, "
    "blocks between blank lines, Q: and A:, `Name:` turns, headings, the whole file, or "
    "pieces of --chunk-size.",
)
@_many(
    TEXT,
    "--speaker",
    metavar="NAME=ROLE",
    help="Role of a speaker in a dialogue: user, assistant or system.",
)
@_many(
    TEXT,
    "--drop-section",
    metavar="HEADING",
    help="Leave out a section; `default` for boiler-plate.",
)
@option(TEXT, "--chunk-size", type=click.IntRange(1), metavar="N", help="Length of chunks (2000).")
@option(TEXT, "--chunk-overlap", type=click.IntRange(0), metavar="N", help="Overlap of chunks (0).")
@option(TEXT, "--chunk-unit", type=click.Choice(("characters", "tokens")), help="Unit of both.")
@option(
    TEXT,
    "--min-line-chars",
    type=int,
    metavar="N",
    help="Drop shorter lines or pieces, before pairing.",
)
@option(
    TEXT,
    "--max-line-chars",
    type=int,
    metavar="N",
    help="Drop longer lines or pieces, before pairing.",
)
@option(TEXT, "--min-line-tokens", type=int, metavar="N", help="The same in tokens.")
@option(TEXT, "--max-line-tokens", type=int, metavar="N", help="The same in tokens.")
@step_options
@option(
    DIVIDING,
    "--split",
    metavar="NAME=SHARE,...",
    help="Fractions or numbers: train=0.9,validation=0.1.",
)
@option(DIVIDING, "--seed", type=click.IntRange(0), metavar="N", help="Seed of the split (0).")
@option(
    DIVIDING,
    "--stratify",
    metavar="COLUMN",
    help="Divide each value of a column alike over the parts.",
)
@option(
    DIVIDING,
    "--group",
    metavar="COLUMN",
    help="Keep the rows with one value in one part of the split.",
)
@option(
    RUN,
    "-j",
    "--jobs",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Processes; by default all processors, one for small inputs.",
)
@option(
    RUN,
    "--stdin-name",
    default="<stdin>",
    metavar="NAME",
    help="What messages call standard input.",
)
@option(RUN, "--force", is_flag=True, help="Replace output files that dataprep did not write.")
@option(RUN, "--strict", is_flag=True, help="Exit 1 when a row was lost to an error.")
@option(
    RUN,
    "--fail-on",
    type=click.Choice(("error", "warning", "info")),
    help="Exit 1 from this severity on.",
)
@option(RUN, "-q", "--quiet", is_flag=True, help="No summary; errors only.")
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
    with tempfile.TemporaryDirectory(prefix="dataprep-") as spool:
        showing = dry_run or preview is not None
        if output is None and not showing:
            _no_output(inputs)
        plan = make_plan(
            inputs, output, options, Path(spool), stdin_name=stdin_name,
            lenient=preview is not None, force=force or showing,
        )  # fmt: skip
        if showing:
            return _show(plan, preview or 3, dry_run)
        if output == "-" and (options.get("split") or options.get("shard_size")):
            raise UsageError("standard output is one file; --split and --shard-size make several",
                             "write them with -o FILE.jsonl")  # fmt: skip
        result = _run(plan, jobs)
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


def _run(plan: Plan, jobs: int) -> ConvertResult:
    sizes = [os.path.getsize(one.source.path) for one in plan.inputs if one.source.seekable]
    total = sum(sizes) if len(sizes) == len(plan.inputs) else 0
    line = ProgressLine(total, show_progress())
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
            click.echo(line)
    for line in examples(plan, number):
        click.echo(line)
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
