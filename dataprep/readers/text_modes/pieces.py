"""The pieces that a text is cut into: how they are gathered, cleaned and measured.

The order is the same in every mode: collapse white space, trim, skip what is empty, then the length
limits. A mode whose pieces have an inner layout (answers, turns, sections) only trims.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dataprep.codes import finding
from dataprep.errors import UsageError
from dataprep.model import Location, Record, Reject, Severity
from dataprep.readers import text_lines
from dataprep.readers.encoding import damaged
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import TextContext

SPACES = re.compile(r"\s{2,}|[^\S ]")
"""White space that collapsing changes: all of it but single spaces, which are most."""

_TRIMS: dict[str, Callable[[str], str]] = {
    "both": str.strip,
    "leading": str.lstrip,
    "trailing": str.rstrip,
    "none": str,
}


class Passage:
    """Consecutive lines that are becoming one piece of text.

    Attributes:
        what: what it is, for messages: ``paragraph``, ``answer``.
        line: the line on which it starts.
        lines: its lines without their ends.
    """

    __slots__ = ("_size", "line", "lines", "what")

    def __init__(self, what: str, line: int) -> None:
        self.what, self.line = what, line
        self.lines: list[str] = []
        self._size = 0

    def add(self, text: str, name: str) -> None:
        """Append a line of the input `name`.

        Raises:
            InputError: the passage no longer fits in memory.
        """
        self._size += len(text) + 1
        if self._size > text_lines.MAX_CHARACTERS:
            raise text_lines.too_long(name, self.line, self.what)
        self.lines.append(text)

    @property
    def text(self) -> str:
        """The lines joined by LF."""
        return "\n".join(self.lines)


def cleaner(options: TextOptions, inner: bool = True) -> Callable[[str], str]:
    """Return the function that cleans a piece: collapse white space, then trim.

    Args:
        options: what the user said.
        inner: False for pieces whose inner white space is their layout; they are only trimmed.

    Raises:
        UsageError: `options.trim` is not known.
    """
    trim = _TRIMS.get(options.trim)
    if trim is None:
        raise UsageError(
            f"`{options.trim}` is not a way to trim", "--trim takes " + ", ".join(_TRIMS)
        )
    if not (options.collapse_whitespace and inner):
        return trim
    return lambda text: trim(SPACES.sub(" ", text))


Judge = Callable[[str, int, Any, str], Reject | None]
"""(measured text, line, raw row, what it is) -> the reject when it is outside the limits."""


def judge(context: TextContext) -> Judge | None:
    """Return the function that applies the length limits, or None when there are none."""
    options = context.options
    limits = [
        (minimum, maximum, unit)
        for minimum, maximum, unit in (
            (options.min_chars, options.max_chars, "characters"),
            (options.min_tokens, options.max_tokens, "tokens"),
        )
        if minimum is not None or maximum is not None
    ]
    if not limits:
        return None
    count_tokens = token_counter(options)

    def outside(text: str, line: int, raw: Any, what: str) -> Reject | None:
        for minimum, maximum, unit in limits:
            length = len(text) if unit == "characters" else count_tokens(text)
            if minimum is not None and length < minimum:
                code, relation, limit = "CNV006", "fewer than the minimum of", minimum
            elif maximum is not None and length > maximum:
                code, relation, limit = "CNV007", "more than the maximum of", maximum
            else:
                continue
            message = f"the {what} has {length:,} {unit}, {relation} {limit:,}"
            return Reject(raw, finding(code, message, Location(context.name, line)), len(text) + 1)
        return None

    return outside


def token_counter(options: TextOptions) -> Callable[[str], int]:
    """Return the function that counts tokens in the vocabulary of the options."""

    def count(text: str) -> int:
        from dataprep.tokens import count_tokens

        if damaged(text):  # it will be rejected for that; no vocabulary knows half a character
            text = text.encode("utf-8", "replace").decode("utf-8")
        return count_tokens(text, options.encoding_name)

    return count


def piece(
    text: str, line: int, context: TextContext, outside: Judge | None, what: str
) -> Record | Reject | None:
    """Return the record ``{"text": text}`` of a cleaned piece, its reject, or None when empty."""
    if not text:
        return None
    rejected = outside(text, line, text, what) if outside is not None else None
    return rejected or Record({"text": text}, line, "", len(text) + 1)


def orphan(
    passage: Passage, fact: str, context: TextContext, help: str = "", informs: bool = False
) -> Reject:
    """Return the `REA014` reject of a passage that belongs to nothing.

    Args:
        passage: the text, with its place.
        fact: why it belongs to nothing.
        help: the next step.
        informs: it is nobody's mistake, such as a title above the first question.
    """
    text = passage.text.rstrip()
    place = Location(context.name, passage.line)
    severity = Severity.INFO if informs else None
    return Reject(text, finding("REA014", fact, place, help, severity), len(text) + 1)


def count_of(number: int, what: str) -> str:
    """Return a number with what it counts: ``1 line``, ``2,000 lines``."""
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


def shown(text: str, limit: int = 40) -> str:
    """Return text from the input as a message may quote it: one short, printable line."""
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(
        mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in short
    )
