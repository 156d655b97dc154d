"""Readers, one file per source format: bytes in, records with their place out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from dataprep.codes import finding
from dataprep.discovery import classes
from dataprep.errors import UsageError
from dataprep.model import Finding, Location
from dataprep.readers.source import COMPRESSED, Source

if TYPE_CHECKING:
    from dataprep.readers.base import Block, Reader, Reading
    from dataprep.readers.options import ReadOptions


def names() -> list[str]:
    """Return what ``--input-format`` accepts."""
    return list(_readers())


def suffixes() -> list[str]:
    """Return the suffixes of files that are taken from a folder."""
    return [*_by_suffix(), *COMPRESSED]


def _readers() -> dict[str, type[Reader]]:
    from dataprep.readers.base import Reader  # a file of rows is read without any reader

    return classes("dataprep.readers", Reader)


@cache
def _by_suffix() -> dict[str, str]:
    return {suffix: name for name, kind in _readers().items() for suffix in kind.suffixes}


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
    known = _readers()
    if name is None:
        from dataprep.readers.detect import detect  # what it knows is only needed for guessing

        named = _by_suffix().get(source.suffix)
        certain = (one for one, kind in known.items() if kind.recognises(source.head))
        name = next(certain, None) or detect(source, named, options.encoding)
        # The kinds of workbook are one thing to people.
        if named is not None and name != named and {name, named} != {"xlsx", "sheets"}:
            notes.append(_misnamed(source, known[name].title, named))
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
    reading.blocks = _told_when_empty(reading.blocks, reading.notes, source)
    return reading


def _told_when_empty(
    blocks: Iterator[Block], notes: list[Finding], source: Source
) -> Iterator[Block]:
    """Yield blocks; where there is none, let a note say so."""
    filled = False
    for block in blocks:
        filled = True
        yield block
    if not filled and not any(note.code == "JSN013" for note in notes):
        help = "check that this is the right file"
        place = Location(source.name)
        notes.append(finding("JSN013", "the file holds no rows", place, help))


def _misnamed(source: Source, title: str, named: str) -> Finding:
    return finding(
        "REA009",
        f"the name ends in `{source.suffix}`, the content is {title}; it is read as what it is",
        Location(source.name),
        f"if that is wrong: --input-format {named}",
    )
