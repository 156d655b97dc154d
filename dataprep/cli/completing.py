"""What the shell is offered after Tab: files, rules, codes, targets, datasets.

Commands and options are click's own work. Nothing here is imported or asked for in a usual run, and
the rules are only loaded where a rule is completed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from dataprep.config import Config

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_DATAPREP_COMPLETE"

Completer = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]


def files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Let the shell offer files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def rule_words(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer what may stand for rules, also behind a comma: families, codes, names, ALL, DEFAULT."""
    before, comma, last = begun.rpartition(",")
    titles = _rules()
    families = {code[:3]: "" for code in titles if code[:3].isupper() and code[3:].isdigit()}
    known = {"ALL": "every rule", "DEFAULT": "those that are on"} | families | titles
    return _items(known, last, before + comma)


def codes(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the codes and names that `explain` knows."""
    from dataprep.codes import CODES

    others = {key: one.meaning for one in CODES.values() for key in (one.code, one.name)}
    return _items(others | _rules(), begun)


def targets(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the platforms; behind a slash, the models of the one before it."""
    from dataprep.targets import get, names

    own = _nearest().targets
    known = names(own)
    platform, slash, _ = begun.partition("/")
    if slash and platform in known:
        known = [f"{platform}/{model}" for model in get(platform, own).models]
    return _items(dict.fromkeys(known, ""), begun)


def datasets(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer the datasets of the configuration."""
    return _items(dict.fromkeys(_nearest().datasets, ""), begun)


def jobs(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the jobs that were started in this project, the newest first; no server is asked."""
    from dataprep.errors import DataprepError
    from dataprep.training.ledger import Ledger

    try:
        entries = Ledger(_nearest().root).entries()
    except DataprepError:
        return []
    ids = [str(one.get("id")) for one in reversed(entries) if one.get("event") == "job"]
    return _items(dict.fromkeys(ids, ""), begun)


# By what stands for the value on the help page.
BY_METAVAR: Mapping[str, Completer] = {
    "FILE": files,
    "PATH": files,
    "RULE,...": rule_words,
    "PLATFORM[/MODEL]": targets,
}


def script(shell: str, command: click.Command) -> str:
    """Return what a shell must source to complete the command."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # the shells are a choice of the command
        raise ValueError(shell)
    made = kind(command, {}, "dataprep", VARIABLE)
    # Not `source()`: it starts a shell to learn its version, which need not be where the script is used.
    return made.source_template % made.source_vars()


def answer(command: click.Command, asked: str) -> int:
    """Print what a shell's script asks for, and return the exit code."""
    from click.shell_completion import shell_complete

    return shell_complete(command, {}, "dataprep", VARIABLE, asked)


def _rules() -> dict[str, str]:
    """Return the codes and names of all rules with what they find."""
    from dataprep.rules.documentation import title
    from dataprep.rules.registry import rules, using

    with using(_nearest().rules):
        known = list(rules().values())
    return {one.code: title(one) for one in known} | {one.name: title(one) for one in known}


def _nearest() -> Config:
    """Return the nearest configuration, an empty one where it cannot be read: Tab tells no errors."""
    from pathlib import Path

    from dataprep.config import Config, configuration
    from dataprep.errors import DataprepError
    from dataprep.rules.registry import using

    try:
        found = configuration(None, False, Path.cwd())
        with using(found.rules):
            return found
    except DataprepError:
        return Config()


def _items(known: Mapping[str, str], begun: str, before: str = "") -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(before + word, help=text or None)
        for word, text in known.items()
        if word.startswith(begun)
    ]
