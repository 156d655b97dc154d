"""A file as ranges of whole lines that a worker reads for itself.

What is compressed, or in another encoding, is copied to disk as UTF-8 while its lines are cut, so that
any row of any input can be read again by its offset: workers begin before the end is reached, and
nothing is decompressed twice.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from dataprep.errors import InputError
from dataprep.readers.encoding import TextEncoding
from dataprep.readers.json.bytes import open_utf8
from dataprep.readers.json.origin import Origin
from dataprep.readers.json.pieces import pieces
from dataprep.readers.source import Source


class LineFile(NamedTuple):
    """A file of rows.

    Attributes:
        name: as the user named it.
        path: where its UTF-8 bytes are.
        shift: how many bytes stand before the first line (a byte order mark).
        origin: for the faults of rows.
        validation: whether it is in the validation part.
        source: the file that the user named.
        number: of the input within the run.
        assumed: whether its encoding was only seen at the beginning.
    """

    name: str
    path: Path
    shift: int
    origin: Origin
    validation: bool
    source: Source
    number: int = 0
    assumed: bool = False

    @property
    def newline(self) -> bytes:
        """What lines end with."""
        return self.origin.encoding.newline.encode()

    @property
    def copied(self) -> bool:
        """Whether the bytes are a copy in the temporary folder."""
        return self.path != self.source.path

    def verify(self) -> None:
        """Check that the file is the one that the work began with.

        Raises:
            InputError: it was changed or removed in the meantime.
        """
        self.source.verify()


class LineChunk(NamedTuple):
    """Some whole lines, or one line that is too long to be looked at.

    Attributes:
        number: of the file within the run.
        file: the file.
        start, length: bytes of the file on disk.
        line: 1-based number of the first line.
        oversized: whether it is one line above the cap.
        kept: the lines, where whoever cut them works on them too.
    """

    number: int
    file: LineFile
    start: int
    length: int
    line: int
    oversized: bool = False
    kept: bytes | None = None

    @property
    def where(self) -> str:
        """The place of the lines, in words."""
        from dataprep.engine.spans import in_bytes  # a worker that dies is rare

        return in_bytes(self.file.name, self.start, self.length, self.line)

    def content(self) -> bytes:
        """Read the lines.

        Raises:
            InputError: the file vanished or became shorter.
        """
        if self.kept is not None:
            return self.kept
        try:
            with self.file.path.open("rb") as stream:
                stream.seek(self.start)
                content = stream.read(self.length)
        except OSError as error:
            if self.file.copied:
                raise  # it is about the temporary folder
            raise InputError(
                f"{self.file.name}: the file vanished while it was read",
                "run again when it is complete",
            ) from error
        if len(content) != self.length:
            raise InputError(
                f"{self.file.name}: the file became shorter while it was read",
                "run again when it is complete",
            )
        return content


def line_file(
    source: Source,
    encoding: TextEncoding,
    validation: bool,
    spool: Path,
    number: int,
    assumed: bool,
) -> LineFile:
    """Return a source as a file whose bytes are lines of UTF-8; a copy where it is not."""
    origin = Origin(source.name, encoding)
    path, shift = source.path, origin.shift
    if not source.seekable or origin.recoded:
        with tempfile.NamedTemporaryFile(dir=spool, prefix="lines.", delete=False) as copy:
            path, shift = Path(copy.name), 0  # empty until the lines are cut
    return LineFile(
        source.name,
        path,
        shift,
        origin,
        validation,
        source,
        number,
        assumed,
    )


def _opened(file: LineFile) -> BinaryIO:
    """Open the lines of a file; the first time, a copy is written as they are read."""
    if file.copied and not file.path.stat().st_size:
        stream = open_utf8(file.source, file.origin.encoding)
        return cast(BinaryIO, _Copying(stream, file.path))
    opened = file.path.open("rb")
    opened.seek(file.shift)
    return opened


class _Copying:
    """A stream that is copied as far as it is read, so that others can read that far."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        # Without a buffer: a chunk may be read by another process as soon as it is cut.
        self._copy = path.open("wb", buffering=0)

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        data = self._stream.read(size)
        left = memoryview(data)
        while left:
            left = left[self._copy.write(left) :]
        return data

    def __enter__(self) -> "_Copying":
        return self

    def __exit__(self, *_: object) -> None:
        self._copy.close()
        self._stream.close()


def line_chunks(files: list[LineFile], keep: bool = False) -> Iterator[LineChunk]:
    """Yield the lines of all files, in order, in chunks of about a MiB.

    Args:
        keep: whether chunks carry their lines; else they are read again where they are worked on.

    Raises:
        InputError: a file vanished, changed, or cannot be read.
    """
    for file in files:
        try:
            with _opened(file) as stream:
                for piece in pieces(stream, file.newline, keep):
                    yield LineChunk(
                        file.number, file, file.shift + piece.start, piece.length, piece.line,
                        piece.oversized, None if piece.oversized or not keep else piece.content,
                    )  # fmt: skip
        except FileNotFoundError:
            file.verify()  # it vanished
            raise
        except OSError as error:
            if file.copied:
                raise  # it is about the temporary folder
            raise InputError(
                f"{file.name}: cannot be read ({error.strerror or error})",
                "check the file and its permissions",
            ) from error
        file.verify()
