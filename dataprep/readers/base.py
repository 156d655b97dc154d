"""What a reader is: bytes of one source in, blocks of records with their place out.

A reader works in two halves, so that the costly one can run in another process. `Reader.open` looks
at the source, says how it will be read, and returns a `Reading` whose `blocks` are cut in order, in
the parent. A block travels to a worker, where `block.records()` gives its records. A row that cannot
be read is a `Reject` in its place among the records; an exception is only for what stops the file.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from dataprep.model import Finding, Record, Reject
from dataprep.readers import blocks
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source


class Block(Protocol):
    """A piece of a source that can be sent to another process."""

    def records(self) -> Iterator[Record | Reject]:
        """Yield the records of the block, in the order of the source."""


class TextRows(Protocol):
    """The rows of a block by column, for work that is done on many rows at a time.

    Attributes:
        content: all texts, and perhaps more, as UTF-8.
        names: the columns.
        lines: where each row starts, its 1-based physical line.
        odd: positions of rows that are in no column, or hold control characters.
    """

    content: bytes
    names: Sequence[str]
    lines: Sequence[int]
    odd: Set[int]

    def texts(self, name: str) -> Iterator[bytes]:
        """Yield the text of each row in a column: UTF-8, escaped as in JSON, but for CR."""

    def items(self, start: int, end: int) -> list[Record | Reject]:
        """Return what the rows at some positions are, as `Block.records` would."""


@dataclass(slots=True)
class RecordBlock:
    """A block whose records were made when it was cut."""

    items: list[Record | Reject]

    def records(self) -> Iterator[Record | Reject]:
        """Yield the records of the block, in the order of the source."""
        return iter(self.items)


@dataclass(slots=True)
class Reading:
    """A source that was looked at and is ready to be read once.

    Attributes:
        description: how it is read, for people: ``CSV, separator `;`, UTF-8, header in line 3``.
        blocks: the content; consuming it reads the file.
        notes: findings about the file as a whole, known after the look at its beginning. A reader may
            add to the list until `blocks` is exhausted (hidden rows at the end of a sheet, say).
        columns: the column names of a table; None where rows bring their own keys.
        unread: visible sheets that hold something and were not chosen.
    """

    description: str
    blocks: Iterator[Block]
    notes: list[Finding] = field(default_factory=list)
    columns: list[str] | None = None
    unread: tuple[str, ...] = ()


class Reader(ABC):
    """One source format. A subclass in its own file of this package is found by walking the package.

    Attributes:
        name: what `--input-format` calls it.
        title: what people call it, e.g. ``JSON Lines``.
        suffixes: lower case, with the dot.
        nested: whether its records may hold lists of records (``--explode``).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    nested: ClassVar[bool] = False

    @classmethod
    def recognises(cls, head: bytes) -> bool:
        """Whether the first bytes of a source can only be of this format."""
        return False

    @abstractmethod
    def open(self, source: Source, options: ReadOptions) -> Reading:
        """Look at `source` and return it ready to be read.

        Raises:
            InputError: the source is not of this format, is encrypted or corrupt.
            UsageError: an option does not fit the source (a sheet that is not there).
            MissingExtraError: the format needs a package that is not installed.
        """


def blocks_of(items: Iterable[Record | Reject]) -> Iterator[Block]:
    """Gather records into blocks of about `BLOCK_SIZE` by their `size`, in order."""
    pending: list[Record | Reject] = []
    size = 0
    for item in items:
        pending.append(item)
        size += item.size
        if size >= blocks.BLOCK_SIZE or len(pending) >= blocks.MAX_BLOCK_ROWS:
            yield RecordBlock(pending)
            pending, size = [], 0
    if pending:
        yield RecordBlock(pending)
