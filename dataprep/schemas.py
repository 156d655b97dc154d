"""Finds the JSON Schemas of `schemas/`, from a wheel, an editable install, or a bare checkout.

The folder stands at the top level of the project, where other tools find it. A wheel carries it inside
the package (as `dataprep/schema_files`); everywhere else it is beside the package.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dataprep.errors import UsageError

_SUFFIX = ".schema.json"


def folder() -> Path:
    """Return the folder that holds the schemas."""
    package = Path(__file__).parent
    inside = package / "schema_files"
    return inside if inside.is_dir() else package.parent / "schemas"


def names() -> list[str]:
    """Return the names of the schemas: ``chat``, ``manifest`` ..."""
    return sorted(path.name.removesuffix(_SUFFIX) for path in folder().glob(f"*{_SUFFIX}"))


def load(name: str) -> dict[str, Any]:
    """Return a schema (JSON Schema 2020-12) as data.

    Raises:
        UsageError: there is no schema of that name.
    """
    path = folder() / f"{name}{_SUFFIX}"
    if not path.is_file():
        raise UsageError(f"no schema is called `{name}`", f"choose one of: {', '.join(names())}")
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema
