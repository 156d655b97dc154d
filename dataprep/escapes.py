r"""Escapes in options: a shell cannot type a line end, so ``\n`` stands for one."""

from __future__ import annotations

import json
import re

_CHARACTERS = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "0": "\0"}
# Half of a surrogate pair is no character: only both halves together are read.
_ESCAPE = re.compile(
    r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|.)",
    re.DOTALL,
)


def unescape(text: str) -> str:
    r"""Return `text` with ``\n``, ``\t``, ``\\`` and ``\uXXXX`` read as the characters they mean.

    An unknown escape stays as it is.
    """

    def one(match: re.Match[str]) -> str:
        escape: str = match.group()
        if len(escape) > 2:
            return str(json.loads(f'"{escape}"'))
        return _CHARACTERS.get(escape[1], escape)

    return _ESCAPE.sub(one, text)
