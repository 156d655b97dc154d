"""`dataprep completion`: the script by which a shell completes commands, options, rules, targets."""

from __future__ import annotations

import click

from dataprep.cli.completing import SHELLS, script
from dataprep.cli.exit_codes import ExitCode


@click.command(no_args_is_help=True)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print the completion script of a shell.

    \b
    Examples:
      eval "$(dataprep completion bash)"        # in ~/.bashrc
      eval "$(dataprep completion zsh)"         # in ~/.zshrc
      dataprep completion fish > ~/.config/fish/completions/dataprep.fish
    """
    from dataprep.cli.main import cli

    click.echo(script(shell, cli).strip())
    return ExitCode.OK
