"""Lines that divide a text: `---`, `=== Billing ===`, `## Billing`, a title with a line below it.

What stands at the end of an answer or of a turn, with nothing but the next question or speaker
behind it, is no part of it. The same line with more text behind it is, and so is one inside a
fenced code block. Nothing here takes more than linear time.
"""

from __future__ import annotations

from dataprep.codes import finding
from dataprep.model import Location, Reject
from dataprep.readers.text_modes.base import TextContext
from dataprep.readers.text_modes.headings import Fence, atx_heading, underlined_level
from dataprep.readers.text_modes.pieces import shown

_MARKS = "-*_#=~"
_FRAMES = {"=": 2, "-": 3, "*": 3, "_": 3}
"""The marks that may stand on both sides of a title, and how many of them it takes."""

_LONGEST_TITLE = 100
_NO_TITLE_ENDS = ".!?…;,。！？"
_SLOPPY = 2
"""A line below a title is as long as the title, give or take these characters."""


def is_divider(line: str) -> bool:
    """Whether a line only divides: three or more of one of ``- * _ # = ~``, perhaps spaced."""
    body = line.strip()
    if len(body) < 3 or body[0] not in _MARKS:
        return False
    marks = body.replace(" ", "")
    return len(marks) >= 3 and marks.strip(marks[0]) == ""


def is_framed_title(line: str) -> bool:
    """Whether a line is a title between marks, such as ``=== Making coffee ===``."""
    body = line.strip()
    if not body or body[0] != body[-1] or len(body) > _LONGEST_TITLE:
        return False
    mark = body[0]
    title = body.strip(mark)
    left = body.find(title)
    right = len(body) - left - len(title)
    # Without a space the marks of `***so***` are emphasis.
    spaced = mark == "=" or (title[:1] == title[-1:] == " ")
    least = _FRAMES.get(mark, len(body))
    return min(left, right) >= least and spaced and any(map(str.isalnum, title))


def without_dividers(lines: list[str], followed: bool) -> tuple[list[str], int, list[str]]:
    """Split a passage before the headings, dividers and blank lines at its end.

    The first line is never cut: it stands behind the label of the passage. A framed title is cut
    when it stands alone between blank lines or dividers, or directly before what follows.

    Args:
        lines: the passage.
        followed: whether a question or a turn begins on the line behind the passage.

    Returns:
        the passage, the position of the first line cut off that is not blank, and the lines from
        there on: they belong to nothing, or to what comes next.
    """
    end = first = above = _end_of_text(lines, len(lines))
    if end < 2 or lines[end - 1].lstrip()[0] not in _MARKS:
        return lines[:end], end, []
    direct = followed and end == len(lines)
    code = _in_code(lines)
    while above > 1 and not code[above - 1]:
        size = _ends_passage(lines, above, direct)
        if not size:
            break
        first = above - size
        above = _end_of_text(lines, first)
        direct = direct and above == first
    return lines[:above], first, lines[first:end]


def divider(lines: list[str], line: int, context: TextContext) -> Reject:
    """Return the reject for dividing lines that were cut off; `line` is the first one's number."""
    text = "\n".join(lines)
    fact = f"the section divider `{shown(title_of(lines))}` is in no example"
    place = Location(context.name, line)
    return Reject(text, finding("REA034", fact, place), len(text) + 1)


def title_of(lines: list[str]) -> str:
    """Return what stands for dividing lines in a message: the first with a word, or the first."""
    worded = (line for line in lines if line.strip() and not is_divider(line))
    return next(worded, lines[0]).strip()


def _end_of_text(lines: list[str], end: int) -> int:
    """Return `end` without the blank lines before it."""
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _ends_passage(lines: list[str], end: int, direct: bool) -> int:
    """Return how many lines the divider before `end` takes; 0 when there is none."""
    line, above = lines[end - 1], lines[end - 2]
    apart = direct or not above.strip() or is_divider(above) or is_framed_title(above)
    if is_divider(line):
        if _is_underlined(lines, end):
            return 2
        # The line below a table is like one above or inside it.
        return int(apart or line.strip() not in map(str.strip, lines[: end - 1]))
    return int(bool(atx_heading(line)) or (apart and is_framed_title(line)))


def _is_underlined(lines: list[str], end: int) -> bool:
    """Whether the divider before `end` is the line below a title: alone, or in a box."""
    if end < 4:
        return False
    before, text, line = (part.strip() for part in lines[end - 3 : end])
    if not text or text[-1] in _NO_TITLE_ENDS or len(text) > _LONGEST_TITLE or is_divider(text):
        return False
    if before:
        return before == line and end > 4 and not lines[end - 4].strip()
    return bool(underlined_level(line)) and abs(len(line) - len(text)) <= _SLOPPY


def _in_code(lines: list[str]) -> list[bool]:
    """Return for every line whether it is part of a fenced code block that ends."""
    fence, code, start = Fence(), [], 0
    for at, line in enumerate(lines):
        if not fence.is_open:
            start = at
        code.append(fence.covers(line))
    if fence.is_open:
        code[start:] = [False] * (len(lines) - start)
    return code
