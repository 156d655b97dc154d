"""Whether a Zstandard file is there to its end, which its library does not say.

Frames are made of blocks, each with its size in front, so a look at those sizes tells it: a block is
up to 128 KiB, and nothing is decompressed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, BinaryIO

from dataprep.errors import MissingExtraError

_HEADER = 18
"""The longest header of a frame."""
_RAW_SIZE, _CHECKSUM = 3, 4
_REPEATED = 1  # one byte stands for the whole block


class Frames:
    """A decompressing stream that ends in an error where the file is cut off.

    Args:
        path: the file.
        name: as the user named it.

    Raises:
        MissingExtraError: the package that decompresses is not installed.
    """

    def __init__(self, path: Path, name: str) -> None:
        try:
            import zstandard
        except ImportError as error:
            raise MissingExtraError(f"reading {name}", "zstd") from error
        self._path = path
        # It ends with the file, wherever that ends.
        self._stream: Any = zstandard.ZstdDecompressor().stream_reader(
            path.open("rb"), read_across_frames=True
        )

    def read(self, size: int) -> bytes:
        """Return the next bytes of the content, nothing at its end.

        Raises:
            EOFError: the file ends inside a frame.
        """
        data: bytes = self._stream.read(size)
        if not data and not is_whole(self._path):
            raise EOFError("the file ends inside a frame")
        return data

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def is_whole(path: Path) -> bool:
    """Return whether the last frame of a file is there to its end."""
    import zstandard

    size = position = 0
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        while position < size:
            file.seek(position)
            head = file.read(_HEADER)
            if head[1:4] == b"\x2a\x4d\x18" and head[0] >> 4 == 5:  # to be skipped
                position += 8 + int.from_bytes(head[4:8], "little")
                continue
            try:
                checked = zstandard.get_frame_parameters(head).has_checksum
                position += zstandard.frame_header_size(head)
            except zstandard.ZstdError:
                return False
            position = _past_blocks(file, position, size)
            position += _CHECKSUM if checked else 0
    return position == size


def _past_blocks(file: BinaryIO, position: int, size: int) -> int:
    """Return where the blocks of a frame end, by their sizes."""
    last = 0
    while not last and position < size:
        file.seek(position)
        number = int.from_bytes(file.read(_RAW_SIZE), "little")
        last, kind, length = number & 1, number >> 1 & 3, number >> 3
        position += _RAW_SIZE + (1 if kind == _REPEATED else length)
    return position if last else size + 1
