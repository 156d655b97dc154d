"""The forms of a report, one file each; found by walking the package."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from dataprep.discovery import classes, defined
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
    # A form stands in the file of its name: a run needs one, and each takes its time to import.
    if name.isidentifier() and find_spec(f"{__name__}.{name}"):
        for form in defined(import_module(f"{__name__}.{name}"), Renderer):  # type: ignore[type-abstract]
            if getattr(form, "name", None) == name:
                return form()
    raise UsageError(f"no output format is called `{name}`", f"choose one of: {', '.join(names())}")


def _renderers() -> dict[str, type[Renderer]]:
    return classes("dataprep.output.formats", Renderer)
