"""What makes a rule of a user's own one that can be used: its parts, and that nothing of it is taken."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

from dataprep.codes import CODES
from dataprep.model import Severity
from dataprep.rules.base import MANUAL, SAFE, UNSAFE, Rule

LAYERS = "RowRule, TurnRule, TextRule, FileRule, DatasetRule or GroupRule"
"""The base classes of which a rule has one."""


def is_own(rule: type[Rule]) -> bool:
    """Whether a rule is none of this project's."""
    return not rule.__module__.startswith("dataprep.rules.")


def fault_of(rule: type[Rule]) -> tuple[str, str] | None:
    """Return what is wrong with a rule by itself, and what to do."""
    missing = sorted(getattr(rule, "__abstractmethods__", ()))
    if missing:
        return f"has no `{missing[0]}`", f"define it as the rule's base says: def {missing[0]}(...)"
    if not hasattr(rule, "layer"):
        return "belongs to no layer", f"derive it from {LAYERS}"
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


def clash_of(
    rule: type[Rule], found: Mapping[str, type[Rule]], known: Mapping[str, type[Rule]]
) -> tuple[str, str] | None:
    """Return what a rule has that another one has, and what to do."""
    other = found.get(rule.code) or known.get(rule.code)
    if other is not None and is_own(other):
        return (
            f"has the code {rule.code} of {other.__name__} in {place_of(other)}",
            "choose another",
        )
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


def pattern_fault(rule: type[Rule]) -> tuple[str, str] | None:
    """Return what is wrong with the patterns of a text rule, with file and line, and what to do."""
    from dataprep.rules.base import TextRule

    if not issubclass(rule, TextRule):
        return None
    import re2

    from dataprep.targets import get

    options = re2.Options()
    options.log_errors = False  # the message says it, in words of this project
    place = place_of(rule, rule.patterns)
    try:
        patterns = list(rule().patterns(get("generic")))
    except Exception as error:
        return f"{place}: `patterns` fails: {type(error).__name__}: {error}", "correct it"
    for pattern in patterns:
        try:
            re2.compile(pattern.encode(), options)
        except Exception as error:
            reason = error.args[0] if error.args else type(error).__name__
            said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
            return (
                f"{place}: {rule.__name__} has the pattern `{pattern}`, which RE2 does not take: "
                f"{said}",
                "RE2 has no lookaround and no backreferences; find more in `patterns`, and less in "
                "`check`",
            )
    return None


def place_of(rule: type[Rule], part: Any = None) -> str:
    """Return file and line of a rule, or of a method of it."""
    import inspect

    try:
        return f"{file_of(rule)}:{inspect.getsourcelines(part or rule)[1]}"
    except (OSError, TypeError):
        return file_of(rule)


def file_of(rule: type[Rule]) -> str:
    """Return the file of a rule; its module where there is none."""
    module = sys.modules.get(rule.__module__)
    return getattr(module, "__file__", None) or rule.__module__
