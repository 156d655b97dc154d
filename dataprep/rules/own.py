"""Rules that stand outside this project: a Python file that a configuration names, or a package.

A file is read anew whenever it is asked for and becomes a module under a name made of its path and
content: an edit counts at once, and what a worker process sends back is known to its parent.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from dataprep.discovery import classes, defined
from dataprep.errors import DataprepError, UsageError
from dataprep.rules.base import Rule
from dataprep.rules.guarding import guard
from dataprep.rules.well_made import (
    LAYERS,
    clash_of,
    fault_of,
    file_of,
    is_own,
    pattern_fault,
    place_of,
)

GROUP = "dataprep.rules"
"""The entry points by which a package adds rules; each names a module, or a package of modules."""

Rules = Mapping[str, type[Rule]]
_MODULE = "_dataprep_rules_"


def of_files(files: Iterable[str], known: Rules) -> dict[str, type[Rule]]:
    """Return the rules of Python files beside the known ones, by their code.

    Args:
        files: absolute paths.
        known: code -> rule, whose codes, names and families are taken.

    Raises:
        UsageError: a file cannot be read or run, holds no rule, or one that is not well made; the
            message names the file and the line.
    """
    found: dict[str, type[Rule]] = {}
    for file in files:
        module = _loaded(file)
        made = list(_of(module))
        if not made:
            raise UsageError(
                f"{file} holds no rule",
                f"define a class that derives from {LAYERS} and has a code, a name and `check`",
            )
        _add(made, found, known)
    return found


def of_packages(known: Rules) -> dict[str, type[Rule]]:
    """Return the rules that installed packages add, by their code.

    Raises:
        UsageError: a package cannot be imported, or holds a rule that is not well made.
    """
    found: dict[str, type[Rule]] = {}
    if not _declared():
        return found
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        try:
            module = entry.load()
            if hasattr(module, "__path__"):
                made = list(classes(module.__name__, Rule).values())
            else:
                made = list(_of(module))
        except (Exception, SystemExit) as error:
            owner = f" of {entry.dist.name}" if entry.dist else ""
            raise UsageError(
                f"the rules `{entry.value}`{owner} cannot be loaded: "
                f"{type(error).__name__}: {error}",
                "update or uninstall the package",
            ) from error
        _add(made, found, known)
    return found


@contextmanager
def blaming(rules: Rules) -> Iterator[None]:
    """Turn an exception that a rule of a user's raises inside into one that names file and line.

    Args:
        rules: all rules in use.
    """
    try:
        yield
    except DataprepError:
        raise
    except Exception as error:
        files = {file_of(rule) for rule in rules.values() if is_own(rule)}
        line = _line(error, files)
        if line is None:
            raise
        raise UsageError(
            f"{line}: the rule fails: {type(error).__name__}: {error}",
            "rules must take rows of any shape; correct it, or leave it out with --ignore",
        ) from error


def _loaded(file: str) -> ModuleType:
    """Return the module of a file; run it unless that was done with the same content."""
    import xxhash

    path = Path(file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file}: {error.strerror or error}", "name a Python file with `rules`"
        ) from error
    name = _MODULE + xxhash.xxh3_64_hexdigest(file.encode("utf-8", "surrogateescape") + content)
    if name in sys.modules:
        return sys.modules[name]
    module = ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module  # before it runs: dataclasses look themselves up there
    try:
        # Not through the import system, which would leave a __pycache__ beside the user's file.
        exec(compile(content, file, "exec"), vars(module))
    except (Exception, SystemExit) as error:  # a file of rules must not end the program
        del sys.modules[name]
        raise UsageError(
            f"{_line(error, {file}) or file}: the rules cannot be loaded: "
            f"{type(error).__name__}: {_said(error)}",
            "correct the file",
        ) from error
    return module


def _of(module: ModuleType) -> Iterator[type[Rule]]:
    """Yield the rules of a module; what is abstract and has no code is a shared half of several."""
    for rule in defined(module, Rule):
        if hasattr(rule, "code") or not getattr(rule, "__abstractmethods__", None):
            yield rule


def _add(made: Sequence[type[Rule]], found: dict[str, type[Rule]], known: Rules) -> None:
    """Add rules to those that were found, if they are well made and nothing of theirs is taken."""
    for rule in made:
        fault = fault_of(rule) or clash_of(rule, found, known)
        if fault:
            raise UsageError(f"{place_of(rule)}: {rule.__name__} {fault[0]}", fault[1])
        if refused := pattern_fault(rule):
            raise UsageError(*refused)
        guard(rule)
        found[rule.code] = rule


def _line(error: BaseException, files: set[str]) -> str | None:
    """Return the file and the line where an error comes from, None where it is none of these files."""
    import traceback

    if isinstance(error, SyntaxError) and error.filename in files:
        return f"{error.filename}:{error.lineno}"
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename in files]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None


def _said(error: BaseException) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error)


def _declared() -> bool:
    """Whether some installed package adds rules.

    The library that knows entry points takes longer to import than all rules together, and most
    environments have none.
    """
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder or os.curdir)  # a glob looks at each entry twice
        except OSError:
            continue
        for name in names:
            if name.endswith("-info") and _declares(os.path.join(folder, name)):
                return True
    return False


def _declares(package: str) -> bool:
    try:
        with open(os.path.join(package, "entry_points.txt"), "rb") as file:
            return f"[{GROUP}]".encode() in file.read()
    except OSError:
        return False
