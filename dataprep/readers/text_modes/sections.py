"""Text mode `sections`: Markdown or wiki headings cut the text into title, heading and content.

A file is wiki text when its beginning has a line such as ``== History ==``, and Markdown otherwise:
in wiki text ``# x`` is an item of a list. Headings inside fenced code are code.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.codes import finding
from dataprep.model import Location, Record, Reject, Severity
from dataprep.readers.options import TextOptions
from dataprep.readers.text_lines import beginning
from dataprep.readers.text_modes.base import NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.headings import (
    Fence,
    Heading,
    atx_heading,
    underlined_level,
    wiki_heading,
)
from dataprep.readers.text_modes.nearest import listed, nearest
from dataprep.readers.text_modes.pieces import Passage, cleaner, judge, shown

BOILERPLATE = (
    "see also", "references", "external links", "further reading", "footnotes", "bibliography",
    "sources", "citations", "literature", "notes and references", "photo gallery", "works cited",
    "photos", "gallery", "notes", "references and sources", "references and notes",
)  # fmt: skip
"""The sections that articles end with; `drop_sections` value ``default`` stands for them."""

_MOST_HEADINGS, _LONGEST_NAME = 10_000, 200
"""What is remembered of the headings, for messages."""

_Part = tuple[int, str | Heading]


class SectionsMode(TextMode):
    """One record per section that has text of its own."""

    name = "sections"
    summary = "headings cut the text into title, heading and content"

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Fit text with two headings or more, unless its `#` lines are comments in rows."""
        headings: list[Heading] = []
        comments = 0
        above: str | Heading = ""
        for _, part in _parts(enumerate(sample.split("\n"), 1)):
            if isinstance(part, Heading):
                headings.append(part)
                comments += isinstance(above, Heading) and above.level == part.level
            if isinstance(part, Heading) or part.strip() != "#":
                above = part
        if len(headings) < 2 or 4 * comments > len(headings):
            return NO_FIT
        return Fit(
            0.7,
            f"its beginning has {len(headings):,} headings, the first `{shown(headings[0].text)}`",
        )

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"title", "heading", "content"}``; the heading is a path: ``Setup > Windows``.

        The title is the heading of level 1 above the section, or else the file's name. Sections in
        `drop_sections` and below them are `REA033` rejects; a heading with nothing below it is a
        `REA014` reject.
        """
        writer = _Sections(context)
        path: list[tuple[int, Heading]] = []
        passage = Passage("section", 1)
        for number, part in _parts(lines):
            if isinstance(part, str):
                passage.add(part, context.name)
                continue
            yield from writer.section(path, passage, part.level)
            while path and path[-1][1].level >= part.level:
                path.pop()
            path.append((number, part))
            writer.seen(part)
            passage = Passage("section", number)
        yield from writer.section(path, passage, 0)
        writer.note_unmatched()


class _Sections:
    """Turns a finished section into its record or reject."""

    def __init__(self, context: TextContext) -> None:
        self._context = context
        self._clean = cleaner(context.options, inner=False)
        self._outside = judge(context)
        names = {name.casefold() for name in context.options.drop_sections}
        self._unmatched = names - {"default"}
        self._dropped = names | set(BOILERPLATE) if "default" in names else names
        self._headings: dict[str, None] = {}  # of the text, as long as a name matched none

    def seen(self, heading: Heading) -> None:
        """Remember a heading, to compare it with the names of sections to leave out."""
        self._unmatched.discard(heading.text.casefold())
        if self._unmatched and len(self._headings) < _MOST_HEADINGS:
            self._headings[heading.text[:_LONGEST_NAME]] = None

    def note_unmatched(self) -> None:
        """Note the sections to leave out that are not there."""
        for name in sorted(self._unmatched):
            near = nearest(name, self._headings)
            known = f"the headings are {listed(list(self._headings))}" if self._headings else ""
            self._context.notes.append(
                finding(
                    "REA032",
                    f"no heading is called `{shown(name)}`: --drop-section leaves out nothing by it",
                    Location(self._context.name),
                    f"did you mean `{shown(near)}`?" if near else known,
                )
            )

    def section(
        self, path: list[tuple[int, Heading]], passage: Passage, following: int
    ) -> Iterator[Record | Reject]:
        """Yield what becomes of a section.

        Args:
            path: its heading and those above it, with their lines.
            passage: the text below its heading, before the next one.
            following: the level of the next heading, 0 at the end of the text.
        """
        headings = [heading for _, heading in path]
        top = bool(headings) and headings[0].level == 1
        content = self._clean(passage.text)
        data = {
            "title": headings[0].text if top else self._context.title,
            "heading": " > ".join(heading.text for heading in headings[top:]),
            "content": content,
        }
        line = passage.line if path else _first_line(passage)
        place, size = Location(self._context.name, line), len(passage.text) + 1
        dropped = next((h.text for h in headings if h.text.casefold() in self._dropped), None)
        blank = not content or content.isspace()
        if blank and (not path or following > headings[-1].level):
            return
        if dropped is not None:
            message = f"the section `{shown(dropped)}` is left out by --drop-section"
            yield Reject(data, finding("REA033", message, place), size)
        elif blank:
            message = f"the heading `{shown(headings[-1].text)}` has no text below it"
            yield Reject(data, finding("REA014", message, place, severity=Severity.INFO), size)
        else:
            outside = self._outside
            rejected = outside(content, line, data, "section") if outside else None
            yield rejected or Record(data, line, "", size)


def _first_line(passage: Passage) -> int:
    """Return the first line with text of a passage that has no heading."""
    return next((n for n, line in enumerate(passage.lines, passage.line) if line.strip()), 1)


def _parts(lines: Lines | enumerate[str]) -> Iterator[_Part]:
    """Yield headings and lines of text, in order."""
    ahead, lines = beginning(iter(lines))
    fence = Fence()
    is_wiki = any(not fence.covers(line) and wiki_heading(line) for _, line in ahead)
    return (_wiki_parts if is_wiki else _markdown_parts)(lines)


def _wiki_parts(lines: Lines) -> Iterator[_Part]:
    for number, line in lines:
        yield number, wiki_heading(line) or line


def _markdown_parts(lines: Lines) -> Iterator[_Part]:
    """Hold each line back until the next one shows that it is not an underlined heading."""
    fence = Fence()
    held: tuple[int, str] | None = None
    alone = True  # nothing but a blank line or a heading stands before the held line
    for number, line in lines:
        level = underlined_level(line)
        if level and held is not None and alone and _can_be_heading(held[1]):
            yield held[0], Heading(level, held[1].strip())
            held, alone = None, True
            continue
        if held is not None:
            yield held
            alone = not held[1].strip()
        held = None
        if fence.covers(line):
            yield number, line
            alone = False
        elif (heading := atx_heading(line)) and heading.text:
            yield number, heading
            alone = True
        else:
            held = (number, line)
    if held is not None:
        yield held


def _can_be_heading(line: str) -> bool:
    """Whether a line could be the text of an underlined heading: no list, quote, table or code."""
    body = line.strip()
    return bool(body) and body[0] not in "-*+>|=" and not line[:4].isspace()
