"""Which reader a source needs: from its content first, then from its suffix."""

from __future__ import annotations

import re
import zipfile

from dataprep.errors import InputError
from dataprep.readers.encoding import decide
from dataprep.readers.json.layout import layout
from dataprep.readers.separated.dialect import looks_delimited
from dataprep.readers.source import HEAD_SIZE, Source, zip_faults
from dataprep.readers.spool import open_seekable

# Content that is no data file: what it is, and the way out.
_FOREIGN = (
    (rb"%PDF-", "a PDF document", "export its text, and convert the text file"),
    (rb"\{\\rtf", "an RTF document", "save it as plain text, and convert that"),
    (rb"SQLite format 3\x00", "an SQLite database", "export the table as CSV"),
    (rb"ARROW1", "an Arrow file", "save it as Parquet"),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}(WAVE|WEBP|AVI )",
        "an image or a sound",
        "it holds no text",
    ),
    (rb"\x7fELF|MZ.{0,60}\x00", "a program", "it holds no text"),
    (rb"7z\xbc\xaf|Rar!|.{257}ustar", "an archive", "unpack it and give the folder"),
    (
        rb"version https://git-lfs\.github\.com/spec",
        "a Git LFS pointer: the file itself was not fetched",
        "run: git lfs pull",
    ),
    (
        rb"\s*(?i:<!doctype html|<html)",
        "an HTML page",
        "export its text; or read the markup as text with --input-format text",
    ),
)
_DOCUMENTS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "sheets"),
    ("content.xml", "sheets"),
)


def detect(source: Source, named: str | None, encoding: str | None = None) -> str:
    """Return the name of the reader for a source.

    Args:
        source: the input; an empty one goes by its suffix.
        named: the reader that the suffix names, None for a suffix that is not known.
        encoding: the user's ``--encoding``.

    Raises:
        InputError: the content is of a kind that holds no records.
    """
    return _binary(source) or _textual(source, named, encoding)


def _binary(source: Source) -> str | None:
    """Return the reader for a format that its first bytes tell, or None for text."""
    head = source.head
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xlsx" if "EncryptedPackage".encode("utf-16-le") in head else "sheets"
    if head.startswith(b"PK\x03\x04"):
        return _document(source)
    for pattern, what, way_out in _FOREIGN:
        if re.match(pattern, head, re.DOTALL):
            raise InputError(f"{source.name}: is {what}", way_out)
    return None


def _document(source: Source) -> str:
    try:
        with open_seekable(source) as file, zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except zip_faults() as error:
        raise InputError(
            f"{source.name}: the zip data is damaged or cut off ({error})",
            "get a complete copy of the file",
        ) from error
    for mark, reader in _DOCUMENTS:
        if mark in names:
            return reader
    if "word/document.xml" in names:
        raise InputError(f"{source.name}: is a Word document", "save it as plain text (.txt)")
    raise InputError(
        f"{source.name}: is a zip of a kind that is not known here",
        "unpack it, or save the document as .xlsx, .csv or .txt",
    )


def _textual(source: Source, named: str | None, encoding: str | None) -> str:
    """Return the reader for a source of text; looks at a bounded sample."""
    if not source.head:
        return named or "text"
    codec = decide(source, encoding)
    if b"\x00" in source.head[:4096] and not codec.codec.startswith("utf-") and named is None:
        raise InputError(
            f"{source.name}: is binary data of a kind that is not known here",
            "save it as one of: .csv .xlsx .json .jsonl .parquet .txt",
        )
    sample = source.head[codec.bom :].decode(codec.codec, "ignore")
    json_layout = layout(sample.encode("utf-8", "ignore"), len(source.head) < HEAD_SIZE)
    if json_layout is not None:
        if named == "json" and _is_one_object(sample):
            return "json"  # minified: its one line is the document, and no row of JSON Lines
        return "jsonl" if json_layout == "lines" else "json"
    certain = looks_delimited(sample, source.suffix)
    if named in ("json", "jsonl"):
        # Rows that do not parse are named one by one by the reader, unless it clearly is a table.
        return "csv" if certain >= 0.9 else "jsonl"
    if named == "text":
        return "csv" if certain >= 0.9 else "text"
    return "csv" if named == "csv" or certain >= 0.5 else "text"


def _is_one_object(sample: str) -> bool:
    """Whether a text is one line that begins an object."""
    text = sample.strip()
    return text.startswith("{") and "\n" not in text and "\r" not in text
