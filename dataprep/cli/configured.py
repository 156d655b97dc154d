"""The configuration of a command, and the rules that it adds, in use until the command is done."""

from __future__ import annotations

from pathlib import Path

import click

from dataprep.config import Config, configuration


def configured(config: str | None, isolated: bool) -> Config:
    """Return the configuration in use; its own rules are in use as long as the command runs.

    Args:
        config: the file that was asked for, None for the nearest one.
        isolated: whether to look at no file at all.
    """
    from dataprep.rules.registry import using

    found = configuration(config, isolated, Path.cwd())
    if found.rules:
        click.get_current_context().with_resource(using(found.rules))
    return found
