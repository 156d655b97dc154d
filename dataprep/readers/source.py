"""A source: one input's bytes, decompressed, that can be opened as often as needed.

Standard input and pipes are spooled to a file first (`inputs.py`), so that every source can be read
twice. A truncated or corrupt archive ends in one `InputError` that names the file.
"""

from __future__ import annotations

import io
import os
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from dataprep.errors import InputError

HEAD_SIZE = 1 << 18
"""How many bytes at the beginning of a source detection may look at."""

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # without any file in it
)
COMPRESSED = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd", ".zip": "zip"}
"""Suffixes of compressed files, which stand behind the suffix of the content."""

# What the entries of a zip are called when the zip is a document and not an archive.
_DOCUMENT_MARKS = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")


def zip_faults() -> tuple[type[Exception], ...]:
    """Return what opening an archive raises for damage; a flipped bit passes for a lacking feature.

    The libraries are imported when a fault is asked for: few inputs are archives.
    """
    import lzma
    import zipfile
    import zlib

    faults = zipfile.BadZipFile, lzma.LZMAError, zlib.error, struct.error
    return (*faults, OSError, EOFError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Source:
    """One input.

    Attributes:
        path: the file to open (the spool file for standard input).
        name: the input as the user named it; every message uses it.
        compression: ``gzip``, ``bzip2``, ``xz``, ``zstd``, ``zip`` or None, found from the content.
        stamp: size and time of change of the file when it was first seen; None for files of our own.
        copy: where its content stands decompressed, see `inputs.unpacked`.
    """

    path: Path
    name: str
    compression: str | None = None
    stamp: tuple[int, int] | None = None
    copy: Path | None = None

    @classmethod
    def of(cls, path: Path, name: str | None = None) -> Source:
        """Return the source for a file, looking at its first bytes.

        Raises:
            InputError: the file is missing, unreadable, or an archive of several files.
        """
        label = str(path) if name is None else name
        try:
            with path.open("rb") as stream:
                start = stream.read(8)
                state = os.fstat(stream.fileno())
        except OSError as error:
            raise _unreadable(label, error) from error
        kind = next((kind for magic, kind in _MAGIC if start.startswith(magic)), None)
        if kind == "zip" and _is_document(path, label):
            kind = None
        return cls(path, label, kind, (state.st_size, state.st_mtime_ns))

    @property
    def suffix(self) -> str:
        """The suffix that names the content, lower case: ``.csv`` for ``tickets.csv.gz``."""
        path = Path(self.name)
        if COMPRESSED.get(path.suffix.lower()) is not None:
            path = Path(path.stem)
        return path.suffix.lower()

    @property
    def stem(self) -> str:
        """The file's name without folder, compression suffix and format suffix."""
        path = Path(Path(self.name).name)
        if COMPRESSED.get(path.suffix.lower()) is not None:
            path = Path(path.stem)
        return path.stem

    @property
    def seekable(self) -> bool:
        """Whether byte ranges of the file on disk are byte ranges of the content."""
        return self.compression is None

    def open(self) -> BinaryIO:
        """Open the decompressed content.

        Raises:
            InputError: the file vanished, cannot be read, or is an archive that cannot be opened.
            MissingExtraError: Zstandard without its package.
        """
        try:
            raw = self._open_raw()
        except zip_faults() as error:
            if self.stamp is not None and isinstance(error, FileNotFoundError):
                raise _vanished(self.name) from error
            raise _unreadable(self.name, error) from error
        if self.compression is None:
            return raw
        return io.BufferedReader(_Guarded(raw, self.name, self.compression), 1 << 16)

    @property
    def size(self) -> int:
        """The bytes that are read: of the content, or of the archive where it is not unpacked."""
        return (self.copy or self.path).stat().st_size

    @cached_property
    def head(self) -> bytes:
        """The first `HEAD_SIZE` bytes of the content."""
        with self.open() as stream:
            return stream.read(HEAD_SIZE)

    def verify(self) -> None:
        """Check that the file is the one that was first seen.

        Raises:
            InputError: it was changed or removed in the meantime.
        """
        if self.stamp is None:
            return
        try:
            now = self.path.stat()
        except OSError as error:
            raise _vanished(self.name) from error
        if (now.st_size, now.st_mtime_ns) != self.stamp:
            raise InputError(
                f"{self.name}: the file changed while it was read", "run again when it is complete"
            )

    def _open_raw(self) -> BinaryIO:
        if self.compression is None:
            return (self.copy or self.path).open("rb")
        from dataprep.readers.archives import OPENERS

        return OPENERS[self.compression](self)

    def __getstate__(self) -> dict[str, Any]:
        # The cached head stays where it was read: a worker opens what it needs.
        kept = ("path", "name", "compression", "stamp", "copy")
        return {key: self.__dict__[key] for key in kept}


class _Guarded(io.RawIOBase):
    """A decompressing stream whose faults are `InputError`s that name the file."""

    def __init__(self, stream: BinaryIO, name: str, compression: str) -> None:
        super().__init__()
        self._stream, self._name, self._compression = stream, name, compression
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except InputError:
            raise
        except Exception as error:  # every library has its own exception for a damaged archive
            raise InputError(
                f"{self._name}: the {self._compression} data is damaged or cut off "
                f"after {self._position:,} bytes of content ({error})",
                "get a complete copy of the file",
            ) from error
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _is_document(path: Path, name: str) -> bool:
    """Whether a zip is a workbook or another document rather than an archive of a data file."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            return any(mark in archive.namelist() for mark in _DOCUMENT_MARKS)
    except zip_faults() as error:
        raise InputError(
            f"{name}: the zip data is damaged or cut off ({error})",
            "get a complete copy of the file",
        ) from error


def _vanished(name: str) -> InputError:
    fact = f"{name}: the file vanished while it was read"
    return InputError(fact, "run again when it is complete")


def _unreadable(name: str, error: BaseException) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(f"{name}: no such file", "check the name and the folder")
    if isinstance(error, IsADirectoryError):
        return InputError(f"{name}: is a folder", "give a file, or the folder by itself")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return InputError(f"{name}: cannot be read ({reason})", "check the file and its permissions")
