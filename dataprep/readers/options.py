"""What a caller may say about how inputs are read; plain data that travels to workers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How plain text becomes records.

    Attributes:
        mode: a name of `readers/text`, or None to guess it.
        speakers: pairs of speaker label and role, for dialogues.
        drop_sections: headings (lower case) whose sections and sub-sections are left out.
        chunk_size: length of a chunk in `chunk_unit`.
        chunk_overlap: how much of the end of a chunk the next one repeats.
        chunk_unit: ``characters`` or ``tokens``.
        trim: ``both``, ``leading``, ``trailing`` or ``none``: white space cut off each piece.
        collapse_whitespace: every run of white space in a piece becomes one space, before `trim`.
        min_chars, max_chars, min_tokens, max_tokens: pieces outside are rejected, before pairing.
        encoding_name: the token vocabulary, e.g. ``o200k_base``.
    """

    mode: str | None = None
    speakers: tuple[tuple[str, str], ...] = ()
    drop_sections: tuple[str, ...] = ()
    chunk_size: int = 2000
    chunk_overlap: int = 0
    chunk_unit: str = "characters"
    trim: str = "both"
    collapse_whitespace: bool = False
    min_chars: int | None = None
    max_chars: int | None = None
    min_tokens: int | None = None
    max_tokens: int | None = None
    encoding_name: str = "o200k_base"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How the bytes of an input become records.

    Attributes:
        format: a reader's name, or None to look at the content and then at the suffix.
        encoding: a codec name, or None for BOM, then UTF-8, then detection.
        delimiter: one character, or None to detect it.
        quote: one character, ``""`` for none, or None to detect it.
        header: ``auto``, ``none``, or the 1-based number of the header's row, as text.
        sheets: names or 1-based numbers as text; ``("all",)`` for every sheet; empty for the first
            visible one.
        skip_hidden: leave out hidden rows and sheets.
        records: dotted path to the records inside a JSON document.
        explode: dotted paths of nested lists; each element becomes a record with its parent's fields.
        text: see `TextOptions`.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: str = "auto"
    sheets: tuple[str, ...] = ()
    skip_hidden: bool = False
    records: str | None = None
    explode: tuple[str, ...] = ()
    text: TextOptions = field(default_factory=TextOptions)
