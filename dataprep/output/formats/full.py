"""For people: each finding with the part of its row, a caret under the value, and the next step."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from dataprep.engine.validation.report import Report
from dataprep.model import Excerpt, Finding, Severity
from dataprep.output.formats.base import Renderer, Style
from dataprep.output.formats.closing import closing_lines, folded, position, statistics
from dataprep.output.terminal import one_line, safe

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WIDE = ("W", "F")
# Accents of their own, joiners between emoji, variation selectors.
_NO_WIDTH = ("Mn", "Me", "Cf")


class Full(Renderer):
    """The default on a terminal."""

    name = "full"
    complete = False
    excerpts = True

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        if style.statistics:
            yield from statistics(report)
        else:
            yield from self._findings(report, style)
        if not style.quiet:
            yield from closing_lines(report, style)

    def _findings(self, report: Report, style: Style) -> Iterator[str]:
        last: dict[str, int] = {}
        for number, one in enumerate(report.findings):
            last[one.code] = number
        for number, one in enumerate(report.findings):
            yield from _finding(one, style)
            if last[one.code] == number:
                for line in folded(report, one.code):
                    yield line
                    yield ""


def _finding(one: Finding, style: Style) -> Iterator[str]:
    place = one.location
    where = position(place)
    head = f"{one.severity}[{one.code}]"
    if style.colour:
        head = f"\x1b[{_COLOURS[one.severity]};1m{head}\x1b[0m"
    path = f"  ({one_line(place.json_path)})" if place.json_path else ""
    path += "  (baselined)" if one.baselined else ""
    yield f"{where}: {head} {one_line(one.message)}{path}"
    if one.excerpt is not None:
        yield from _shown(one.excerpt, place.line or 0, style)
    margin = " " * len(str(place.line or ""))
    if one.targets:
        yield f"{margin} = target: {', '.join(one.targets)}"
    if one.help:
        yield f"{margin} = help: {one_line(one.help)}"
    yield f"{margin} = more: dataprep explain {one.code}"
    yield ""


def _shown(found: Excerpt, line: int, style: Style) -> Iterator[str]:
    """Yield the window of the row, and the caret line under it."""
    margin = " " * len(str(line))
    room = max(40, style.width - len(margin) - 6)
    before, value, after = _fitted(found, room)
    lead = "…" if found.before or len(before) < found.start else ""
    shown_to = found.start + len(value) + len(after)
    tail = "…" if found.after or shown_to < len(found.text) else ""
    shown = [safe(_one_line(part)) for part in (before, value, after)]
    carets = "^" * max(1, _width(shown[1]))
    if style.colour:
        carets = f"\x1b[31m{carets}\x1b[0m"
    yield f"{margin} |"
    yield f"{line} | {lead}{''.join(shown)}{tail}"
    if found.end > found.start:
        yield f"{margin} | {' ' * _width(lead + shown[0])}{carets}"


def _fitted(found: Excerpt, room: int) -> tuple[str, str, str]:
    """Return what stands before the value, the value and what follows, cut to some room."""
    before, value = found.text[: found.start], found.text[found.start : found.end]
    after = found.text[found.end :]
    value = _cut(value, room * 2 // 3)
    left = room - _width(value)
    # What stands before tells more; it also gets the room that what follows does not need.
    before = _cut(before[::-1], max(10, left * 2 // 3, left - _width(after)))[::-1]
    return before, value, _cut(after, max(0, left - _width(before)))


def _cut(text: str, room: int) -> str:
    """Return the beginning of a text that takes no more columns than `room`."""
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > room:
            return text[:index]
    return text


def _width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(
        0
        if unicodedata.category(one) in _NO_WIDTH
        else 2
        if unicodedata.east_asian_width(one) in _WIDE
        else 1
        for one in text
    )


def _one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ").replace("\r", " ").replace("\u2028", " ")
