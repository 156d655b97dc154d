"""The text modes there are, found by walking the package, and the one that fits a text best."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from dataprep.discovery import classes
from dataprep.errors import UsageError
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import Fit, TextMode


@cache
def modes() -> dict[str, TextMode]:
    """Return every text mode by its name, in alphabetical order."""
    found = classes("dataprep.readers.text_modes", TextMode)
    return {name: found[name]() for name in sorted(found)}


def named(name: str) -> TextMode:
    """Return the mode of that name.

    Raises:
        UsageError: there is none; the hint names the nearest one, or all.
    """
    known = modes()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, 1)
    raise UsageError(
        f"`{name}` is not a way to read plain text",
        f"did you mean `--text {near[0]}`?" if near else "--text takes " + ", ".join(known),
    )


def best(sample: str, options: TextOptions) -> tuple[TextMode, Fit]:
    """Return the mode that fits the beginning of a text best, and how well it does."""
    ranked = [(mode.fits(sample, options), mode) for mode in modes().values()]
    fit, mode = max(ranked, key=lambda pair: pair[0].score)
    return mode, fit
