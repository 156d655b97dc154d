"""Places as code hosts know them: files from the root of the repository, lines and columns from 1."""

from __future__ import annotations

import os

from dataprep.engine.validation.fingerprints import portable
from dataprep.model import Location
from dataprep.output.terminal import safe


def file(place: Location, variable: str = "") -> str:
    """Return the name of a file from the root of the repository, with forward slashes.

    Args:
        place: in the file.
        variable: of the environment, that holds the root; by default it is the working folder.
    """
    return portable(place.path, os.environ.get(variable, "") if variable else "")


def uri(place: Location) -> str:
    """Return the name of a file as a relative URI reference."""
    from urllib.parse import quote

    name = file(place)
    try:
        return quote(os.fsencode(name))
    except UnicodeEncodeError:  # no name that a file can have
        return quote(safe(name))


def span(place: Location) -> tuple[int, int, int]:
    """Return line, column and the column behind the end; the file's beginning where none is known."""
    column = place.column or 1
    return place.line or 1, column, max(place.end_column or column, column)


def plain(text: str) -> str:
    """Return a text in one line, control characters and lone surrogates made visible."""
    return safe(text.replace("\n", "\\n").replace("\t", " "))
