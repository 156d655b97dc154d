"""What a text mode is: one way to cut the lines of a text into records.

A mode is a subclass of `TextMode` in its own file of this package; `catalog.py` finds it there. It
says how well it fits the beginning of a text, and turns numbered lines into records.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from dataprep.model import Finding, Record, Reject
from dataprep.readers.options import TextOptions

Lines = Iterator[tuple[int, str]]
"""1-based line numbers and lines without their end."""


class Fit(NamedTuple):
    """How well a mode fits a text.

    Attributes:
        score: from 0, not at all, to 1, certain.
        why: what in the text speaks for it, for people: ``14 lines begin with `Q:` or `A:```.
    """

    score: float
    why: str


NO_FIT = Fit(0.0, "")

CERTAIN = 1.0
"""The score of a mode that the user's own words ask for: taking it is no guess."""


@dataclass(slots=True)
class TextContext:
    """What a mode needs to know beside the lines.

    Attributes:
        options: what the user said; `TextMode.prepare` may complete it.
        name: the input's name for messages.
        title: the file's name without folder and suffix.
        notes: findings about the file as a whole; a mode appends to it.
    """

    options: TextOptions
    name: str = "<text>"
    title: str = ""
    notes: list[Finding] = field(default_factory=list)


class TextMode(ABC):
    """One way to cut a text into records.

    Attributes:
        name: what ``--text`` calls it.
        summary: one line for the help.
        per_line: every line stands for itself, so that the text may be cut at any line end and the
            parts be read elsewhere.
        long_lines: takes a line of any length, in parts that repeat its number.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    per_line: ClassVar[bool] = False
    long_lines: ClassVar[bool] = False

    @abstractmethod
    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Say how well the mode fits the beginning of a text, which may be cut after any line."""

    def prepare(self, lines: Lines, context: TextContext) -> None:  # noqa: B027
        """Read the whole text ahead where a mode must, and complete `context` by what it says.

        Raises:
            UsageError: the text asks for an option that was not given.
            InputError: the text holds nothing that the mode could read.
        """

    @abstractmethod
    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Cut the lines into records, in order; what cannot be used is a reject in its place.

        Raises:
            UsageError: an option has a value that the mode does not know.
            InputError: a piece is too long for memory.
        """
