"""What a validation was asked to do: the command line over the configuration over the defaults."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from dataprep.config import Config
from dataprep.config.settings import near
from dataprep.errors import UsageError
from dataprep.model import Severity
from dataprep.rules.selection import PerFile, overrides, per_file, select, words

CHOICES = {
    "fail_on": ("error", "warning", "info"),
    # As the renderers are called; they stand above this layer, and a test holds the two together.
    "output_format": ("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit"),
    "method": ("supervised", "dpo", "reinforcement"),
    "tokens": ("limits", "exact", "off"),
}
_DEFAULTS: dict[str, Any] = {
    "select": None, "ignore": (), "extend_select": (), "fail_on": "error", "statistics": False,
    "exit_zero": False, "output_format": "full", "output_file": None, "target": ("generic",),
    "method": None, "tokens": "limits", "tokenizer": None, "grader": None,
    "validation_file": (), "near_duplicates": False,
    "max_per_rule": 20, "no_excerpt": False, "stdin_filename": None, "today": None,
    "baseline": None, "write_baseline": None, "accept_new": False, "show_baselined": False,
    "notice_days": 60, "jobs": 0, "dataset": None, "quiet": False, "paths": (), "cache": True,
}  # fmt: skip
NEAR_DUPLICATES = ("DUP002", "DUP006")
"""The rules that `near_duplicates` turns on; they are off by default, for what they cost."""

PEOPLE = ("full", "concise")
T = TypeVar("T")


class ValidateOptions(NamedTuple):
    """What decides the findings; plain data that travels to workers.

    Attributes:
        codes: of the rules that speak.
        severities: code -> severity of the user's own; None for off.
        targets: names, at least one.
        own_targets: name -> target of the configuration, as data.
        method: what the rows are for; None to go by the rows.
        tokens: ``limits``, ``exact`` or ``off``.
        tokenizer: file or folder of a tokenizer.
        grader: file of a grader, or the grader as JSON.
        max_per_rule: findings of one rule before the rest is folded; None for all of them.
        today: the date that lifecycle rules go by.
        notice_days: how many days before an end a target is closing.
        per_file_ignores: see `rules.selection.ignored`.
        jobs: processes; 0 for as many as are worth it.
        baseline: file of the findings that are known.
        write_baseline: where to write those of this run.
        accept_new: whether that file may grow.
        show_baselined: whether known findings are listed.
        rule_files: Python files of the user's own rules.
        partial: whether the baseline is about more than is validated here: one dataset of several.
        cache: whether token counts of earlier runs are used, and these kept.
    """

    codes: frozenset[str]
    severities: Mapping[str, Severity | None]
    targets: tuple[str, ...]
    own_targets: Mapping[str, Mapping[str, Any]]
    method: str | None
    tokens: str
    tokenizer: str | None
    grader: str | None
    max_per_rule: int | None
    today: date
    notice_days: int
    per_file_ignores: PerFile
    jobs: int
    baseline: str | None = None
    write_baseline: str | None = None
    accept_new: bool = False
    show_baselined: bool = False
    rule_files: tuple[str, ...] = ()
    partial: bool = False
    cache: bool = True


def merge(given: Mapping[str, Any], config: Config) -> dict[str, Any]:
    """Return every option with its value.

    What is given stands over the dataset's table, that over the rest of the configuration, that over
    the defaults. `ignore` and `extend_select` add to those of the configuration; a `select` that is
    given replaces all three.

    Args:
        given: options as the command line has them; None and empty are not given. `paths` are the
            files to check.
        config: the configuration in use.

    Raises:
        UsageError: an option, a value or the dataset does not exist.
    """
    given = {key: value for key, value in given.items() if value is not None and value != ()}
    _check(given)
    merged = _DEFAULTS | _configured(config)
    if "dataset" in given:
        merged |= _dataset(config, given["dataset"])
    merged |= given
    for key in ("target", "validation_file", "paths"):
        merged[key] = _several(merged[key])
    for key in ("select", "ignore", "extend_select"):
        if key in given:
            merged[key] = words(_several(given[key]))
    if "select" not in given:
        merged["ignore"] = _sum(config.ignore, given.get("ignore", ()))
        merged["extend_select"] = _sum(config.extend_select, given.get("extend_select", ()))
    else:
        merged |= {key: () for key in ("ignore", "extend_select") if key not in given}
    _check_baseline(given, merged)
    merged["today"] = _date(merged["today"] or os.environ.get("DATAPREP_TODAY"))
    if merged["output_format"] not in PEOPLE or not merged["max_per_rule"]:
        merged["max_per_rule"] = None
    return merged


def resolve(merged: Mapping[str, Any], config: Config) -> ValidateOptions:
    """Return what decides the findings.

    Args:
        merged: all options, as `merge` returns them.
        config: the configuration in use.

    Raises:
        UsageError: a rule is named that does not exist; says whether the configuration names it.
    """
    return ValidateOptions(
        codes=_codes(merged, config),
        severities=_from(config, "severity", lambda: overrides(config.severity)),
        targets=merged["target"],
        own_targets=config.targets,
        method=merged["method"],
        tokens=merged["tokens"],
        tokenizer=merged["tokenizer"],
        grader=merged["grader"],
        max_per_rule=merged["max_per_rule"],
        today=merged["today"],
        notice_days=merged["notice_days"],
        per_file_ignores=_from(
            config, "per-file-ignores", lambda: per_file(config.per_file_ignores)
        ),
        jobs=merged["jobs"],
        baseline=merged["baseline"],
        write_baseline=merged["write_baseline"],
        accept_new=merged["accept_new"],
        show_baselined=merged["show_baselined"],
        rule_files=config.rules,
        partial=merged["dataset"] is not None and len(config.datasets) > 1,
        cache=merged["cache"],
    )


def _check(given: Mapping[str, Any]) -> None:
    for key, value in given.items():
        if key not in _DEFAULTS:
            raise UsageError(f"no option is called `{key}`", near(key, _DEFAULTS))
        if key in CHOICES and value not in CHOICES[key]:
            raise UsageError(
                f"`{key.replace('_', '-')}` is `{value}`",
                f"choose one of: {', '.join(CHOICES[key])}",
            )


def _check_baseline(given: Mapping[str, Any], merged: dict[str, Any]) -> None:
    for key in ("baseline", "write_baseline"):
        merged[key] = None if merged[key] is None else os.fspath(merged[key])
    read, written = given.get("baseline"), merged["write_baseline"]
    if read and written and Path(read) != Path(written):
        raise UsageError(
            f"`--baseline {read}` and `--write-baseline {written}` are two files",
            "name one: what is written again is read first",
        )
    if merged["accept_new"] and not written:
        raise UsageError("`--accept-new` is for writing a baseline", "add --write-baseline FILE")
    if merged["show_baselined"] and not (written or merged["baseline"]):
        raise UsageError("`--show-baselined` needs a baseline", "add --baseline FILE")


def _configured(config: Config) -> dict[str, Any]:
    """Return what the configuration says about options."""
    said = {key: getattr(config, key) for key in _DEFAULTS if hasattr(config, key)}
    del said["validation_file"]  # a glob is looked up only where it is used
    said = {key: value for key, value in said.items() if value is not None and value != ()}
    if config.validation_file:
        said["validation_file"] = config.files(config.validation_file)
    return said


def _dataset(config: Config, name: str) -> dict[str, Any]:
    """Return what a dataset's table says about options."""
    table = config.dataset(name)
    said = {
        "paths": config.files(table.train),
        # The validation part belongs to the train part: another one's would be no part of it.
        "validation_file": config.files(table.validation),
    }
    return said | {key: value for key in ("target", "method") if (value := getattr(table, key))}


def _codes(merged: Mapping[str, Any], config: Config) -> frozenset[str]:
    # Alone first, so that the message says which file names a rule that does not exist.
    for key in ("select", "ignore", "extend_select"):
        said = getattr(config, key)
        if said is not None:
            _from(config, key.replace("_", "-"), partial(select, said))
    more = NEAR_DUPLICATES if merged["near_duplicates"] else ()
    return select(merged["select"], merged["ignore"], (*merged["extend_select"], *more))


def _from(config: Config, key: str, ask: Callable[[], T]) -> T:
    """Return what `ask` returns; its error names the configuration's file and key."""
    try:
        return ask()
    except UsageError as error:
        raise UsageError(f"{config.path}: `{key}`: {error.message}", error.hint) from error


def _several(value: Any) -> tuple[str, ...]:
    if isinstance(value, str | Path):
        return (str(value),)
    return tuple(map(str, value))


def _sum(configured: tuple[str, ...], given: Any) -> tuple[str, ...]:
    return (*configured, *words(_several(given)))


def _date(said: Any) -> date:
    if isinstance(said, date):
        return said
    if not said:
        return date.today()
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise UsageError(f"`{said}` is no date", "write it as 2026-11-20") from error
