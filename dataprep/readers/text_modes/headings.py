"""Headings and code blocks of Markdown and wiki text, seen line by line.

Plain string operations, so that no line, however hostile, takes more than linear time.
"""

from __future__ import annotations

from typing import NamedTuple

_MAX_LEVEL = 6


class Heading(NamedTuple):
    """A heading: its level from 1 to 6, and its text without marks."""

    level: int
    text: str


def atx_heading(line: str) -> Heading | None:
    """Return the heading of a Markdown line such as ``## Setup ##``, or None."""
    # From four columns on it is indented code.
    if "#" not in line[:4] or line[0] == "\t":
        return None
    body = line.strip()
    text = body.lstrip("#")
    level = len(body) - len(text)
    if not 1 <= level <= _MAX_LEVEL or (text and text[0] not in " \t"):
        return None
    text = text.strip()
    closed = text.rstrip("#")
    if closed != text and (not closed or closed[-1] in " \t"):
        text = closed.rstrip()
    return Heading(level, text)


def wiki_heading(line: str) -> Heading | None:
    """Return the heading of a wiki line such as ``== History ==``, or None."""
    if not line.startswith("="):
        return None
    body = line.rstrip()
    left = len(body) - len(body.lstrip("="))
    right = len(body) - len(body.rstrip("="))
    level = min(left, right, _MAX_LEVEL)
    text = body[level:-level].strip()
    return Heading(level, text) if text.strip("=") else None


def underlined_level(line: str) -> int:
    """Return 1 for a line of ``===``, 2 for ``---``, and 0 for any other."""
    body = line.rstrip()
    if line[:4].isspace() or len(body) < 3:
        return 0
    body = body.lstrip()
    if body.strip("=") == "":
        return 1
    return 2 if body.strip("-") == "" else 0


class Fence:
    """Follows fenced code blocks from line to line."""

    def __init__(self) -> None:
        self._mark = ""

    @property
    def is_open(self) -> bool:
        """Whether a block began and has not ended yet."""
        return bool(self._mark)

    def covers(self, line: str) -> bool:
        """Whether this line, the next of the text, is part of a fenced code block."""
        body = line.strip()
        if self._mark:
            if body.startswith(self._mark) and not body.strip(self._mark[0]):
                self._mark = ""
            return True
        if body.startswith(("```", "~~~")) and not line[:4].isspace():
            rest = body.lstrip(body[0])
            if body[0] == "~" or "`" not in rest:
                self._mark = body[: len(body) - len(rest)]
                return True
        return False
