"""All rules: those of the families' packages, of installed packages, and of the user's own files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import dataprep.rules
from dataprep.discovery import classes, packages
from dataprep.rules.base import Rule
from dataprep.rules.own import of_files, of_packages

Rules = Mapping[str, type[Rule]]
_in_use: ContextVar[Rules | None] = ContextVar("rules in use", default=None)


def rules() -> Rules:
    """Return every rule in use by its code: this project's in the order of the codes, then others.

    Raises:
        UsageError: an installed package adds rules that cannot be used.
    """
    found = _in_use.get()
    return _installed() if found is None else found


@contextmanager
def using(files: Sequence[str]) -> Iterator[None]:
    """Let the rules of Python files be in use inside, beside all others.

    Args:
        files: absolute paths, as a configuration names them.

    Raises:
        UsageError: see `own.of_files`.
    """
    token = _in_use.set(_with(files))
    try:
        yield
    finally:
        _in_use.reset(token)


def use(files: Sequence[str]) -> None:
    """Let the rules of Python files be in use from now on, as a worker process does."""
    if files:
        _in_use.set(_with(files))


@cache
def built_in() -> Rules:
    """Return the rules of this project, found by walking the families' packages.

    Raises:
        ValueError: two rules have one code or one name (a bug of this project).
    """
    found: dict[str, type[Rule]] = {}
    names: set[str] = set()
    for family in sorted(packages(dataprep.rules)):
        for rule in classes(f"dataprep.rules.{family}", Rule).values():
            if rule.code in found or rule.name in names:
                raise ValueError(f"{rule} has a code or a name that is taken")
            found[rule.code] = rule
            names.add(rule.name)
    return dict(sorted(found.items()))


@cache
def _installed() -> Rules:
    known = built_in()
    return {**known, **dict(sorted(of_packages(known).items()))}


def _with(files: Sequence[str]) -> Rules:
    known = _installed()
    return {**known, **dict(sorted(of_files(files, known).items()))} if files else known
