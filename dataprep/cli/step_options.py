"""The switches of the normalization steps as options: a new step brings its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from dataprep.cli.grouped import GroupedOption
from dataprep.normalization.base import Switch
from dataprep.normalization.pipeline import switches

GROUP = "Normalization (each step counts what it changed)"


def step_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add one option for every switch, in the order in which the steps run."""
    for switch in reversed(switches()):
        function = _option(switch)(function)
    return function


def _option(switch: Switch) -> Callable[[Any], Any]:
    settings: dict[str, Any] = {"cls": GroupedOption, "group": GROUP, "help": switch.help}
    kind = switch.kind.rstrip("*")
    if kind == "bool":
        settings["is_flag"] = True
    elif kind == "choice":
        settings["type"] = click.Choice(switch.choices)
    elif kind == "int":
        settings["type"] = click.IntRange(0)
    if switch.metavar:
        settings["metavar"] = switch.metavar
    if switch.kind.endswith("*"):
        settings["multiple"] = True
    # Not given is None: the step's own default decides, in one place.
    return click.option(switch.flag, switch.name, default=None, **settings)
