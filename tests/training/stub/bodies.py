"""The body of a request, read with constant memory: JSON as it is, files of a form to disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple

_PIECE = 1 << 18


class Stored(NamedTuple):
    """A file of a form: its name, where its bytes are, and what they are."""

    filename: str
    path: Path
    bytes: int
    sha256: str


class Cut(Exception):
    """The body ended early: by a fault, or because the client went away."""


def pieces(headers: Message, read: Callable[[int], bytes], line: Callable[[], bytes],
           cut: int | None) -> Iterator[bytes]:  # fmt: skip
    """Yield the bytes of a body, of a given length or in chunks.

    Args:
        headers: of the request.
        read: reads so many bytes from the socket, fewer at its end.
        line: reads a line.
        cut: after how many bytes to raise `Cut`.
    """
    seen = 0

    def take(count: int) -> Iterator[bytes]:
        nonlocal seen
        while count:
            if cut is not None and seen >= cut:
                raise Cut
            # No more than is wanted before the cut, so that the client is in the middle of sending.
            piece = read(min(count, _PIECE if cut is None else min(_PIECE, cut - seen)))
            if not piece:
                raise Cut
            seen += len(piece)
            count -= len(piece)
            yield piece

    if headers.get("transfer-encoding", "").lower() == "chunked":
        while size := int(line().split(b";")[0], 16):
            yield from take(size)
            line()
        line()
    else:
        yield from take(int(headers.get("content-length") or 0))


def form(stream: Iterator[bytes], boundary: bytes, new: Callable[[], Path]) -> dict[str, Any]:
    """Return the fields of a multipart form: texts, and `Stored` for files.

    Args:
        stream: the pieces of the body.
        boundary: as the content type states it.
        new: names a file to write to.
    """
    end = b"\r\n--" + boundary
    buffer = b"\r\n"
    fields: dict[str, Any] = {}

    def fill() -> None:
        nonlocal buffer
        piece = next(stream, b"")
        if not piece:
            raise Cut
        buffer += piece

    def until(mark: bytes) -> Iterator[bytes]:
        nonlocal buffer
        while (at := buffer.find(mark)) < 0:
            if len(buffer) > len(mark):
                yield buffer[: -len(mark)]
                buffer = buffer[-len(mark) :]
            fill()
        yield buffer[:at]
        buffer = buffer[at + len(mark) :]

    for _ in until(end):
        pass
    while True:
        while len(buffer) < 2:
            fill()
        if buffer.startswith(b"--"):
            for _ in stream:
                pass
            return fields
        head = Message()
        for one in b"".join(until(b"\r\n\r\n")).decode().strip().split("\r\n"):
            name, _, value = one.partition(":")
            head[name] = value.strip()
        name = str(head.get_param("name", header="content-disposition"))
        filename = head.get_param("filename", header="content-disposition")
        if filename is None:
            fields[name] = b"".join(until(end)).decode()
            continue
        path, size, digest = new(), 0, hashlib.sha256()
        with path.open("wb") as file:
            for piece in until(end):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        fields[name] = Stored(str(filename), path, size, digest.hexdigest())
