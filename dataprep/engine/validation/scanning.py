"""The one scan for text patterns: all rules' patterns in one RE2 set over the bytes of a chunk.

Matching is linear whatever the patterns and the text. A chunk in which nothing occurs, the usual
case, costs one pass; only the patterns that occur are then looked for line by line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import Any

ESCAPED_ASCII = r"\\u00[2-7][0-9a-fA-F]"
"""ASCII written as an escape, in which any text may hide: it wakes every pattern's rules."""

SPELLING = "@spelling"
"""What wakes on a colon that is written as an escape: counting colons does not count keys there."""
_COLON = r"\\u003[aA]"


class Scanner:
    """Finds the lines in which patterns occur.

    Args:
        patterns: pattern (RE2, over the bytes of rows as JSON) -> names of what it wakes.
    """

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        self.patterns: dict[str, set[str]] = {}
        for pattern, name in patterns:
            self.patterns.setdefault(pattern, set()).add(name)
        self.patterns.setdefault(_COLON, set()).add(SPELLING)

    def lines(self, content: bytes, lines: list[bytes]) -> dict[int, set[str]]:
        """Return index of a line -> names of what wakes on it.

        Args:
            content: the chunk.
            lines: its lines, without their line ends of one byte.
        """
        hits = self._set.Match(content)
        if not hits:
            return {}
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        woken: dict[int, set[str]] = {}
        for number in hits:
            pattern, names = self._compiled[number]
            position = 0
            while (found := pattern.search(content, position)) is not None:
                index = bisect_right(starts, found.start()) - 1
                woken.setdefault(index, set()).update(names)
                position = starts[index + 1]
                if position >= len(content):
                    break
        return woken

    @cached_property
    def _compiled(self) -> list[tuple[Any, set[str]]]:
        import re2

        return [(re2.compile(one.encode()), names) for one, names in self.patterns.items()]

    @cached_property
    def _set(self) -> Any:
        import re2

        found = re2.Set.SearchSet()
        for pattern in self.patterns:
            found.Add(pattern.encode())
        found.Compile()
        return found
