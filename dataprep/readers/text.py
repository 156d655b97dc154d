"""The reader for plain text: lines, handed to the text mode that was asked for or fits best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dataprep.codes import finding
from dataprep.model import Finding, Location, Record, Reject
from dataprep.readers.base import Block, Reader, Reading, blocks_of
from dataprep.readers.encoding import TextEncoding, decide, open_text
from dataprep.readers.options import ReadOptions, TextOptions
from dataprep.readers.source import HEAD_SIZE, Source
from dataprep.readers.text_damage import Place, screen, watch
from dataprep.readers.text_lines import LineBlock, line_blocks, numbered
from dataprep.readers.text_modes.base import CERTAIN, TextContext, TextMode
from dataprep.readers.text_modes.catalog import best, named
from dataprep.readers.text_modes.pieces import cleaner

_SAMPLE = 1 << 16


class TextReader(Reader):
    """Plain text in any of the modes of `text_modes`."""

    name = "text"
    title = "plain text"
    suffixes = (".txt", ".text", ".md", ".markdown", ".rst", ".wiki", ".log")

    def open(self, source: Source, options: ReadOptions) -> Reading:
        """Look at the beginning, choose the mode unless it was named, and return the records.

        Raises:
            InputError: the source cannot be read, or holds nothing for the mode that was named.
            UsageError: an option is not known, or the text asks for one.
        """
        encoding = decide(source, options.encoding)
        sample = _sample(source, encoding)
        notes = encoding.notes(source.name)
        if options.text.mode is not None:
            mode = named(options.text.mode)
        else:
            mode, fit = best(sample, options.text)
            if sample.strip() and fit.score < CERTAIN:
                notes.insert(0, _guess_note(source.name, mode, fit.why))
        if sample.strip():
            notes += _unused_options(source.name, mode, options.text)
        elif len(source.head) < HEAD_SIZE:
            help = "check that this is the right file"
            notes.append(finding("JSN013", "the file holds no text", Location(source.name), help))
        context = TextContext(options.text, source.name, source.stem, notes)
        cleaner(options.text)  # a wrong option is said here, not by a worker
        mode.prepare(numbered(_blocks(source, encoding, mode)), context)
        return Reading(
            f"plain text, {encoding.label}, {mode.name}",
            _read(source, encoding, mode, context),
            notes,
        )


@dataclass(slots=True)
class TextBlock:
    """Whole lines whose records are made where they are needed.

    Attributes:
        lines: the number of the first line, and the lines.
        mode: the name of a mode that takes every line for itself.
        context: what the mode needs to know.
        damage: where the undecodable bytes of the block stand, None for a text without any.
        label: the encoding's name for people.
    """

    lines: LineBlock
    mode: str
    context: TextContext
    damage: list[Place] | None
    label: str

    def records(self) -> Iterator[Record | Reject]:
        """Yield the records of the block, in the order of the source."""
        items = named(self.mode).records(numbered([self.lines]), self.context)
        if self.damage is None:
            return items
        return screen(items, self.damage, self.label, self.context.name)


def _read(
    source: Source, encoding: TextEncoding, mode: TextMode, context: TextContext
) -> Iterator[Block]:
    """Yield the blocks of the text."""
    blocks = _noting_nul(_blocks(source, encoding, mode), context)
    places: list[Place] = []
    if encoding.damage_count:
        blocks = watch(blocks, encoding, places)
    if mode.per_line:
        # The notes stay here: the copy that travels has no one to tell them.
        travelling = TextContext(context.options, context.name, context.title)
        for block in blocks:
            damage = places.copy() if encoding.damage_count else None
            places.clear()
            yield TextBlock(block, mode.name, travelling, damage, encoding.label)
        return
    items = mode.records(numbered(blocks), context)
    if encoding.damage_count:
        items = screen(items, places, encoding.label, context.name)
    yield from blocks_of(items)


def _blocks(source: Source, encoding: TextEncoding, mode: TextMode) -> Iterator[LineBlock]:
    with open_text(source, encoding, newline=None) as stream:
        yield from line_blocks(stream, source.name, mode.long_lines)


def _noting_nul(blocks: Iterator[LineBlock], context: TextContext) -> Iterator[LineBlock]:
    """Pass the blocks on, and note the first NUL."""
    noted = False
    for first, text in blocks:
        if not noted and "\0" in text:
            line = first + text.count("\n", 0, text.index("\0"))
            place = Location(context.name, line)
            message = "the text holds NUL characters, here for the first time; they were kept"
            help_text = "if it is not text at all, name its format: --input-format NAME"
            context.notes.append(finding("REA004", message, place, help_text))
            noted = True
        yield first, text


def _sample(source: Source, encoding: TextEncoding) -> str:
    """Return the beginning of the text, whole lines where there are any."""
    with open_text(source, encoding, newline=None) as stream:
        text = stream.read(_SAMPLE)
    cut = text.rfind("\n")
    return text if len(text) < _SAMPLE or cut < 0 else text[:cut]


def _guess_note(name: str, mode: TextMode, why: str) -> Finding:
    return finding(
        "REA030",
        f"read as {mode.name}: {why}",
        Location(name),
        "--text MODE chooses another",
    )


def _unused_options(name: str, mode: TextMode, options: TextOptions) -> list[Finding]:
    """Return notes about options that name a part of the text which the mode does not look for."""
    sections = any(heading != "default" for heading in options.drop_sections)
    asked = ((options.speakers, "--speaker", "dialogue"), (sections, "--drop-section", "sections"))
    return [
        finding(
            "REA032",
            f"{option} changes nothing here: the text is read as {mode.name}",
            Location(name),
            f"--text {used_by} reads it so that the option counts",
        )
        for given, option, used_by in asked
        if given and mode.name != used_by
    ]
