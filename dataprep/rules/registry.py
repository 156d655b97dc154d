"""All rules, found by walking the families' packages."""

from __future__ import annotations

import pkgutil
from functools import cache

import dataprep.rules
from dataprep.discovery import classes
from dataprep.rules.base import Rule


@cache
def rules() -> dict[str, type[Rule]]:
    """Return every rule by its code, in the order of the codes.

    Raises:
        ValueError: two rules have one code or one name (a bug of this project).
    """
    found: dict[str, type[Rule]] = {}
    names: set[str] = set()
    for entry in pkgutil.iter_modules(dataprep.rules.__path__):
        if not entry.ispkg:
            continue
        for rule in classes(f"dataprep.rules.{entry.name}", Rule).values():
            if rule.code in found or rule.name in names:
                raise ValueError(f"{rule} has a code or a name that is taken")
            found[rule.code] = rule
            names.add(rule.name)
    return dict(sorted(found.items()))
