"""The forms of a report, one file each; found by walking the package."""

from __future__ import annotations

from dataprep.discovery import classes
from dataprep.errors import UsageError
from dataprep.output.formats.base import Renderer


def names() -> list[str]:
    """Return what ``--output-format`` accepts."""
    return sorted(_renderers())


def get(name: str) -> Renderer:
    """Return the renderer of a name.

    Raises:
        UsageError: there is none.
    """
    known = _renderers()
    if name not in known:
        raise UsageError(
            f"no output format is called `{name}`", f"choose one of: {', '.join(sorted(known))}"
        )
    return known[name]()


def _renderers() -> dict[str, type[Renderer]]:
    return classes("dataprep.output.formats", Renderer)
