"""A source of JSON as a stream of UTF-8, whatever its encoding."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

from dataprep.readers.encoding import TextEncoding, open_text
from dataprep.readers.source import Source

_CHUNK = 1 << 18


def open_utf8(source: Source, encoding: TextEncoding) -> BinaryIO:
    """Open a source as UTF-8 bytes without its byte order mark.

    A byte that did not decode arrives as the three bytes of its lone surrogate (see `encoding`),
    which no parser takes for text.
    """
    if encoding.codec == "utf-8":
        stream = source.open()
        stream.read(encoding.bom)
        return stream
    return cast(BinaryIO, io.BufferedReader(_Recoder(source, encoding), _CHUNK))


class _Recoder(io.RawIOBase):
    """Translates text to UTF-8 while it is read."""

    def __init__(self, source: Source, encoding: TextEncoding) -> None:
        super().__init__()
        self._text = open_text(source, encoding)
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._ready:
            self._ready = self._text.read(_CHUNK).encode("utf-8", "surrogatepass")
        part = self._ready[: len(buffer)]
        self._ready = self._ready[len(part) :]
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._text.close()
        super().close()
