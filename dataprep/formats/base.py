"""What a training format is: the rows a platform reads, made from an example and taken apart again.

An example is what a dialect makes of a record: a `dict` with ``messages`` (and perhaps ``tools``), or
with ``text``. A format turns it into a row of the file, and tells the rest of the pipeline where the
texts of such a row stand, so that no step needs to know the formats.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from dataprep.model import ErrorCell, Example

DROPPED = "\0dropped"
"""Key under which examples and rows list nested keys that they lost; the pipeline removes it."""


class Unusable(Exception):
    """A record or example that cannot become a row; the pipeline turns it into a `Reject`.

    Args:
        code: the kind of finding, a key of `codes.CODES`.
        message: the fact.
        help: the next step.
    """

    def __init__(self, code: str, message: str, help: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.help = code, message, help


class Format(ABC):
    """One training format. A subclass in its own file of this package is found by walking it.

    Attributes:
        name: what ``--to`` calls it.
        title: what people call it.
        keys: the keys of a row that are its own; any other key is a kept column.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    keys: ClassVar[frozenset[str]]
    pair: ClassVar[tuple[bytes, bytes, bytes] | None] = None
    """What stands before, between and after the two texts in the line of one question and one answer,
    both of which say something; None where such a row takes more than its texts."""

    @abstractmethod
    def row(self, example: Example) -> Example:
        """Return the row for an example; may reuse its parts.

        Raises:
            Unusable: the format cannot hold the example.
        """

    @abstractmethod
    def map_texts(self, row: Example, change: Callable[[str], str]) -> None:
        """Replace every text that is trained on or shown, in place, by ``change(text)``."""

    @abstractmethod
    def texts(self, row: Example) -> list[str]:
        """Return every text of the row in order, without those inside tool calls."""

    @abstractmethod
    def prompt(self, row: Example) -> bytes:
        """Return what the answer answers, as bytes to hash; equal prompts give equal bytes."""

    @abstractmethod
    def answer(self, row: Example) -> str | None:
        """Return the last of `texts` when the row ends in an answer that is text, else None."""

    @abstractmethod
    def empty_answer(self, row: Example) -> str:
        """Return why there is nothing to learn (``the answer is empty``), or an empty string."""

    def ordered(self, row: Example) -> bool:
        """Whether the row's keys are in the order of this project, so that equal rows are equal
        lines; objects inside a row may come from the source with their keys in any order.
        """
        return row.keys() == self.keys

    def remark(self, row: Example) -> tuple[str, str] | None:
        """Return (code, message) of something that is worth a warning about the row, or None."""
        return None

    def preview(self, row: Example) -> list[tuple[str, str]]:
        """Return (label, text) pairs that show the row to a person."""
        return [(key, str(value)) for key, value in row.items()]


def as_text(value: Any) -> str:
    """Return a cell or JSON value as the text that is trained on.

    Text stays as it is; null becomes the empty text; numbers keep their spelling; true and false are
    written as in JSON, and lists and objects as compact JSON.

    Raises:
        Unusable: the value is a cell that holds an error.
    """
    if isinstance(value, str):
        if isinstance(value, ErrorCell):
            raise Unusable(
                value.code,
                value.message,
                "correct or clear the value, or convert a copy without it",
            )
        return value
    if value is None:
        return ""
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (list, dict)):
        from dataprep.jsontext import dumps

        return dumps(value).decode("utf-8", "surrogatepass")
    return str(value)


def shown(value: Any) -> str:
    """Return a value as text for people; as `as_text`, but an error cell shows its error."""
    return str(value) if isinstance(value, str) else as_text(value)
