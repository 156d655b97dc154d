"""Readers, one file per source format: bytes in, records with their place out."""

from __future__ import annotations

from dataprep.codes import finding
from dataprep.discovery import classes
from dataprep.errors import UsageError
from dataprep.model import Finding, Location
from dataprep.readers.base import Reader, Reading
from dataprep.readers.detect import detect
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source


def names() -> list[str]:
    """Return what ``--input-format`` accepts."""
    return list(classes("dataprep.readers", Reader))


def open_source(source: Source, options: ReadOptions) -> Reading:
    """Look at a source and return it ready to be read once.

    Args:
        source: the input.
        options: how to read it; without a format, the content decides, then the suffix.

    Raises:
        InputError: the source cannot be read or holds no records.
        UsageError: an option that does not fit, or an unknown format.
        MissingExtraError: the format needs a package that is not installed.
    """
    notes: list[Finding] = []
    name = options.format
    if name is None:
        name, notes = detect(source, options.encoding)
    known = classes("dataprep.readers", Reader)
    if name not in known:
        raise UsageError(
            f"no input format is called `{name}`", f"choose one of: {', '.join(known)}"
        )
    reading: Reading = known[name]().open(source, options)
    if options.explode and not known[name].nested:
        notes.append(
            finding(
                "REA032",
                f"--explode {options.explode[0]} is not used: {known[name].title} holds no "
                "nested lists",
                Location(source.name),
                "leave it out for this input",
            )
        )
    reading.notes[:0] = notes
    return reading


def empty(source: Source) -> Finding:
    """Return the finding about a source that holds no rows."""
    return finding("JSN013", "the file holds no rows", Location(source.name))
