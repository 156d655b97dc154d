"""What a file that holds no rows of JSON seems to be, and the way from there to rows."""

from __future__ import annotations

import re
import shlex
from pathlib import PurePath

from dataprep.errors import InputError
from dataprep.readers.encoding import TextEncoding
from dataprep.readers.source import Source

Seeming = tuple[str, str]
"""What it seems to be, as it stands behind `the file is`; and the next step."""

_CONFLICT = re.compile(rb"^<{7}(?:[ \t][^\r\n]*)?\r?$", re.MULTILINE)
_YAML_LINE = re.compile(rb"[ \t]*(?:#|---|- |-$|(?:- )?[\w.\-/\"']+[ \t]*:(?:[ \t]|$))")
# What dialogues and lists of labels do not have: a key of an indented block, a document's mark.
_YAML_BLOCK = re.compile(
    rb"^(?:---[ \t]*$|[ \t]*[\w.\-\"']+:[ \t]*\r?\n(?:[ \t]+\S|- ))", re.MULTILINE
)
_NAMES = {
    "csv": ("a table of separated values (CSV)", "--input-format csv"),
    "text": ("plain text", "--input-format text"),
    "xlsx": ("a workbook", ""),
    "sheets": ("a workbook", ""),
    "parquet": ("a Parquet file", ""),
}
_SUFFIXES = {
    "csv": (".csv", ".tsv", ".psv", ".tab"),
    "text": (".txt", ".text", ".md", ".log"),
}
_SAMPLE_LINES = 200
# An object with one of these is a row itself, whatever lists it holds.
_ROW_KEYS = frozenset({"messages", "conversations", "prompt", "input", "preferred_output", "text"})


def seems(source: Source, text: bytes, encoding: TextEncoding) -> Seeming:
    """Return what a content without rows seems to be.

    Args:
        source: the file.
        text: its beginning in UTF-8.
        encoding: of the file.

    Raises:
        InputError: an archive or a document that is damaged.
    """
    from dataprep.readers.detect import detect
    from dataprep.readers.parquet import ParquetReader

    found = conflict(text)
    if found is not None:
        return found
    if ParquetReader.recognises(source.head):
        return _convertible(source, "parquet")
    try:
        reader = detect(source, next((key for key in _SUFFIXES if _is_named(source, key)), None))
    except InputError as error:
        subject = f"{source.name}: is "
        if not error.message.startswith(subject):
            raise
        return error.message.removeprefix(subject), error.hint
    if reader in ("csv", "text"):
        if text.lstrip()[:5].lower() == b"<?xml":
            return "an XML document", "export its records as CSV or JSON, and convert that"
        if _is_yaml(text):
            return "YAML", "load it and write each row as one line of JSON"
        if b"\x00" in text:
            return "binary data of a kind that is not known here", "save it as CSV, JSON or text"
    if reader in ("json", "jsonl"):  # what only looks like JSON from afar
        reader = "text"
    return _convertible(source, reader)


def conflict(text: bytes) -> Seeming | None:
    """Return the finding for content with the markers of a merge conflict, else None.

    A line of a JSON document cannot begin like one: inside a text the line break is an escape.
    """
    begin = _CONFLICT.search(text)
    if begin is None:
        return None
    line = text.count(b"\n", 0, begin.start()) + 1
    what = f"the two sides of a git merge conflict (marker in line {line:,})"
    return what, "resolve the conflict, then delete the markers"


def table_inside(source: Source, encoding: TextEncoding) -> Seeming | None:
    """Return what an object over several lines is that holds the rows inside it, else None."""
    from dataprep.readers.json.bytes import open_utf8
    from dataprep.readers.json.records import survey
    from dataprep.readers.json.scan import JsonScanner

    with open_utf8(source, encoding) as stream:
        found = survey(JsonScanner(stream))
    if found.follows in (b"{", b"[") or not _ROW_KEYS.isdisjoint(found.keys):
        return None
    if found.records is not None:
        path = ".".join(found.records.path)[:60]
        rows = f"{found.records.count:,} {'row' if found.records.count == 1 else 'rows'}"
        return f"one JSON object that holds {rows} under `{path}`", _command(source, "")
    if found.is_columns:
        return "a JSON table that is written column by column", _command(source, "")
    return None


def _is_yaml(text: bytes) -> bool:
    lines = [line for line in text.splitlines() if line.strip()][:_SAMPLE_LINES]
    alike = sum(_YAML_LINE.match(line) is not None for line in lines)
    return 10 * alike >= 8 * len(lines) and _YAML_BLOCK.search(text) is not None


def _convertible(source: Source, reader: str) -> Seeming:
    what, option = _NAMES[reader]
    return what, _command(source, "" if _is_named(source, reader) else option)


def _is_named(source: Source, reader: str) -> bool:
    return source.suffix in _SUFFIXES.get(reader, ())


def _command(source: Source, option: str) -> str:
    """Return the command that makes rows of a file, without overwriting it."""
    if source.name.startswith("<"):
        words = ["dataprep", "convert", "-", *option.split(), "-o", "rows.jsonl"]
        return f"convert it: `{shlex.join(words)}`"
    path = PurePath(source.name)
    output = path.with_name(f"{source.stem or 'rows'}.jsonl")
    if output == path:
        output = path.with_name(f"{source.stem}.rows.jsonl")
    words = ["dataprep", "convert", source.name, *option.split(), "-o", str(output)]
    return f"convert it: `{shlex.join(words)}`"
