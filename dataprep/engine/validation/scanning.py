"""The one scan for text patterns: all rules' patterns over the bytes of a chunk.

Matching is linear whatever the patterns and the text. A chunk in which nothing occurs, the usual
case, costs one pass of one automaton, that of the alternation of all patterns. A line in which it
finds something is asked which patterns occur in it. A few patterns are cheaper one by one: RE2 leaps
to the next place where something begins like them.

What makes an automaton slow is a pattern that must remember many beginnings at once, such as a rare
letter before many common ones (`[MN][A-Z]{20}`): its states become too many to be kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

ESCAPED_ASCII = r"\\u00[2-7][0-9a-fA-F]"
"""ASCII written as an escape, in which any text may hide: it wakes every pattern's rules."""

SPELLING = "@spelling"
"""What wakes on a colon that is written as an escape: counting colons does not count keys there."""
_COLON = r"\\u003[aA]"

_FEW = 8
"""Up to how many expressions are searched one by one: each leaps at some times an automaton's speed."""

_SMALL = 1 << 18
"""Content below which lines are asked one by one: making the automaton takes longer than that."""
_MEMORY = 32 << 20
"""Bytes that the states of an automaton may take before it forgets them; text of most kinds needs
less than a tenth."""


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

    def lines(self, content: bytes, newline: bytes) -> dict[int, set[str]]:
        """Return where a line begins -> names of what wakes on it.

        Args:
            content: the chunk.
            newline: the one byte that its lines end with.
        """
        if len(content) < _SMALL and "_searches" not in self.__dict__:
            return self._each(content, newline)
        woken: dict[int, set[str]] = {}
        for pattern, names in self._searches:
            position = 0
            while (found := pattern.search(content, position)) is not None:
                start = content.rfind(newline, position, found.start()) + 1 or position
                end = content.find(newline, found.start())
                end = len(content) if end < 0 else end
                # A match that only begins here may reach into the next line: then it is none.
                if here := names or self._names(content[start:end]):
                    woken.setdefault(start, set()).update(here)
                position = end + 1
                if position >= len(content):
                    break
        return woken

    def _each(self, content: bytes, newline: bytes) -> dict[int, set[str]]:
        woken: dict[int, set[str]] = {}
        start = 0
        for line in content.split(newline):
            if names := self._names(line):
                woken[start] = names
            start += len(line) + 1
        return woken

    def _names(self, line: bytes) -> set[str]:
        """Return what wakes on a line."""
        numbers: Iterable[int] = self._set.Match(line) or ()
        return set().union(*(self._expressions[number][1] for number in numbers))

    @cached_property
    def _expressions(self) -> list[tuple[str, set[str]]]:
        """Patterns that begin with the same two characters and wake the same, as one expression."""
        alike: dict[tuple[str, frozenset[str]], list[str]] = {}
        for pattern, names in self.patterns.items():
            alike.setdefault((pattern[:2], frozenset(names)), []).append(f"(?:{pattern})")
        return [("|".join(patterns), set(names)) for (_, names), patterns in alike.items()]

    @cached_property
    def _searches(self) -> list[tuple[Any, set[str]]]:
        """What is searched for, and what wakes on it; no names where the line must be asked."""
        import re2

        few = self._expressions
        if len(few) > _FEW:
            # Sorted, so that what begins alike is one beginning: the fewer, the fewer the states.
            few = [("|".join(f"(?:{pattern})" for pattern in sorted(self.patterns)), set())]
        return [(re2.compile(one.encode(), _options()), names) for one, names in few]

    @cached_property
    def _set(self) -> Any:
        import re2

        found = re2.Set.SearchSet(_options())
        for expression, _ in self._expressions:
            found.Add(expression.encode())
        found.Compile()
        return found


def _options() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    return options
