"""`dataprep targets`: the platforms in a table, or one of them with every figure and its source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from dataprep.cli import completing
from dataprep.cli.exit_codes import ExitCode
from dataprep.output.targets_text import as_data, details, table
from dataprep.targets import get, names

_CONFIG = click.option(
    "--config",
    metavar="FILE",
    shell_complete=completing.files,
    help="Configuration with targets of your own; by default found.",
)
_ISOLATED = click.option("--isolated", is_flag=True, help="Look at no configuration.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(invoke_without_command=True, context_settings={"max_content_width": 100})
@_CONFIG
@_ISOLATED
@_JSON
@click.pass_context
def command(context: click.Context, config: str | None, isolated: bool, as_json: bool) -> int:
    """List the platforms that rows can be checked for; `show` tells all about one.

    \b
    Examples:
      dataprep targets
      dataprep targets show azure/gpt-4.1-mini
      dataprep targets show openai --json
    """
    if context.invoked_subcommand is not None:
        context.obj = (config, isolated, as_json)
        return ExitCode.OK
    own = _own(config, isolated)
    targets = [get(name, own) for name in names(own)]
    if as_json:
        _print_json([as_data(one) for one in targets])
    else:
        _print(table(targets))
    return ExitCode.OK


@command.command(
    short_help="Show every figure of a target, with its source.",
    context_settings={"max_content_width": 100},
)
@click.argument("name", metavar="PLATFORM[/MODEL]", shell_complete=completing.targets)
@_CONFIG
@_ISOLATED
@_JSON
@click.pass_obj
def show(
    before: tuple[str | None, bool, bool],
    name: str,
    config: str | None,
    isolated: bool,
    as_json: bool,
) -> int:
    """Show every figure of a target, with its source and the date when it was read."""
    # The options may stand before `show` as well.
    target = get(name, _own(config or before[0], isolated or before[1]))
    if as_json or before[2]:
        _print_json(as_data(target))
    else:
        _print(details(target))
    return ExitCode.OK


def _own(config: str | None, isolated: bool) -> Any:
    from dataprep.config import configuration

    return configuration(config, isolated, Path.cwd()).targets


def _print(lines: Any) -> None:
    for line in lines:
        click.echo(line)


def _print_json(data: Any) -> None:
    click.echo(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode())
