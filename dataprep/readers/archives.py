"""What opens each kind of archive; its library is imported when the first one comes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, cast

from dataprep.errors import InputError

if TYPE_CHECKING:
    from dataprep.readers.source import Source


def _open_zip(source: Source) -> BinaryIO:
    import zipfile

    archive = zipfile.ZipFile(source.path)
    members = [
        entry
        for entry in archive.infolist()
        # Damage may leave an entry without a name, which the library cannot ask about.
        if entry.filename and not entry.is_dir() and not entry.filename.startswith("__MACOSX/")
    ]
    if len(members) != 1:
        raise InputError(
            f"{source.name}: the zip archive holds {len(members)} files; one is needed",
            "unpack it and give the folder instead",
        )
    if members[0].flag_bits & 1:
        raise InputError(f"{source.name}: the zip archive is encrypted", "unpack it first")
    return cast(BinaryIO, archive.open(members[0]))


def _opened_by(library: str) -> Callable[[Source], BinaryIO]:
    """Return what opens a source with a module of the standard library; whoever asked closes it."""
    return lambda source: cast(BinaryIO, import_module(library).open(source.path, "rb"))


def _frames(source: Source) -> BinaryIO:
    from dataprep.readers.zstd_frames import Frames

    return cast(BinaryIO, Frames(source.path, source.name))


OPENERS: dict[str, Callable[[Source], BinaryIO]] = {
    "gzip": _opened_by("gzip"),
    "bzip2": _opened_by("bz2"),
    "xz": _opened_by("lzma"),
    "zstd": _frames,
    "zip": _open_zip,
}
"""Kind of compression -> what opens the content of a source; whoever asked closes it."""
