"""Where repaired files go: beside the input, into a folder, or into the input's place."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dataprep.errors import OutputError, UsageError
from dataprep.readers.source import COMPRESSED, Source
from dataprep.writing.names import one_per_input, rejects_path
from dataprep.writing.staging import Staging, staging

BACKUP = ".bak"


class Place(NamedTuple):
    """Where one repaired file goes.

    Attributes:
        source: the input.
        final: its new name; in place, the input itself behind all links.
        in_place: whether that is the input.
    """

    source: Source
    final: Path
    in_place: bool

    @property
    def rejects(self) -> Path:
        """The file of the rows that were dropped."""
        return rejects_path(self.final)

    @property
    def backup(self) -> Path:
        """The copy of the input as it was; no ``*.jsonl`` pattern matches it."""
        return self.final.with_name(self.final.name + BACKUP)


def to_output(sources: Sequence[Source], output: Path, force: bool) -> list[Place]:
    """Return the places for `-o`: a file for one input, else a folder.

    Raises:
        UsageError: several inputs and one file, or the name of a compressed one.
        OutputError: a file is there already, or is an input.
    """
    if output.is_dir() or len(sources) > 1:
        if output.exists() and not output.is_dir():
            raise OutputError(
                f"{output}: is a file, and there are {len(sources)} inputs",
                "name a folder with -o, or repair them with --in-place",
            )
        if not output.is_dir() and output.suffix:
            raise UsageError(
                f"{output} is one file, and there are {len(sources)} inputs",
                "name a folder with -o, or repair them with --in-place",
            )
        finals = one_per_input(output, [source.name for source in sources])
    else:
        if output.suffix.lower() in COMPRESSED:
            raise UsageError(
                f"{output} has the name of a compressed file, and what is written is plain text",
                f"write it with -o {shlex.quote(str(output.with_suffix('')))}",
            )
        finals = [output]
    places = [Place(one, final, False) for one, final in zip(sources, finals, strict=True)]
    for place in places:
        _check(place, sources, force)
    return places


def in_place(sources: Sequence[Source], backup: bool) -> list[Place]:
    """Return the places for ``--in-place``.

    Raises:
        UsageError: an input has no place of its own: standard input, or an archive.
        OutputError: a backup is there already.
    """
    places = []
    for source in sources:
        if source.name.startswith("<"):
            raise UsageError(f"{source.name} has no place of its own", "write to one with -o")
        if source.compression is not None:
            raise UsageError(
                f"{source.name}: is compressed ({source.compression}), and is not written in place",
                "write the repaired rows with -o FILE.jsonl",
            )
        place = Place(source, source.path.resolve(), True)
        if backup and place.backup.exists():
            raise OutputError(
                f"{place.backup}: is there already; a backup is never overwritten",
                "move it away, or leave --backup out",
            )
        places.append(place)
    return places


def write(
    places: Sequence[Place],
    made: Sequence[Source],
    rejects: Sequence[Path | None],
    backup: bool,
) -> None:
    """Bring repaired files to their places, all of them or none.

    Args:
        places: of all inputs.
        made: the files as they are now; in place, one that is the same object stays untouched.
        rejects: of each input, the file with the rows that were dropped.
        backup: whether what is replaced is kept.

    Raises:
        InputError: an input that would be replaced has changed.
        OutputError: a place cannot be written, or the disk is full.
    """
    with ExitStack() as stack:
        stages: dict[Path, Staging] = {}
        for number, (place, now) in enumerate(zip(places, made, strict=True)):
            if place.in_place and now is place.source:
                continue
            parent = place.final.parent
            if parent not in stages:
                stages[parent] = stack.enter_context(staging(place.final))
            _stage(stages[parent], place, now, rejects[number], backup, number)
        for place in places:
            if place.in_place:
                place.source.verify()  # what somebody wrote in the meantime is not replaced
        for stage in stages.values():
            stage.commit()


def _stage(
    stage: Staging, place: Place, now: Source, rejects: Path | None, backup: bool, number: int
) -> None:
    made = stage.folder / f"{number}.lines"
    with now.open() as content, made.open("wb") as copy:
        shutil.copyfileobj(content, copy, 1 << 20)
    if place.in_place:
        shutil.copymode(place.final, made)
        if backup:
            kept = stage.folder / f"{number}.backup"
            shutil.copy2(place.final, kept)
            stage.put(kept, place.backup)
    if rejects is not None:
        lines = stage.folder / f"{number}.rejects"
        with lines.open("wb") as file:
            if place.in_place and place.rejects.exists():  # those of an earlier repair stay
                _append(place.rejects, file)
            _append(rejects, file)
        stage.put(lines, place.rejects)
    # Last: once the file is in its place, everything beside it is too.
    stage.put(made, place.final)


def _append(path: Path, file: BinaryIO) -> None:
    with path.open("rb") as lines:
        shutil.copyfileobj(lines, file, 1 << 20)


def _check(place: Place, sources: Sequence[Source], force: bool) -> None:
    for path in (place.final, place.rejects):
        if not path.exists():
            continue
        if any(source.path.exists() and path.samefile(source.path) for source in sources):
            raise OutputError(
                f"{path}: is an input", "repair it with --in-place, or choose another name with -o"
            )
        if not path.is_file():
            raise OutputError(f"{path}: is not a file that can be replaced", "name a file with -o")
        if not force and path.stat().st_size:
            raise OutputError(
                f"{path}: exists", "choose another name with -o, or replace it with --force"
            )
