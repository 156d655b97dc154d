"""A file as ranges of whole lines that a worker reads for itself.

What is compressed, or in another encoding, is copied to disk once as UTF-8, so that any row of any
input can be read again by its offset.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dataprep.engine.spans import in_bytes
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
            if self.file.path != self.file.source.path:
                raise  # the copy in the temporary folder
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
    """Return a source as a file whose bytes are lines of UTF-8, copying it where it is not."""
    origin = Origin(source.name, encoding)
    path, shift = source.path, origin.shift
    if not source.seekable or origin.recoded:
        with (
            open_utf8(source, encoding) as stream,
            tempfile.NamedTemporaryFile(dir=spool, prefix="lines.", delete=False) as copy,
        ):
            shutil.copyfileobj(stream, copy, 1 << 20)
        path, shift = Path(copy.name), 0
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


def line_chunks(files: list[LineFile], keep: bool = False) -> Iterator[LineChunk]:
    """Yield the lines of all files, in order, in chunks of about a MiB.

    Args:
        keep: whether chunks carry their lines; else they are read again where they are worked on.

    Raises:
        InputError: a file vanished, changed, or cannot be read.
    """
    for file in files:
        try:
            with file.path.open("rb") as stream:
                stream.seek(file.shift)
                for piece in pieces(stream, file.newline, keep):
                    yield LineChunk(
                        file.number, file, file.shift + piece.start, piece.length, piece.line,
                        piece.oversized, None if piece.oversized or not keep else piece.content,
                    )  # fmt: skip
        except FileNotFoundError:
            file.verify()  # it vanished
            raise
        except OSError as error:
            raise InputError(
                f"{file.name}: cannot be read ({error.strerror or error})",
                "check the file and its permissions",
            ) from error
        file.verify()
