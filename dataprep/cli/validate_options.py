"""The options of `dataprep validate`, by group, in the order of the help page.

None has a default here, so that the configuration can fill what the command line leaves open (see
`engine/validation/options.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from dataprep.cli.completing import BY_METAVAR, datasets
from dataprep.cli.grouped import GroupedOption
from dataprep.engine.validation.options import CHOICES

DATA, RULES, OUTPUT = "What the data is for", "Rules", "Output"
BASELINE, CONFIGURATION, RUN = "Baseline", "Configuration", "Run"

Decorator = Callable[[Any], Any]


def option(group: str, *names: str, **settings: Any) -> Decorator:
    """Return the decorator of an option in a group."""
    settings.setdefault("shell_complete", BY_METAVAR.get(settings.get("metavar", "")))
    return click.option(*names, cls=GroupedOption, group=group, **settings)


def several(group: str, *names: str, metavar: str, help: str) -> Decorator:
    """Return the decorator of an option that may be given several times."""
    return option(group, *names, multiple=True, metavar=metavar, help=help)


def flag(group: str, *names: str, help: str) -> Decorator:
    """Return the decorator of a switch."""
    return option(group, *names, is_flag=True, default=None, help=help)


def choice(group: str, name: str, help: str) -> Decorator:
    """Return the decorator of an option whose values are those of `CHOICES`."""
    options = CHOICES[name.removeprefix("--").replace("-", "_")]
    return option(group, name, type=click.Choice(options), help=help)


_DATA: tuple[Decorator, ...] = (
    several(
        DATA,
        "--target",
        metavar="PLATFORM[/MODEL]",
        help="Where it is trained: azure, openai/gpt-4.1-mini ... (generic). Several give a verdict "
        "each.",
    ),
    choice(DATA, "--method", "What the rows are for; by default what they are made for."),
    several(
        DATA,
        "--validation-file",
        "--validation",
        metavar="FILE",
        help="The validation part: looked at for leakage, and not for its size.",
    ),
    option(
        DATA,
        "--dataset",
        metavar="NAME",
        shell_complete=datasets,
        help="A dataset of the configuration.",
    ),
    choice(DATA, "--tokens", "Count rows near a limit, all rows, or none (limits)."),
    option(
        DATA,
        "--tokenizer",
        metavar="PATH",
        help="tokenizer.json of an open-weight model, or the folder that holds it.",
    ),
    option(
        DATA,
        "--grader",
        metavar="FILE",
        help="Grader of a reinforcement job, as JSON: rows are held against what it reads.",
    ),
)
_RUNS = (
    flag(DATA, "--all-datasets", help="Every dataset of the configuration, each by itself."),
    flag(
        DATA,
        "--per-file",
        help="Each file by itself, without the rules about a dataset as a whole (SET, TGT ...).",
    ),
)
_RULES = (
    several(
        RULES,
        "--select",
        metavar="RULE,...",
        help="The rules that speak: codes, prefixes, names, ALL or DEFAULT (DEFAULT).",
    ),
    several(RULES, "--ignore", metavar="RULE,...", help="Rules that stay silent."),
    several(RULES, "--extend-select", metavar="RULE,...", help="Rules besides the selected ones."),
    flag(
        RULES,
        "--near-duplicates",
        help="Rows that differ in few words too (DUP002), across both parts as well (DUP006).",
    ),
)
_REPAIR = (
    flag(RULES, "--fix", help="Make the safe repairs first, in place (see: dataprep fix)."),
    flag(RULES, "--unsafe-fixes", help="Make the others too: they change what is learned."),
)
_OUTPUT = (
    choice(
        OUTPUT, "--output-format", "full and concise for people, the others for programs (full)."
    ),
    option(OUTPUT, "--output-file", metavar="FILE", help="Write there instead of standard output."),
    flag(OUTPUT, "--statistics", help="Count the findings by rule instead of showing them."),
    option(
        OUTPUT,
        "--max-per-rule",
        type=click.IntRange(0),
        metavar="N",
        help="Findings of a rule before the rest is folded (20); 0 for all.",
    ),
    flag(OUTPUT, "--no-excerpt", help="Show no data, only places."),
    flag(OUTPUT, "-q", "--quiet", help="Findings only, no closing lines."),
)
_BASELINE = (
    option(
        BASELINE,
        "--baseline",
        metavar="FILE",
        help="Findings that are known: they fail no run and are in no count.",
    ),
    option(
        BASELINE,
        "--write-baseline",
        metavar="FILE",
        help="Take what is found for known; a file that is there loses what is gone.",
    ),
    flag(BASELINE, "--accept-new", help="Let a baseline that is there grow."),
    flag(BASELINE, "--show-baselined", help="List known findings too."),
)
_RUN = (
    choice(RUN, "--fail-on", "Exit 1 from this severity on (error)."),
    flag(RUN, "--exit-zero", help="Exit 0 whatever is found."),
    option(RUN, "--stdin-filename", metavar="NAME", help="What messages call standard input (-)."),
    option(
        RUN,
        "--today",
        metavar="DATE",
        help="The date that shutdowns are held against, or DATAPREP_TODAY.",
    ),
    option(
        RUN,
        "--notice-days",
        type=click.IntRange(0),
        metavar="N",
        help="Warn so many days before a model shuts down (60).",
    ),
    option(
        RUN,
        "-j",
        "--jobs",
        type=click.IntRange(0),
        metavar="N",
        help="Processes; by default all processors, one for small inputs.",
    ),
    option(
        RUN,
        "--no-cache",
        "cache",
        flag_value=False,
        default=None,
        help="Neither use token counts of earlier runs nor keep these (see: dataprep cache).",
    ),
    option(
        CONFIGURATION,
        "--config",
        metavar="FILE",
        help="Read this file instead of the nearest dataprep.toml or pyproject.toml.",
    ),
    flag(CONFIGURATION, "--isolated", help="Read no configuration."),
)


def validate_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add every option to a command."""
    return _added(function, (*_DATA, *_RUNS, *_RULES, *_REPAIR, *_OUTPUT, *_BASELINE, *_RUN))


def judging_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add those options to a command that decide what is found, and how it runs."""
    return _added(function, (*_DATA, *_RULES, *_RUN))


def _added(function: Callable[..., Any], options: Iterable[Decorator]) -> Callable[..., Any]:
    for decorate in reversed([*options]):
        function = decorate(function)
    return function
