"""The one scan for text patterns: all rules' patterns over the bytes of a chunk.

Matching is linear whatever the patterns and the text. A chunk in which nothing occurs, the usual
case, costs one search for each few patterns: those that begin alike are one RE2 expression, which
leaps to the next place where something begins like them. Where there are many expressions, one RE2
set tells in a single, slower pass which of them occur at all.
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

_FEW = 8
"""Up to how many expressions are searched one by one: a set runs at a seventh of their speed."""

_Expression = tuple[Any, set[str]]


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
        # What occurs nowhere is not looked for line by line.
        hits = [one for one in self._candidates(content) if one[0].search(content)]
        if not hits:
            return {}
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        woken: dict[int, set[str]] = {}
        for pattern, names in hits:
            position = 0
            while (found := pattern.search(content, position)) is not None:
                index = bisect_right(starts, found.start()) - 1
                woken.setdefault(index, set()).update(names)
                position = starts[index + 1]
                if position >= len(content):
                    break
        return woken

    def _candidates(self, content: bytes) -> list[_Expression]:
        """Return the expressions that may occur."""
        if len(self._compiled) <= _FEW:
            return self._compiled
        return [self._compiled[number] for number in self._set.Match(content) or ()]

    @cached_property
    def _expressions(self) -> list[tuple[str, set[str]]]:
        """Patterns that begin with the same two characters and wake the same, as one expression."""
        alike: dict[tuple[str, frozenset[str]], list[str]] = {}
        for pattern, names in self.patterns.items():
            alike.setdefault((pattern[:2], frozenset(names)), []).append(f"(?:{pattern})")
        return [("|".join(patterns), set(names)) for (_, names), patterns in alike.items()]

    @cached_property
    def _compiled(self) -> list[_Expression]:
        import re2

        return [(re2.compile(one.encode()), names) for one, names in self._expressions]

    @cached_property
    def _set(self) -> Any:
        import re2

        found = re2.Set.SearchSet()
        for expression, _ in self._expressions:
            found.Add(expression.encode())
        found.Compile()
        return found
