"""Checks the targets of a configuration against the schema of target files, in our own words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from dataprep import schemas
from dataprep.errors import UsageError


def check(name: str, data: Any) -> None:
    """Check one table ``[targets.NAME]``.

    Raises:
        UsageError: about its first fault.
    """
    for error in _validator().iter_errors(_plain(data)):
        place = ".".join(("targets", name, *map(str, error.instance_path)))
        kind = error.kind
        if kind.name == "additionalProperties":
            key = kind.unexpected[0]
            raise UsageError(f"unknown key `{key}` in [{place}]", _near(key))
        if kind.name == "enum":
            options = ", ".join(map(str, kind.options))
            raise UsageError(f"`{place}` is `{error.instance}`", f"choose one of: {options}")
        raise UsageError(
            f"`{place}` is not what a target file holds there: {error.message[:80]}",
            "see: dataprep targets show generic",
        )


@cache
def _validator() -> Any:
    import jsonschema_rs

    whole = schemas.load("target")
    return jsonschema_rs.validator_for({"$ref": "#/$defs/own", "$defs": whole["$defs"]})


@cache
def _keys() -> tuple[str, ...]:
    """Return every key that a target may have, of whatever table."""
    tables = schemas.load("target")["$defs"].values()
    return tuple(key for table in tables for key in table.get("properties", ()))


def _near(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, _keys(), 1)
    return f"did you mean `{near[0]}`?" if near else "see: dataprep targets show generic"


def _plain(value: Any) -> Any:
    """Return TOML data as JSON has it: dates become texts."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
