"""`dataprep rules`: every rule in a table, by family."""

from __future__ import annotations

import shutil
import sys
from itertools import groupby

import click
import orjson

from dataprep.cli.completing import files, rule_words
from dataprep.cli.configured import configured
from dataprep.cli.console import use_colour
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.grouped import GroupedCommand
from dataprep.rules.base import Rule
from dataprep.rules.documentation import family, title
from dataprep.rules.registry import rules
from dataprep.rules.selection import select as selected
from dataprep.rules.selection import words


@click.command(cls=GroupedCommand, context_settings={"max_content_width": 100})
@click.option(
    "--select",
    multiple=True,
    metavar="RULE,...",
    shell_complete=rule_words,
    help="Only some: codes, prefixes of codes, names, ALL or DEFAULT. By default all.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.option("--config", metavar="FILE", shell_complete=files,
              help="Configuration with rules of your own; by default found.")  # fmt: skip
@click.option("--isolated", is_flag=True, help="Look at no configuration.")
def command(select: tuple[str, ...], as_json: bool, config: str | None, isolated: bool) -> int:
    """List the rules: code, name, severity, fix, layer, and what each finds.

    \b
    Examples:
      dataprep rules
      dataprep rules --select CHT,TLS
      dataprep rules --json
    """
    configured(config, isolated)
    chosen = selected(words(select) or ("ALL",))
    listed = [rule for code, rule in rules().items() if code in chosen]
    if as_json:
        data = [_data(rule) for rule in listed]
        click.echo(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode())
        return ExitCode.OK
    colour = use_colour(sys.stdout)
    for line in _table(listed):
        click.echo(line if colour else click.unstyle(line), color=colour)
    return ExitCode.OK


def _data(rule: type[Rule]) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "fix": rule.fix,
        "layer": rule.layer,
        "default": rule.default,
        "family": family(rule.code),
        "title": title(rule),
    }


def _table(listed: list[type[Rule]]) -> list[str]:
    lines: list[str] = []
    broad = max((len(rule.name) for rule in listed), default=0)
    terminal = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for heading, members in groupby(listed, key=lambda rule: family(rule.code)):
        lines += (
            ["", click.style(heading, bold=True)] if lines else [click.style(heading, bold=True)]
        )
        for rule in members:
            asked = "" if rule.default else "(on request) "
            line = (
                f"  {rule.code}  {rule.name:{broad}}  {rule.severity!s:7}  {rule.fix:6}  "
                f"{rule.layer:7}  {asked}{title(rule)}"
            )
            cut = terminal and len(line) > terminal
            lines.append(f"{line[: terminal - 1]}…" if cut else line)
    lines += ["", f"{len(listed)} {'rule' if len(listed) == 1 else 'rules'}; "
              "about one of them: dataprep explain CODE"]  # fmt: skip
    return lines
