"""The lines of a text source with their numbers, in blocks of about one MiB.

Lines end at LF, CRLF or CR and nowhere else: U+2028, form feeds and their kin are characters. The
stream must be opened with universal newlines (`newline=None`), so that only LF is left here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TextIO

from dataprep.errors import InputError

BLOCK_CHARACTERS = 1 << 20
"""About how many characters a block of lines holds."""

MAX_CHARACTERS = 1 << 26
"""The longest line, and the longest piece of text, that is held in memory."""

_AHEAD_LINES = 1000

LineBlock = tuple[int, str]
"""The number of the first line, and the lines joined by LF, without the last one's LF."""


def line_blocks(stream: TextIO, name: str, parts: bool = False) -> Iterator[LineBlock]:
    """Yield the stream in blocks cut at line ends, in order.

    Args:
        stream: text with LF line ends.
        name: the input's name for messages.
        parts: a line longer than a block comes in several blocks, all with its number, cut at a
            space where there is one. Otherwise it is held in memory up to `MAX_CHARACTERS`.

    Raises:
        InputError: a line is longer than `MAX_CHARACTERS` and `parts` is not set.
    """
    carried: list[str] = []
    held, line = 0, 1
    while text := stream.read(BLOCK_CHARACTERS):
        cut = text.rfind("\n")
        if cut >= 0:
            block = "".join([*carried, text[:cut]])
            yield line, block
            line += block.count("\n") + 1
            carried, held = [text[cut + 1 :]], len(text) - cut - 1
        elif parts:
            whole = "".join([*carried, text])
            space = whole.rfind(" ")
            space = len(whole) if space <= 0 else space
            yield line, whole[:space]
            carried, held = [whole[space:]], len(whole) - space
        else:
            carried.append(text)
            held += len(text)
            if held > MAX_CHARACTERS:
                raise too_long(name, line, "line")
    if held:
        yield line, "".join(carried)


def numbered(blocks: Iterable[LineBlock]) -> Iterator[tuple[int, str]]:
    """Yield (1-based line number, line without its end) for every line of the blocks."""
    for first, text in blocks:
        yield from enumerate(text.split("\n"), first)


def beginning(
    lines: Iterator[tuple[int, str]],
) -> tuple[list[tuple[int, str]], Iterator[tuple[int, str]]]:
    """Return the first lines, to decide by, and all lines, the first ones among them."""
    ahead, held = [], 0
    for item in lines:
        ahead.append(item)
        held += len(item[1])
        if len(ahead) >= _AHEAD_LINES or held >= BLOCK_CHARACTERS:
            break
    return ahead, chain(ahead, lines)


def too_long(name: str, line: int, what: str) -> InputError:
    """Return the error for a piece of text that does not fit in memory.

    Args:
        name: the input's name.
        line: where the piece starts.
        what: what it is: ``line``, ``paragraph``, ``document``.
    """
    return InputError(
        f"{name}:{line}: the {what} that starts here is longer than {MAX_CHARACTERS:,} characters",
        "cut it into pieces: --text chunks",
    )
