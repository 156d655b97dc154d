"""What rules are shown: a file, a broken assertion, a dataset, a row of a group, rows alike."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dataprep.model import Location
from dataprep.rules.row import Path, Row


class FileView(NamedTuple):
    """A file before its rows are read.

    Attributes:
        name: as the user named it.
        size: in bytes on disk.
        head: its first bytes, decompressed (256 KiB at most).
        whole: whether `head` is all of it.
        layout: ``lines``, or what it is instead: ``array``, ``spread``, ``empty``, or ``other`` for
            what is no JSON at all.
        codec: Python's name of the encoding; `label` for people.
        bom: length of the byte order mark.
        guessed: whether the encoding was detected.
        damage: (byte offset, line) of bytes that do not decode, the first 1,000; `damage_count` of all.
        what: for ``other``: what it seems to be, and the way out.
        newline: what lines end with: ``\\n`` (also for CRLF), or ``\\r`` alone.
    """

    name: str
    size: int
    head: bytes
    whole: bool
    layout: str
    codec: str
    label: str
    bom: int
    guessed: bool
    damage: tuple[tuple[int, int], ...]
    damage_count: int
    what: tuple[str, str] | None
    newline: str = "\n"


class Violation(NamedTuple):
    """One assertion of the schema that a row breaks.

    Attributes:
        keyword: ``required``, ``additionalProperties``, ``type``, ``enum``, ``minItems`` ...
        path: of the value; of a missing or unexpected key, its own path.
        value: what is there; None for a missing key.
        limit: what the schema asks: the options, the types, the pattern, the number.
        owner: the object that lacks the key or has it too much; None otherwise.
    """

    keyword: str
    path: Path
    value: Any
    limit: Any
    owner: Any

    @property
    def pattern(self) -> str:
        """The path with ``*`` for every index: ``messages/*/role``."""
        return "/".join("*" if isinstance(part, int) else part for part in self.path)


class Place(NamedTuple):
    """Where a row stands: the name of its file and the 1-based line."""

    path: str
    line: int

    def location(self) -> Location:
        """Return it as the place of a finding."""
        return Location(self.path, self.line)


class Dataset(NamedTuple):
    """What is trained together, when all of it was read.

    Attributes:
        train, validation: names of the files.
        rows: rows of the train part; `validation_rows` of the other.
        size: bytes of the train part.
        kinds: kind of row -> rows of the train part, and `first` the first row of each.
        features: set of features -> rows of the train part.
        tokens: tokens of the train part in the target's encoding; None where they were not counted.
        answer_tokens: the tokens of the answers among them.
        method: what was asked for, or what the rows are for.
        today: the date that lifecycle rules go by, ISO.
        notice_days: how many days before an end a target is closing.
    """

    train: Sequence[str]
    validation: Sequence[str]
    rows: int
    validation_rows: int
    size: int
    kinds: Mapping[str, int]
    first: Mapping[str, Place]
    features: Mapping[frozenset[str], int]
    tokens: int | None
    answer_tokens: int | None
    method: str
    today: str
    notice_days: int

    def location(self) -> Location:
        """Return the place of a finding about the dataset as a whole: its first train file."""
        return Location(self.train[0] if self.train else "<none>")


class Member(NamedTuple):
    """One row of a group that shares a key.

    Attributes:
        place: where it stands.
        validation: whether it is in the validation part.
        key: hash of the whole example.
        load: reads and returns the row.
    """

    place: Place
    validation: bool
    key: int
    load: Callable[[], Row]


class Alike(NamedTuple):
    """A row that is nearly the same as another one of the dataset, confirmed by their words.

    Attributes:
        row: the one that is spoken of: later in its part, or in the validation part.
        other: the one that it is like.
        first: the first row of all that are chained to these by likeness.
        similarity: the share of words in common, from 0 to 1.
    """

    row: Member
    other: Member
    first: Member
    similarity: float
