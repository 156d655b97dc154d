"""`dataprep explain`: what a code means, why it matters, what to do, with examples."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

import click
import orjson

from dataprep.cli.completing import codes, files
from dataprep.cli.configured import configured
from dataprep.cli.console import use_colour
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.grouped import GroupedCommand
from dataprep.codes import CODES, Code
from dataprep.errors import UsageError
from dataprep.rules.base import SAFE
from dataprep.rules.documentation import Documentation, Example, document
from dataprep.rules.registry import rules

_WIDTH = 88
_FIXES = {
    "safe": "safe: keeps every character that is trained on",
    "unsafe": "unsafe: may change what is learned, or drop the row",
    "manual": "by hand",
}
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


@click.command(
    cls=GroupedCommand, no_args_is_help=True, context_settings={"max_content_width": 100}
)
@click.argument("names", nargs=-1, required=True, metavar="CODE|NAME...", shell_complete=codes)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.option("--config", metavar="FILE", shell_complete=files,
              help="Configuration with rules of your own; by default found.")  # fmt: skip
@click.option("--isolated", is_flag=True, help="Look at no configuration.")
def command(names: tuple[str, ...], as_json: bool, config: str | None, isolated: bool) -> int:
    """Say what a code means, why it matters and what to do, with examples.

    \b
    Examples:
      dataprep explain CHT005
      dataprep explain no-assistant-message
    """
    configured(config, isolated)
    colour = use_colour(sys.stdout)
    for number, entry in enumerate([find(name) for name in names]):
        if as_json:
            click.echo(orjson.dumps(_data(entry)).decode())
            continue
        if number:
            click.echo()
        for line in _lines(entry):
            click.echo(line if colour else click.unstyle(line), color=colour)
    return ExitCode.OK


def find(word: str) -> Documentation | Code:
    """Return what is known of a code or a name: of a rule, or of what reading and converting raise.

    Raises:
        UsageError: nothing has this code or name.
    """
    known = rules()
    for code, rule in known.items():
        if word.upper() == code or word.lower() == rule.name:
            return document(rule)
    for entry in CODES.values():
        if word.upper() == entry.code or word.lower() == entry.name:
            return entry
    from difflib import get_close_matches

    names = [*(rule.name for rule in known.values()), *(entry.name for entry in CODES.values())]
    near = get_close_matches(word.upper(), [*known, *CODES], 1) or get_close_matches(word, names, 1)
    raise UsageError(
        f"no code and no name is `{word}`",
        f"did you mean `{near[0]}`?" if near else "see them with: dataprep rules",
    )


def _data(entry: Documentation | Code) -> dict[str, object]:
    if isinstance(entry, Code):
        return entry._asdict() | {"severity": str(entry.severity)}
    return entry.to_dict()


def _lines(entry: Documentation | Code) -> Iterator[str]:
    yield f"{click.style(entry.code, bold=True)} {click.style(entry.name, bold=True)}"
    severity = str(entry.severity)
    yield f"severity: {click.style(severity, fg=_COLOURS[severity])}"
    if isinstance(entry, Code):
        yield from ("raised by: reading or converting", "", _wrapped(f"Finds {entry.meaning}."))
        return
    if entry.fix:
        yield f"fix: {_FIXES[entry.fix]}"
    if not entry.default:
        yield f"on request: --extend-select {entry.code}"
    yield from ("", _wrapped(entry.title))
    for title, text in (
        ("What it does", entry.what),
        ("Why it matters", entry.why),
        ("What to do", entry.todo),
        ("Source", entry.source),
    ):
        if text:  # a rule of the user's own need not say all
            yield from ("", click.style(title, bold=True), _wrapped(text, "  "))
    repaired = "Repaired" if entry.fix == SAFE else "Repaired, with --unsafe-fixes"
    for title, examples in (("Bad", entry.bad), (repaired, entry.fixed), ("Good", entry.good)):
        for example in examples:
            yield from _example(title, example)


def _example(title: str, example: Example) -> Iterator[str]:
    note = f" ({example.note})" if example.note else ""
    yield from ("", click.style(title, bold=True) + note)
    if not example.text:
        yield "  (an empty file)"
    # Not wrapped: white space is what some rules are about.
    yield from (f"  {line}" for line in example.text.splitlines())


def _wrapped(text: str, indent: str = "") -> str:
    return "\n\n".join(
        textwrap.fill(
            paragraph, _WIDTH, initial_indent=indent, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        )
        for paragraph in text.split("\n\n")
    )  # fmt: skip
