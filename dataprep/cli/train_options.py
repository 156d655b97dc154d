"""The options of `dataprep train`, by group, in the order of the help page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from dataprep.cli.completing import datasets
from dataprep.cli.validate_options import Decorator, choice, flag, option, several

DATA, JOB, RUN, SERVER = "What is trained, and where", "The job", "The run", "The server"

HYPERPARAMETERS = {
    "epochs": "n_epochs",
    "batch_size": "batch_size",
    "learning_rate_multiplier": "learning_rate_multiplier",
    "beta": "beta",
    "l2_multiplier": "l2_multiplier",
    "compute_multiplier": "compute_multiplier",
    "eval_interval": "eval_interval",
    "eval_samples": "eval_samples",
    "reasoning_effort": "reasoning_effort",
}
"""Option -> the hyperparameter that it sets."""
_HELP = {
    "epochs": "Passes over the data: a number, or auto.",
    "batch_size": "Rows in a batch, or auto.",
    "learning_rate_multiplier": "Multiplier of the learning rate, or auto.",
    "beta": "dpo: how close to the old model it stays, or auto.",
    "l2_multiplier": "dpo on Azure: multiplier of the L2 penalty.",
    "compute_multiplier": "reinforcement: how much is tried, or auto.",
    "eval_interval": "reinforcement: steps between evaluations, or auto.",
    "eval_samples": "reinforcement: samples of an evaluation, or auto.",
    "reasoning_effort": "reinforcement: default, low, medium or high.",
}


def _hyperparameter(name: str) -> Decorator:
    return option(JOB, f"--{name.replace('_', '-')}", metavar="VALUE", help=_HELP[name])


_OPTIONS: tuple[Decorator, ...] = (
    option(
        DATA,
        "-t",
        "--target",
        metavar="PLATFORM[/MODEL]",
        help="Where, and which model: azure/gpt-4.1-mini.",
    ),
    option(
        DATA,
        "--validation",
        "--validation-file",
        "validation_file",
        metavar="FILE",
        help="The validation file.",
    ),
    choice(DATA, "--method", "How it is trained; by default what the rows are made for."),
    option(DATA, "--grader", metavar="FILE", help="Grader of a reinforcement job, as JSON."),
    option(
        DATA,
        "--response-format",
        metavar="FILE",
        help="reinforcement: the form of the answers, as JSON.",
    ),
    option(
        DATA,
        "--dataset",
        metavar="NAME",
        shell_complete=datasets,
        help="A dataset of the configuration, instead of the files.",
    ),
    option(JOB, "--suffix", metavar="TEXT", help="Becomes a part of the model's name."),
    *map(_hyperparameter, HYPERPARAMETERS),
    several(
        JOB,
        "--hyperparameter",
        metavar="NAME=VALUE",
        help="Another one that the platform lists: lora_r=16.",
    ),
    option(JOB, "--seed", type=int, metavar="N", help="Of the server's random numbers."),
    several(JOB, "--metadata", metavar="KEY=VALUE", help="Kept with the job."),
    option(JOB, "--wandb", metavar="PROJECT", help="Weights & Biases follows the job."),
    option(
        JOB,
        "--training-type",
        metavar="TYPE",
        help="Azure: Standard, GlobalStandard or developerTier.",
    ),
    flag(RUN, "-y", "--yes", help="Start without asking."),
    flag(RUN, "--dry-run", help="Show the plan, and send nothing."),
    flag(RUN, "--no-follow", help="End when the job is made."),
    flag(RUN, "--force-upload", help="Send files again that are on the server already."),
    flag(RUN, "--again", help="Make a job though one of the same data and settings is there."),
    several(RUN, "--ignore", metavar="RULE,...", help="Rules that stay silent."),
    option(
        RUN,
        "--today",
        metavar="DATE",
        help="The date that ends of models are held against, or DATAPREP_TODAY.",
    ),
    option(RUN, "--tokenizer", metavar="PATH", help="tokenizer.json of an open-weight model."),
    option(
        RUN,
        "--poll",
        type=click.FloatRange(0),
        metavar="SECONDS",
        help="Between two looks at the job; by default what the platform asks for.",
    ),
    flag(RUN, "--json", "as_json", help="Print plan and results as JSON in the end."),
    option(
        RUN,
        "-j",
        "--jobs",
        type=click.IntRange(0),
        metavar="N",
        help="Processes that look at the rows.",
    ),
    option(
        RUN,
        "--no-cache",
        "cache",
        flag_value=False,
        default=None,
        help="Neither use token counts of earlier runs nor keep these.",
    ),
    option(SERVER, "--base-url", metavar="URL", help="The API, where it is not the platform's."),
    option(
        SERVER, "--api-key-env", metavar="NAME", help="The environment variable that holds the key."
    ),
    flag(SERVER, "--insecure-http", help="Send the key over http:// to another machine."),
    option(SERVER, "--config", metavar="FILE", help="Read this configuration, not the nearest."),
    flag(SERVER, "--isolated", help="Read no configuration."),
)


def train_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add every option to the command."""
    for decorate in reversed(_OPTIONS):
        function = decorate(function)
    return function
