"""What a private value looks like, and the search for such values in the texts of a row.

A shape is data: patterns that wake, a pattern for the texts, and a judge of what was found. Both
tables (`keys.py`, `persons.py`) are lists of shapes. The search is linear: one RE2 set tells which
shapes may occur in a text, RE2 finds their candidates, and a judge looks at one candidate only.
"""

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Any, NamedTuple

from dataprep.model import Severity
from dataprep.rules.base import Problem
from dataprep.rules.row import Path, Row
from dataprep.rules.wording import counted

Judge = Callable[[str], Severity | None]
"""Says how sure a candidate is: error, warning, or None for what is none."""


class Shape(NamedTuple):
    """One format of a private value.

    Attributes:
        what: for messages, in the singular.
        wakes: RE2 patterns over the bytes of a row as JSON, one of which occurs wherever the shape does.
        pattern: RE2 over a text; its first group is the value.
        judge: says what a candidate is.
        source: the page that publishes the format, and the date.
        needles: texts one of which occurs wherever the pattern does; empty where `wakes` say as much
            about a text as about JSON.
        edge: characters that join the value to a neighbour, as letters and digits do.
    """

    what: str
    wakes: tuple[str, ...]
    pattern: str
    judge: Judge
    source: str
    needles: tuple[str, ...] = ()
    edge: str = "_-+"


class Table(tuple[Shape, ...]):
    """The shapes that are looked for, the first that takes a value before the others."""

    def near(self, text: str) -> list[Shape]:
        """Return the shapes that may occur in a text, in their order."""
        return [self[number] for number in sorted(self._set.Match(text) or ())]

    @cached_property
    def _set(self) -> Any:
        import re2

        found = re2.Set.SearchSet()
        for shape in self:
            hints = [re2.escape(one) for one in shape.needles] or shape.wakes
            found.Add("|".join(f"(?:{one})" for one in hints))
        found.Compile()
        return found


class Sight(NamedTuple):
    """A private value in a text."""

    what: str
    value: str
    severity: Severity


def sights(text: str, shapes: Table) -> Iterator[Sight]:
    """Yield the private values of a text, each value once, by the first shape that takes it."""
    seen: set[str] = set()
    for start, end, shape, severity in spans(text, shapes):
        value = text[start:end]
        if value not in seen:
            seen.add(value)
            yield Sight(shape.what, value, severity)


def spans(text: str, shapes: Table) -> Iterator[tuple[int, int, Shape, Severity]]:
    """Yield where each private value of a text begins and ends, what it is, and how sure that is."""
    near = shapes.near(text)
    if not near:
        return
    taken = bytearray(len(text))  # a piece of a value that has its name is no other value
    for shape in near:
        for match in _compiled(shape.pattern).finditer(text):
            start, end = match.span(1)
            value = text[start:end]
            if any(taken[start:end]) or not _alone(text, start, end, shape.edge):
                continue
            severity = shape.judge(value)
            if severity is None:
                continue
            taken[start:end] = b"\1" * (end - start)
            yield start, end, shape, severity


def problems(row: Row, shapes: Table, help: str) -> Iterator[Problem]:
    """Yield one problem for each text and kind of private value; no value is told in full."""
    for path, text in texts(row):
        grouped: dict[tuple[str, Severity], list[str]] = {}
        for sight in sights(text, shapes):
            grouped.setdefault((sight.what, sight.severity), []).append(sight.value)
        for (what, severity), values in grouped.items():
            several = "" if len(values) == 1 else "first "
            number = counted(len(values), what).replace("addresss", "addresses")
            yield Problem(
                f"the text holds {number}, {several}{masked(values[0])}",
                path,
                help=help,
                severity=severity,
            )


def masked(value: str) -> str:
    """Return the beginning of a private value, at most a quarter of it, and its length."""
    return f"`{value[: min(4, len(value) // 4)]}...` ({len(value):,} characters)"


def texts(row: Row) -> Iterator[tuple[Path, str]]:
    """Yield every text of a row with its path, in its order: what is uploaded is given away.

    Embedded files (`data:` addresses) are passed over: no text stands in them.
    """
    waiting: list[tuple[Path, Any]] = [((), row.data)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, str):
            if not node.startswith("data:"):
                yield path, node
        elif isinstance(node, dict):
            waiting += [((*path, key), value) for key, value in reversed(node.items())]
        elif isinstance(node, list):
            waiting += [((*path, at), node[at]) for at in range(len(node) - 1, -1, -1)]


def _alone(text: str, start: int, end: int, edge: str) -> bool:
    """Whether a value is a word of its own, not a piece of a longer one."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before and (_wordy(before[-1]) or (before[-1] in edge and _wordy(before[:-1]))):
        return False
    return not (after and (_wordy(after[0]) or (after[0] in edge and _wordy(after[1:]))))


def _wordy(character: str) -> bool:
    # Scripts without spaces put their letters next to a value.
    return character.isascii() and character.isalnum()


@cache
def _compiled(pattern: str) -> Any:
    import re2

    return re2.compile(pattern)
