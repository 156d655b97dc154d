"""The training formats, one file each: what a row is, and how an example becomes one."""

from __future__ import annotations

from dataprep.discovery import classes
from dataprep.errors import UsageError
from dataprep.formats.base import Format


def names() -> list[str]:
    """Return what ``--to`` accepts."""
    return list(classes("dataprep.formats", Format))


def get(name: str) -> Format:
    """Return the format called `name`.

    Raises:
        UsageError: there is no such format.
    """
    found = classes("dataprep.formats", Format)
    if name not in found:
        raise UsageError(f"no format is called `{name}`", f"choose one of: {', '.join(found)}")
    made: Format = found[name]()
    return made
