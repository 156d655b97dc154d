"""A source as a file that can be read from anywhere, for formats whose index stands at the end."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO

from dataprep.errors import InputError
from dataprep.readers.source import Source

_BLOCK = 1 << 20
_IN_MEMORY = 1 << 24


def open_seekable(source: Source) -> IO[bytes]:
    """Open a source for reading anywhere; a compressed one is unpacked to a temporary file.

    Raises:
        InputError: the file cannot be read, its compression is damaged, or it does not fit on the
            disk.
    """
    if source.seekable:
        return source.open()
    file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115, the caller closes it
    try:
        with source.open() as stream:
            while block := stream.read(_BLOCK):
                file.write(block)
    except OSError as error:
        file.close()
        raise InputError(
            f"{source.name}: cannot be unpacked to a temporary file ({error.strerror or error})",
            "free space in the temporary folder, or unpack the file yourself",
        ) from error
    except InputError:
        file.close()
        raise
    file.seek(0)
    return file
