"""Rules that stand outside this project: a Python file that a configuration names, or a package.

A file is read anew whenever it is asked for and becomes a module under a name made of its path and
content: an edit counts at once, and what a worker process sends back is known to its parent.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from dataprep.codes import CODES
from dataprep.discovery import classes, defined
from dataprep.errors import DataprepError, UsageError
from dataprep.model import Severity
from dataprep.rules.base import MANUAL, SAFE, UNSAFE, Rule

GROUP = "dataprep.rules"
"""The entry points by which a package adds rules; each names a module, or a package of modules."""

Rules = Mapping[str, type[Rule]]
_MODULE = "_dataprep_rules_"
_LAYERS = "RowRule, TurnRule, TextRule, FileRule, DatasetRule or GroupRule"


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
                f"define a class that derives from {_LAYERS} and has a code, a name and `check`",
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
        except Exception as error:
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
        files = {_file(rule) for rule in rules.values() if is_own(rule)}
        line = _line(error, files)
        if line is None:
            raise
        raise UsageError(
            f"{line}: the rule fails: {type(error).__name__}: {error}",
            "rules must take rows of any shape; correct it, or leave it out with --ignore",
        ) from error


def is_own(rule: type[Rule]) -> bool:
    """Whether a rule is none of this project's."""
    return not rule.__module__.startswith("dataprep.rules.")


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
    except Exception as error:
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
        fault = _fault(rule) or _clash(rule, found, known)
        if fault:
            raise UsageError(f"{_place(rule)}: {rule.__name__} {fault[0]}", fault[1])
        found[rule.code] = rule


def _fault(rule: type[Rule]) -> tuple[str, str] | None:
    """Return what is wrong with a rule by itself, and what to do."""
    missing = sorted(getattr(rule, "__abstractmethods__", ()))
    if missing:
        return f"has no `{missing[0]}`", f"define it as the rule's base says: def {missing[0]}(...)"
    if not hasattr(rule, "layer"):
        return "belongs to no layer", f"derive it from {_LAYERS}"
    for key in ("code", "name"):
        if not isinstance(getattr(rule, key, None), str):
            return f"has no `{key}`", f'add one, e.g. {key} = "{_EXAMPLES[key]}"'
    if not re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule.code):
        return (
            f"has the code `{rule.code}`, and a code is three capital letters and three digits",
            "choose one such as ACM001",
        )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name):
        return (
            f"has the name `{rule.name}`, and a name is words in lower case with hyphens",
            "choose one such as missing-topic",
        )
    if not isinstance(rule.severity, Severity):
        return (
            f"has the severity {rule.severity!r}, which is no `Severity`",
            "write severity = Severity.WARNING (from dataprep.model)",
        )
    if rule.fix not in ("", SAFE, UNSAFE, MANUAL):
        return f"has the fix {rule.fix!r}", f"choose one of: {SAFE}, {UNSAFE}, {MANUAL}, or none"
    if rule.layer == "row" and "check" in vars(rule) and not _wakes(rule):
        return (
            "has no `wakes_on`, so that no row would reach it",
            'add wakes_on = frozenset({"@always"})',
        )
    if not (rule.__doc__ or "").strip():
        return "has no docstring", "say in its first line what the rule finds"
    return None


_EXAMPLES = {"code": "ACM001", "name": "missing-topic"}


def _wakes(rule: type[Rule]) -> bool:
    from dataprep.rules.base import TurnRule

    return issubclass(rule, TurnRule) or isinstance(getattr(rule, "wakes_on", None), frozenset)


def _clash(rule: type[Rule], found: Rules, known: Rules) -> tuple[str, str] | None:
    """Return what a rule has that another one has, and what to do."""
    other = found.get(rule.code) or known.get(rule.code)
    if other is not None and is_own(other):
        return f"has the code {rule.code} of {other.__name__} in {_place(other)}", "choose another"
    families = {code[:3] for code in CODES} | {
        code[:3] for code, one in known.items() if not is_own(one)
    }
    if rule.code[:3] in families:
        return (
            f"has the code {rule.code}, and codes with {rule.code[:3]} are dataprep's own",
            f"choose other letters; taken are: {', '.join(sorted(families))}",
        )
    names = {one.name: one.code for one in CODES.values()}
    names |= {one.name: one.code for one in (*known.values(), *found.values())}
    if rule.name in names:
        return f"has the name `{rule.name}` of {names[rule.name]}", "choose another"
    return None


def _place(rule: type[Rule]) -> str:
    """Return file and line of a rule."""
    import inspect

    try:
        return f"{_file(rule)}:{inspect.getsourcelines(rule)[1]}"
    except OSError:
        return _file(rule)


def _file(rule: type[Rule]) -> str:
    module = sys.modules.get(rule.__module__)
    return getattr(module, "__file__", None) or rule.__module__


def _line(error: BaseException, files: set[str]) -> str | None:
    """Return the file and the line where an error comes from, None where it is none of these files."""
    import traceback

    if isinstance(error, SyntaxError) and error.filename in files:
        return f"{error.filename}:{error.lineno}"
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename in files]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None


def _said(error: Exception) -> str:
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
