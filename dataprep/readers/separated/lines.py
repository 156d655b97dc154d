"""The physical lines of a text in batches, with their line ends, in bounded memory.

A line ends with LF, CR or CRLF and nowhere else; U+2028 and its kin are characters. A line longer
than the cap never becomes a string as a whole: it arrives as an `Oversize`, alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_ROW = 8 << 20
"""The most characters that a row may have."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some whole lines.

    Attributes:
        lines: each with its end; only the last one of the text may have none.
        size: their length in characters.
        suspect: they hold a NUL or a byte that did not decode, perhaps.
    """

    lines: list[str]
    size: int
    suspect: bool


@dataclass(frozen=True, slots=True)
class Oversize:
    """A line of more than `MAX_ROW` characters.

    Attributes:
        start: its first `MAX_ROW` characters.
        length: how many it has.
    """

    start: str
    length: int


def line_batches(blocks: Iterable[str], damage: bool = True) -> Iterator[Batch | Oversize]:
    """Cut the pieces of a text into batches of lines.

    Args:
        blocks: the pieces, which may end anywhere.
        damage: bytes that did not decode may be among them.
    """
    pending: list[str] = []
    size = dropped = 0
    half = False  # the piece before ended with CR, which LF may complete
    for block in blocks:
        if dropped:
            if half and block.startswith("\n"):
                end = 1
            elif half:
                end = 0
            else:
                end = _line_end(block)
            half = end < 0 and block.endswith("\r")
            if end < 0:
                dropped += len(block)
                continue
            yield Oversize("".join(pending)[:MAX_ROW], dropped + end)
            pending, size, dropped, half = [], 0, 0, False
            block = block[end:]
        pending.append(block)
        size += len(block)
        if not half and "\n" not in block and "\r" not in block:
            dropped = size if size > MAX_ROW else 0
            continue
        text = "".join(pending)
        lines = _cut(text)
        last = "" if text.endswith("\n") else lines.pop()
        half = last.endswith("\r")
        pending, size = ([last] if last else []), len(last)
        if lines:
            yield _batch(lines, len(text) - size, text, damage)
        dropped = size if size > MAX_ROW else 0
    if dropped:
        yield Oversize("".join(pending)[:MAX_ROW], dropped)
    elif pending:
        text = "".join(pending)
        yield _batch(_cut(text), len(text), text, damage)


def _batch(lines: list[str], size: int, text: str, damage: bool) -> Batch:
    # Damage shows as a surrogate, so text that encodes is sound; the attempt is a fast check.
    suspect = "\0" in text
    if damage and not suspect and not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            suspect = True
    return Batch(lines, size, suspect)


def _cut(text: str) -> list[str]:
    newline = "" if "\r" in text else "\n"
    return io.StringIO(text, newline=newline).readlines()


def _line_end(text: str) -> int:
    """Return the index after the first line end, -1 when there is none or its CR comes last."""
    feed, back = text.find("\n"), text.find("\r")
    if back >= 0 and (feed < 0 or back < feed):
        if back == len(text) - 1:
            return -1
        return back + 2 if feed == back + 1 else back + 1
    return feed + 1 if feed >= 0 else -1
