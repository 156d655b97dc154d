"""Reading a text in one line, for the tests of the text reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dataprep.model import Finding, Record, Reject
from dataprep.readers.options import ReadOptions, TextOptions
from dataprep.readers.source import Source
from dataprep.readers.text import TextReader


class Result:
    """What reading gave: the items in order, the notes, the description."""

    def __init__(self, path: Path, encoding: str | None, options: TextOptions) -> None:
        source = Source.of(path, path.name)
        reading = TextReader().open(source, ReadOptions(encoding=encoding, text=options))
        self.items: list[Record | Reject] = []
        for block in reading.blocks:
            self.items.extend(block.records())
        self.notes: list[Finding] = reading.notes
        self.description = reading.description

    @property
    def data(self) -> list[Any]:
        """The records' data."""
        return [item.data for item in self.items if isinstance(item, Record)]

    @property
    def texts(self) -> list[str]:
        """The records' `text`."""
        return [data["text"] for data in self.data]

    @property
    def lines(self) -> list[int]:
        """The lines on which the records start."""
        return [item.line for item in self.items if isinstance(item, Record)]

    @property
    def rejects(self) -> list[Reject]:
        """The rejects."""
        return [item for item in self.items if isinstance(item, Reject)]

    @property
    def reasons(self) -> list[str]:
        """The rejects as `code line: message`."""
        return [
            f"{item.finding.code} {item.finding.location.line}: {item.finding.message}"
            for item in self.rejects
        ]


def read(
    path: Path,
    content: str | bytes,
    mode: str | None = None,
    encoding: str | None = None,
    **options: Any,
) -> Result:
    """Write `content` to `path` and read it as text.

    Args:
        path: the file; its folder must exist.
        content: text is written as UTF-8.
        mode: as `TextOptions.mode`.
        encoding: as `ReadOptions.encoding`.
        options: the rest of `TextOptions`.
    """
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Result(path, encoding, TextOptions(mode=mode, **options))
