"""Names for what a walk writes: beside the input or in a folder, and never that of another file."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import NamedTuple

from dataprep.errors import OutputError
from dataprep.writing.names import SUFFIX, one_per_input, rejects_path


class Names(NamedTuple):
    """Where the rows go.

    Attributes:
        train: all rows, or the part for training.
        validation: the other part; None without a split.
        rejects: the rows that were left out.
    """

    train: Path
    validation: Path | None
    rejects: Path


def free_names(source: str, output: Path | None, split: bool) -> Names:
    """Return the first names that no file has yet: ``FILE_prepared.jsonl``, ``FILE_prepared (1).jsonl``.

    Args:
        source: the name of the input.
        output: a folder; None for that of the input.
        split: whether there are two parts.

    Raises:
        OutputError: the folder is none.
    """
    folder = Path(source).parent if output is None else output
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is not a folder", "name a folder with -o, or leave it out")
    stem = prepared_name(source).removesuffix(SUFFIX)
    for number in count():
        end = f" ({number}){SUFFIX}" if number else SUFFIX
        whole = folder / f"{stem}{end}"
        train = folder / f"{stem}_train{end}" if split else whole
        valid = folder / f"{stem}_valid{end}" if split else None
        names = Names(train, valid, rejects_path(whole))
        if not any(os.path.lexists(path) for path in names if path is not None):
            return names
    raise AssertionError("there is always another number")


def prepared_name(source: str) -> str:
    """Return what is made of a file by name: ``tickets_prepared.jsonl`` of ``tickets.csv.gz``."""
    stem = one_per_input(Path(), [source])[0].name.removesuffix(SUFFIX)
    return f"{stem}_prepared{SUFFIX}"
