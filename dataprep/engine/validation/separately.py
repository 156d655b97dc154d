"""Several validations in one run, each with its own verdict: all datasets, or files one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from dataprep.config import Config
from dataprep.engine.validation.options import ValidateOptions
from dataprep.errors import UsageError
from dataprep.rules.selection import fits, select

# What can only be judged when all files of a dataset are there: its size, its balance, its
# validation part, its training job. Everything else holds for each file by itself.
OF_A_DATASET = ("SET", "TGT", "TOK004", "RFT001")


def every_dataset(given: Mapping[str, Any], config: Config) -> Iterator[dict[str, Any]]:
    """Yield the options for each dataset of the configuration.

    Raises:
        UsageError: there is none, or files were named besides.
    """
    _alone("--all-datasets", given, ("paths", "dataset", "validation_file"))
    if not config.datasets:
        raise UsageError(
            f"{config.path or 'the configuration'} has no datasets",
            "define one with a table [datasets.NAME], or name the files to validate",
        )
    for name in config.datasets:
        yield {**given, "dataset": name}


def every_file(given: Mapping[str, Any], config: Config) -> Iterator[dict[str, Any]]:
    """Yield the options for each file that was named; it is for what its dataset is for.

    Raises:
        UsageError: no file was named, or what belongs to a dataset was.
    """
    _alone("--per-file", given, ("dataset", "validation_file", "write_baseline"))
    if not given["paths"]:
        raise UsageError("--per-file needs files", "name the files")
    for path in given["paths"]:
        yield {**given, **_meant_for(path, given, config), "paths": (path,)}


def of_one_file(options: ValidateOptions) -> ValidateOptions:
    """Return the options without the rules about a dataset as a whole."""
    return options._replace(codes=options.codes - select(OF_A_DATASET))


def without_baseline(options: ValidateOptions) -> ValidateOptions:
    """Return the options of one of several validations whose baseline is settled together.

    Where there is one, nothing is folded before: all findings are needed for it.
    """
    if not (options.baseline or options.write_baseline):
        return options
    return options._replace(baseline=None, write_baseline=None, max_per_rule=None)


def _meant_for(path: str, given: Mapping[str, Any], config: Config) -> dict[str, Any]:
    """Return target and method of the first dataset that a file belongs to, where none were given."""
    whole = os.path.abspath(path)
    for one in config.datasets.values():
        if any(fits(whole, pattern) for pattern in (*one.train, *one.validation)):
            said = {"target": one.target or None, "method": one.method}
            return {key: value for key, value in said.items() if value and not given.get(key)}
    return {}


def _alone(option: str, given: Mapping[str, Any], others: tuple[str, ...]) -> None:
    for key in others:
        if given.get(key):
            name = "a FILE" if key == "paths" else f"`--{key.replace('_', '-')}`"
            raise UsageError(f"`{option}` and {name} exclude each other", "leave one of them out")
