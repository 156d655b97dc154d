"""From what the user typed (files, folders, globs, `-`) to a list of sources."""

from __future__ import annotations

import glob
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from dataprep.errors import InputError
from dataprep.readers.source import Source

STDIN = "-"

# What dataprep itself leaves beside a dataset, and what no dataset is made of.
_BASELINE = ".dataprep-baseline.jsonl"
_NOT_DATA = (".rejects", ".manifest.json", _BASELINE, ".toml", ".py", ".lock")


def sources(names: Sequence[str], suffixes: Iterable[str], stdin: BinaryIO, spool: Path,
            stdin_name: str = "<stdin>") -> list[Source]:  # fmt: skip
    """Return the sources that the user named, in the order named; a folder's files sorted.

    Args:
        names: files, folders (searched with their sub-folders), glob patterns, or `-`.
        suffixes: the suffixes that are taken from a folder; a file named by itself may have any.
        stdin: what `-` reads; copied to disk so that it can be read twice.
        spool: the folder for that copy.
        stdin_name: what messages call it.

    Raises:
        InputError: a name that does not exist, or a folder or pattern without any matching file.
    """
    wanted = frozenset(suffixes)
    found: dict[str, Source] = {}
    for name in names:
        if name == STDIN:
            found.setdefault(STDIN, _spooled(stdin, spool, stdin_name))
            continue
        path = Path(name)
        if path.is_dir():
            paths = [one for one in sorted(path.rglob("*")) if _is_data(one, path, wanted)]
            if not paths:
                raise InputError(
                    f"{name}: the folder holds no file that can be read",
                    "name the files, or give one of: " + " ".join(sorted(wanted)),
                )
        elif not path.exists() and glob.has_magic(name):
            paths = [Path(one) for one in sorted(glob.glob(name, recursive=True))]
            paths = [one for one in paths if one.is_file() and not one.name.endswith(_BASELINE)]
            if not paths:
                raise InputError(f"{name}: no file matches the pattern", "check the pattern")
        else:
            paths = [path]
        for one in paths:
            if str(one) in found:
                continue
            if one.is_fifo() or one.is_char_device():
                with one.open("rb") as stream:
                    found[str(one)] = _spooled(stream, spool, str(one))
            else:
                found[str(one)] = Source.of(one)
    return list(found.values())


def _is_data(path: Path, top: Path, suffixes: frozenset[str]) -> bool:
    inner = path.relative_to(top)
    if not path.is_file() or any(part.startswith((".", "~$")) for part in inner.parts):
        return False
    if path.name.lower().endswith(_NOT_DATA):
        return False
    return any(suffix.lower() in suffixes for suffix in path.suffixes[-2:])


def _spooled(stream: BinaryIO, folder: Path, name: str) -> Source:
    """Copy a stream that can be read only once to disk."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix="stdin.", delete=False) as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
    return Source.of(Path(copy.name), name)


def unpacked(source: Source, folder: Path) -> Source:
    """Return a source whose content is on disk as it is, decompressed once if need be.

    So it is read as often as the work wants, and workers read parts of it.

    Args:
        folder: for the copy.

    Raises:
        InputError: the archive is damaged.
        MissingExtraError: Zstandard without its package.
    """
    if source.compression is None:
        return source
    with (
        source.open() as stream,
        tempfile.NamedTemporaryFile(dir=folder, prefix="unpacked.", delete=False) as copy,
    ):
        shutil.copyfileobj(stream, copy, 1 << 20)
    return replace(source, compression=None, copy=Path(copy.name))
