"""What of a file is sent: its bytes with or without a byte order mark, never all of them in memory.

The file on the disk stays as it is; the mark that a target wants is put before the bytes on their way,
and one that it does not want is left out. Hashes are those of what is sent.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dataprep.errors import InputError
from dataprep.targets import Target

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 1 << 20
_HASH_LENGTH = 12


class Content(NamedTuple):
    """A file as it is sent.

    Attributes:
        path: where it is.
        prefix: bytes that are sent before it.
        skip: bytes at its beginning that are not sent.
        bytes: how many are sent.
        sha256, md5: of them.
        stamp: size and time of the file when they were computed.
    """

    path: Path
    prefix: bytes
    skip: int
    bytes: int
    sha256: str
    md5: str
    stamp: tuple[int, int]

    @property
    def name(self) -> str:
        """What the server is told the file is called: with the beginning of its hash.

        By it a file is found again whose upload was interrupted before anybody saw the answer.
        """
        return f"{self.path.stem}-{self.sha256[:_HASH_LENGTH]}{self.path.suffix}"

    def check(self) -> None:
        """Raise InputError where the file on the disk is no longer the one that was hashed."""
        if _stamp(self.path) != self.stamp:
            raise InputError(
                f"{self.path} changed while it was uploaded", "run the same command again"
            )


def encoding_of(target: Target) -> str:
    """Return the encoding in which a target wants files: ``utf-8``, or ``utf-8-sig`` with a mark."""
    return "utf-8-sig" if target.value("byte_order_mark") == "wanted" else "utf-8"


def content_of(path: str | os.PathLike[str], encoding: str = "utf-8") -> Content:
    """Return what is sent of a file.

    Args:
        path: a file in UTF-8, with or without a mark.
        encoding: ``utf-8`` or ``utf-8-sig``.

    Raises:
        InputError: the file cannot be read.
    """
    path = Path(path)
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    stamp = _stamp(path)
    try:
        with path.open("rb") as file:
            skip = len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0
            prefix = codecs.BOM_UTF8 if encoding == "utf-8-sig" else b""
            size = len(prefix)
            file.seek(skip)
            sha256.update(prefix)
            md5.update(prefix)
            while piece := file.read(_PIECE):
                sha256.update(piece)
                md5.update(piece)
                size += len(piece)
    except OSError as error:
        raise _unreadable(path, error) from error
    return Content(path, prefix, skip, size, sha256.hexdigest(), md5.hexdigest(), stamp)


class Stream(io.RawIOBase):
    """A range of a content, read from the disk as it is sent.

    Args:
        content: of which file.
        start, end: of what is sent; the whole by default.
        watch: is called with the position within the range whenever bytes are read.
    """

    def __init__(
        self,
        content: Content,
        start: int = 0,
        end: int | None = None,
        watch: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__()
        self._content, self._start = content, start
        self._length = (content.bytes if end is None else end) - start
        self._at = 0
        self._watch = watch
        try:
            self._file = content.path.open("rb", buffering=0)
        except OSError as error:
            raise _unreadable(content.path, error) from error

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        want = min(len(view), self._length - self._at)
        if want <= 0:
            return 0
        place = self._start + self._at
        prefix = self._content.prefix
        if place < len(prefix):
            piece = prefix[place : place + want]
            count = len(piece)
            view[:count] = piece
        else:
            self._file.seek(place - len(prefix) + self._content.skip)
            count = self._file.readinto(view[:want]) or 0
            if not count:  # shorter than it was: a body must not end before the length it states
                raise InputError(
                    f"{self._content.path} changed while it was uploaded",
                    "run the same command again",
                )
        self._at += count
        if self._watch is not None:
            self._watch(self._at)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return found.st_size, found.st_mtime_ns


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: {error.strerror or error}", "check the path and the permissions")
