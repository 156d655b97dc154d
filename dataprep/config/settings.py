"""What a configuration says, as data: every key with its default."""

import glob
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dataprep.errors import UsageError


class DatasetConfig(NamedTuple):
    """What is trained together: one table ``[datasets.NAME]``.

    Attributes:
        train, validation: files or globs, absolute.
        target: names of targets; empty for those of the configuration.
        method: ``supervised``, ``dpo`` or ``reinforcement``; None for that of the configuration.
    """

    train: tuple[str, ...] = ()
    validation: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    method: str | None = None


class Config(NamedTuple):
    """A configuration; None and empty stand for what it does not say.

    Attributes:
        select, ignore, extend_select: rules by code, prefix or name; `select` None for the default.
        fail_on: the severity from which on the exit code is 1.
        target: names of targets.
        method: what the rows are for.
        tokens: ``limits``, ``exact`` or ``off``.
        tokenizer: file or folder of a tokenizer, absolute.
        near_duplicates: whether rows that differ in few words are looked for.
        cache: whether token counts of earlier runs are used, and these kept.
        max_per_rule: findings of one rule before the rest is folded; 0 folds nothing.
        output_format: a name that ``--output-format`` takes.
        baseline: file of known findings, absolute.
        validation_file: files or globs, absolute.
        notice_days: how many days before an end a target is closing.
        severity: code, prefix or name of rules -> ``error``, ``warning``, ``info``, ``off``.
        per_file_ignores: absolute glob -> rules, as in `ignore`.
        rules: Python files of the user's own rules, absolute.
        datasets: name -> what is trained together.
        targets: name -> target of the user's own, as data of the shape of a target file.
        path: the file; None without one.
        root: the folder of the file, or the working folder.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    fail_on: str | None = None
    target: tuple[str, ...] = ()
    method: str | None = None
    tokens: str | None = None
    tokenizer: str | None = None
    near_duplicates: bool | None = None
    cache: bool | None = None
    max_per_rule: int | None = None
    output_format: str | None = None
    baseline: str | None = None
    validation_file: tuple[str, ...] = ()
    notice_days: int = 60
    severity: Mapping[str, str] = {}
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    rules: tuple[str, ...] = ()
    datasets: Mapping[str, DatasetConfig] = {}
    targets: Mapping[str, Mapping[str, Any]] = {}
    path: Path | None = None
    root: Path = Path()

    def dataset(self, name: str) -> DatasetConfig:
        """Return the dataset of a name.

        Raises:
            UsageError: the configuration has none of that name.
        """
        if name not in self.datasets:
            raise UsageError(
                f"no dataset is called `{name}` in {self.path or 'the configuration'}",
                near(name, self.datasets, "define it with a table [datasets.NAME]"),
            )
        return self.datasets[name]

    def files(self, patterns: Sequence[str]) -> tuple[str, ...]:
        """Return the files of absolute paths and globs, sorted within a glob, each once.

        Files below the working folder are named from there, as a user would.

        Raises:
            UsageError: a glob fits no file. A plain path need not exist: who reads it says so.
        """
        found: dict[str, None] = {}
        for pattern in patterns:
            fitting = sorted(glob.glob(pattern, recursive=True))
            plain = re.sub(r"\[([*?[])\]", r"\1", pattern)  # undoes `glob.escape`
            if not fitting and glob.escape(plain) != pattern:
                raise UsageError(
                    f"no file fits `{plain}`", f"it stands in {self.path or 'the configuration'}"
                )
            found.update(dict.fromkeys(map(_shown, fitting or [plain])))
        return tuple(found)


def near(name: str, known: Mapping[str, Any] | Sequence[str], otherwise: str = "") -> str:
    """Return a hint for a name that is not known: the nearest one, or all of them."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"choose one of: {', '.join(known)}" if known else otherwise


def _shown(path: str) -> str:
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path
