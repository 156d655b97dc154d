"""The options of `dataprep convert`, by group, in the order of the help page.

What can be chosen (formats, text modes, layouts, steps) is read from the packages that hold them, so a
new one shows here without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from dataprep.cli.completing import files
from dataprep.cli.grouped import GroupedOption
from dataprep.cli.step_options import step_options
from dataprep.dialects import dialects
from dataprep.formats import names as format_names
from dataprep.readers import names as input_format_names
from dataprep.readers.text_modes.catalog import modes

READING, TEXT, LAYOUT = "Reading", "Text files", "Which column is which side"
OUTPUT, DIVIDING, RUN = "Output", "Splitting", "Run"
DIALECTS = [dialect.name for dialect in dialects() if dialect.name != "mapped"]

Decorator = Callable[[Any], Any]


def option(group: str, *names: str, **settings: Any) -> Decorator:
    """Return the decorator of an option in a group."""
    return click.option(*names, cls=GroupedOption, group=group, **settings)


def several(group: str, *names: str, metavar: str, help: str) -> Decorator:
    """Return the decorator of an option that may be given several times."""
    return option(group, *names, multiple=True, metavar=metavar, help=help)


OPTIONS: tuple[Decorator, ...] = (
    option(
        OUTPUT,
        "-o",
        "--output",
        metavar="FILE|DIR/|-",
        shell_complete=files,
        help="One file for all inputs, a folder/ for one file each, or - for standard output.",
    ),
    option(
        OUTPUT,
        "--to",
        type=click.Choice(format_names()),
        help="Output format; by default chat, or prompt-completion for text without answers.",
    ),
    option(
        OUTPUT,
        "--ascii",
        is_flag=True,
        default=None,
        help="Write \\u escapes instead of real characters.",
    ),
    option(
        OUTPUT,
        "--drop-duplicates",
        is_flag=True,
        default=None,
        help="Keep only the first of equal examples.",
    ),
    option(
        OUTPUT, "--shard-size", type=int, metavar="N", help="Begin a new file every N examples."
    ),
    several(OUTPUT, "--keep", metavar="COLUMN", help="Keep a column in the rows."),
    option(
        OUTPUT, "--dry-run", is_flag=True, help="Show the plan and three examples; write nothing."
    ),
    option(
        OUTPUT,
        "--preview",
        type=click.IntRange(1),
        metavar="N",
        help="Print N examples readably; write nothing.",
    ),
    option(
        LAYOUT,
        "--dialect",
        metavar="NAME",
        help=f"The rows' layout, recognised when not given: {', '.join(DIALECTS)}.",
    ),
    several(
        LAYOUT,
        "--map",
        metavar="ROLE=COLUMN",
        help="Column of a side: user, assistant, system, text, or role and content.",
    ),
    option(
        LAYOUT,
        "--user",
        metavar="TEMPLATE",
        help="The user's side, e.g. 'Title: {title}\\n\\n{body}'.",
    ),
    option(LAYOUT, "--assistant", metavar="TEMPLATE", help="The assistant's side."),
    option(LAYOUT, "--system", metavar="TEXT", help="A system prompt for examples without one."),
    several(
        LAYOUT, "--values", metavar="COLUMN:OLD=NEW,...", help="Replace the values of a column."
    ),
    option(
        LAYOUT,
        "--group-by",
        metavar="COLUMN",
        help="Fold the rows with one value into a conversation.",
    ),
    option(LAYOUT, "--order-by", metavar="COLUMN", help="Order of the rows in a conversation."),
    option(
        READING,
        "--input-format",
        type=click.Choice(sorted(input_format_names())),
        help="Skip the detection of the format.",
    ),
    option(READING, "--encoding", metavar="NAME", help="Encoding of text inputs, e.g. cp1252."),
    option(READING, "--delimiter", metavar="CHAR", help="Separator of CSV: one character, or tab."),
    option(READING, "--quote", metavar="CHAR", help="Quote character of CSV; '' for none."),
    option(READING, "--header", metavar="auto|none|ROW", help="Row of the header in tables."),
    several(READING, "--sheet", metavar="NAME|N|all", help="Sheet of a workbook."),
    option(
        READING,
        "--skip-hidden",
        is_flag=True,
        default=None,
        help="Leave out hidden rows and sheets.",
    ),
    option(
        READING, "--records", metavar="PATH", help="Where JSON holds the records, e.g. data.items."
    ),
    several(
        READING, "--explode", metavar="PATH", help="A nested list: each element becomes a record."
    ),
    option(
        TEXT,
        "--text",
        type=click.Choice(list(modes())),
        help="How text becomes records, guessed when not given: a record a line, two lines a pair, "
        "blocks between blank lines, Q: and A:, `Name:` turns, headings, the whole file, or "
        "pieces of --chunk-size.",
    ),
    several(
        TEXT,
        "--speaker",
        metavar="NAME=ROLE",
        help="Role of a speaker in a dialogue: user, assistant or system.",
    ),
    several(
        TEXT,
        "--drop-section",
        metavar="HEADING",
        help="Leave out a section; `default` for boiler-plate.",
    ),
    option(
        TEXT, "--chunk-size", type=click.IntRange(1), metavar="N", help="Length of chunks (2000)."
    ),
    option(
        TEXT, "--chunk-overlap", type=click.IntRange(0), metavar="N", help="Overlap of chunks (0)."
    ),
    option(TEXT, "--chunk-unit", type=click.Choice(("characters", "tokens")), help="Unit of both."),
    option(
        TEXT,
        "--min-line-chars",
        type=int,
        metavar="N",
        help="Drop shorter lines or pieces, before pairing.",
    ),
    option(
        TEXT,
        "--max-line-chars",
        type=int,
        metavar="N",
        help="Drop longer lines or pieces, before pairing.",
    ),
    option(TEXT, "--min-line-tokens", type=int, metavar="N", help="The same in tokens."),
    option(TEXT, "--max-line-tokens", type=int, metavar="N", help="The same in tokens."),
    step_options,
    option(
        DIVIDING,
        "--split",
        metavar="NAME=SHARE,...",
        help="Fractions or numbers: train=0.9,validation=0.1.",
    ),
    option(DIVIDING, "--seed", type=click.IntRange(0), metavar="N", help="Seed of the split (0)."),
    option(
        DIVIDING,
        "--stratify",
        metavar="COLUMN",
        help="Divide each value of a column alike over the parts.",
    ),
    option(
        DIVIDING,
        "--group",
        metavar="COLUMN",
        help="Keep the rows with one value in one part of the split.",
    ),
    option(
        RUN,
        "-j",
        "--jobs",
        type=click.IntRange(0),
        default=0,
        metavar="N",
        help="Processes; by default all processors, one for small inputs.",
    ),
    option(
        RUN,
        "--stdin-name",
        default="<stdin>",
        metavar="NAME",
        help="What messages call standard input.",
    ),
    option(RUN, "--force", is_flag=True, help="Replace output files that dataprep did not write."),
    option(RUN, "--strict", is_flag=True, help="Exit 1 when a row was lost to an error."),
    option(
        RUN,
        "--fail-on",
        type=click.Choice(("error", "warning", "info")),
        help="Exit 1 from this severity on.",
    ),
    option(RUN, "-q", "--quiet", is_flag=True, help="No summary; errors only."),
)


def convert_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add every option to a command."""
    for decorate in reversed(OPTIONS):
        function = decorate(function)
    return function
