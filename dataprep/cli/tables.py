"""Results on standard output: a table on a terminal, columns behind tabs for programs, or JSON."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dataprep.cli.console import say
from dataprep.output.terminal import one_line, safe

_GAP = "  "
_NARROW = 24


def print_table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows: aligned under their heads on a terminal, else one line with tabs each, no heads."""
    cells = [["" if one is None else one_line(str(one)) for one in row] for row in rows]
    if not sys.stdout.isatty():
        for row in cells:
            say("\t".join(row))
        return
    widths = [max(map(shown_width, column)) for column in zip(head, *cells, strict=True)]
    for row in [list(head), *cells]:
        say(_GAP.join(map(padded, row, widths)).rstrip())


def print_json(data: Any) -> None:
    """Print data as JSON, in ASCII: whatever a server says, a terminal and a program can take it."""
    say(json.dumps(data, indent=2))


def side_by_side(columns: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield texts beside each other, each under its head and wrapped; one below the other where the
    terminal is too narrow for that.

    Args:
        columns: head and text of each.
        width: of the terminal.
    """
    each = (width - 3 * (len(columns) - 1)) // max(1, len(columns))
    if each < _NARROW and len(columns) > 1:
        for head, text in columns:
            yield from _wrapped(f"{head}: {text}", width)
        return
    wrapped = [[*_wrapped(head, each), "-" * each, *_wrapped(text, each)] for head, text in columns]
    high = max(map(len, wrapped))
    filled = [lines + [""] * (high - len(lines)) for lines in wrapped]
    for lines in zip(*filled, strict=True):
        yield " | ".join(padded(one, each) for one in lines).rstrip()


def terminal_width() -> int:
    """Return the columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size().columns


def shown_width(text: str) -> int:
    """Return how many columns a text takes: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def padded(text: str, width: int) -> str:
    """Return a text, filled with spaces to so many columns."""
    return text + " " * (width - shown_width(text))


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text, broken between words where that is possible."""
    for line in safe(text).split("\n"):
        left = line.expandtabs(4).rstrip()
        while shown_width(left) > width:
            at = _fitting(left, width)
            space = left.rfind(" ", 0, at + 1)
            if space > 0:
                at = space
            yield left[:at].rstrip()
            left = left[at:].lstrip()
        yield left


def _fitting(text: str, width: int) -> int:
    """Return how many characters of a text fit; one at least."""
    taken = 0
    for at, char in enumerate(text):
        taken += shown_width(char)
        if taken > width:
            return max(1, at)
    return len(text)
