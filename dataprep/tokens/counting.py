r"""Counts the tokens of a text, also of one that tiktoken gives up on.

tiktoken's pattern engine keeps a stack entry for every character that `\s+(?!\S)` has taken, and
panics at a million: on a line of that many spaces. So a long run of white space is cut out, and
counted as the piece that the pattern would have made of it. That is exact, because the borders of
the piece do not depend on its length: no pattern looks behind, only `\s+(?!\S)` looks ahead, and so

* nothing that ends before the run would go on into it: no other alternative takes two characters
  of white space in a row, but those that end at a newline;
* before a character that is not white space the piece ends one character early: the last one goes
  to what follows;
* where a newline ends an alternative of its own (all encodings but the oldest two), the run that
  counts begins after the last newline, and a run before a newline never reaches `\s+(?!\S)`;
* at the end of the text `\s++$` takes everything without the stack; only o200k_base lacks it, and
  there the piece is the whole run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dataprep.errors import DataprepError
from dataprep.tokens.tokenizer_file import PREFIX, count_in_file
from dataprep.tokens.vocabulary import load

if TYPE_CHECKING:
    from tiktoken import Encoding

LONG_RUN = 50_000
"""From how many characters on a run of white space may be cut out of its text."""

# `\s` of the pattern engine is Unicode's White_Space, which is not what Python takes for space.
_NEWLINES = "\r\n"
_BLANKS = (
    "\t\x0b\x0c \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_WHITE_SPACE = _BLANKS + _NEWLINES
_ANY_RUN = re.compile(f"[{_WHITE_SPACE}]+")
_RUN_IN_LINE = re.compile(f"[{_BLANKS}]+")


def count_tokens(text: str, encoding: str = "o200k_base") -> int:
    """Return how many tokens `text` is; the reference for `batches.count_tokens`, which see."""
    if encoding.startswith(PREFIX):
        return count_in_file(text, encoding)
    tokenizer = load(encoding)
    if len(text) >= LONG_RUN and _has_long_run(text):
        return _count_around_runs(tokenizer, text)
    return _count(tokenizer, text)


def refusal(text: str, encoding: str) -> str:
    """Return what is said of a text that the tokenizer gave up on."""
    return f"a text of {len(text):,} characters cannot be counted in {encoding}"


def _count(tokenizer: Encoding, text: str) -> int:
    try:
        return len(tokenizer.encode_ordinary(text))
    except BaseException as error:
        # A panic of the Rust code is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise DataprepError(
            refusal(text, tokenizer.name), "split the text, or leave the row out"
        ) from error


def _has_long_run(text: str) -> bool:
    """Whether a window is all white space: linear, unlike a search for a run of a given length."""
    return any(
        not text[start : start + LONG_RUN].strip(_WHITE_SPACE)
        for start in range(0, len(text) - LONG_RUN + 1, LONG_RUN)
    )


def _count_around_runs(tokenizer: Encoding, text: str) -> int:
    newlines_apart = tokenizer.name in ("o200k_base", "cl100k_base")
    total = start = 0
    for run in (_RUN_IN_LINE if newlines_apart else _ANY_RUN).finditer(text):
        first, last = run.span()
        if last - first < LONG_RUN:
            continue
        if last == len(text):
            if tokenizer.name != "o200k_base":
                continue
        elif text[last] in _NEWLINES:
            continue
        else:
            last -= 1
        total += _count(tokenizer, text[start:first])
        # The one call of tiktoken that takes a piece as it is; the public ones cut it first.
        total += len(tokenizer._encode_single_piece(text[first:last]))
        start = last
    return total + _count(tokenizer, text[start:])
