"""Where sentences end, so that a text can be cut there.

A sentence keeps the white space behind it: the sentences of a text, put together, are the text. A
full stop ends none after a usual abbreviation, an initial, the number of a list item, or before a
small letter. Nothing is held that is longer than a bound, so that text without any sentence end
passes in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataprep.readers.text_modes.base import Lines

_END = re.compile(
    # The Latin kind stands before white space. The look-behind keeps a long run of dots linear.
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]{0,3}(?=\s|$)"
    # These end a sentence wherever they stand.
    r"|[。！？｡؟।]+[\"'”’」』）》】]{0,3}"
)
_ABBREVIATIONS = frozenset((
    "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "e.g", "i.e", "cf", "al",
    "inc", "ltd", "co", "corp", "no", "vol", "fig", "ed", "eds", "p", "pp", "approx", "dept",
    "est", "gen", "col", "sgt", "capt", "rev", "hon", "u.s", "u.k", "a.m", "p.m", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "z.b", "d.h", "u.a",
    "bzw", "ca", "nr", "str", "usw", "vgl", "evtl", "ggf", "inkl", "abs", "art", "p.ex", "m",
    "mme", "sra", "av",
))  # fmt: skip
_LONGEST_WORD = 12


def sentences(lines: Lines, bound: int) -> Iterator[tuple[int, str]]:
    """Yield (line on which it starts, sentence with the white space behind it), in order.

    Args:
        lines: numbered lines; equal numbers in a row are parts of one long line.
        bound: text without a sentence end is cut when it is longer than this, at white space where
            there is some.
    """
    held, start, last = "", 1, 0
    text_held = ended = False
    for number, line in lines:
        joint = "" if last in (0, number) else "\n"
        last = number
        indent = len(line) - len(line.lstrip())
        held += joint + line[:indent]
        if indent == len(line):
            # A blank line ends a paragraph, whatever its last character is.
            ended = text_held
        else:
            if ended or not text_held:
                if held:  # white space alone only where the text begins
                    yield start, held
                held, start, text_held = "", number, False
            done, ended = indent, False
            for end in _ends(line):
                if end == len(line):
                    ended = True
                    break
                yield start, held + line[done:end]
                held, done, start = "", end, number
            held += line[done:]
            text_held = True
        while len(held) > bound:
            cut = _last_space(held, bound)
            yield start, held[:cut]
            start += held.count("\n", 0, cut)
            held = held[cut:]
    if held:
        yield start, held


def _ends(line: str) -> Iterator[int]:
    """Yield the positions in a line where the next sentence starts."""
    for match in _END.finditer(line):
        end = match.end()
        while end < len(line) and line[end].isspace():
            end += 1
        if _ends_sentence(line, match, end):
            yield end


def _ends_sentence(line: str, match: re.Match[str], following: int) -> bool:
    """Whether the mark found ends a sentence; the next word starts at `following`."""
    if match[0][0] in ".!?…" and following < len(line) and line[following].islower():
        return False
    if match[0] != ".":
        return True
    stop = match.start()
    words = line[max(0, stop - _LONGEST_WORD) : stop].split()
    word = words[-1].lstrip("(\"'“‘[") if words else ""
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False
    if word.isdecimal() and stop <= _LONGEST_WORD and line[:stop].strip() == word:
        return False
    return word.lower() not in _ABBREVIATIONS


def _last_space(text: str, bound: int) -> int:
    """Return the position behind the last white space before `bound`, or `bound`."""
    for at in range(bound, bound // 2, -1):
        if text[at - 1].isspace():
            return at
    return bound
