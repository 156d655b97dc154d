"""The shared strings of a workbook, kept on disk when there are many, and what escapes stand for.

A workbook keeps each different text once, in a table that the cells point into. The table can be
larger than memory, so its text goes to a file and only the place of each text stays: 8 bytes.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO
from xml.parsers.expat import ParserCreate

MAX_TEXT = 1 << 24
"""Characters of a text or a row above which a file is taken for a trap; a cell has 32,767."""

MAX_STRINGS = 1 << 25
"""Different texts above which a file is taken for a trap."""

FEED = 1 << 16
_IN_MEMORY = 1 << 24
_ESCAPE = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")


class SheetError(Exception):
    """Content that no spreadsheet program writes, often made to take memory without bound."""


def unescape(text: str) -> str:
    """Replace ``_x000D_`` and its like by the characters they stand for.

    ``_x005F_`` stands for the underscore that keeps the next escape literal. Half of a surrogate
    pair is no character and stays as it is written.
    """
    return _ESCAPE.sub(_characters, text) if "_x" in text else text


def _characters(match: re.Match[str]) -> str:
    written = match.group()
    units = [written[i : i + 7] for i in range(0, len(written), 7)]
    text = "".join(chr(int(unit[2:6], 16)) for unit in units)
    if text.isascii():
        return text
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return "".join(
        f"_x{ord(character):04X}_" if "\ud800" <= character <= "\udfff" else character
        for character in joined
    )


class SharedStrings:
    """The texts of a workbook by their number.

    Args:
        texts: the texts in order.

    Raises:
        SheetError: there are more than `MAX_STRINGS`.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._ends = array("Q", [0])
        end = 0
        for text in texts:
            data = text.encode("utf-8", "surrogatepass")
            self._file.write(data)
            end += len(data)
            self._ends.append(end)
            if len(self._ends) > MAX_STRINGS:
                raise SheetError(f"it holds more than {MAX_STRINGS:,} different texts")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        """Return a text.

        Raises:
            IndexError: there is no text of that number.
        """
        if not 0 <= number < len(self):
            raise IndexError(number)
        start = self._ends[number]
        self._file.seek(start)
        return self._file.read(self._ends[number + 1] - start).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()


def read_strings(stream: BinaryIO) -> Iterable[str]:
    """Yield the texts of a shared string table: runs joined, phonetic guides left out.

    Raises:
        SheetError: one text is longer than `MAX_TEXT`.
        ExpatError: the XML is damaged.
    """
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    done: list[str] = []
    parts: list[str] = []
    size = 0
    wanted = phonetic = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal wanted, phonetic
        kind = name.rpartition(" ")[2]
        if kind == "t":
            wanted = not phonetic
        elif kind == "rPh":
            phonetic = True

    def end(name: str) -> None:
        nonlocal wanted, phonetic, size
        kind = name.rpartition(" ")[2]
        if kind == "t":
            wanted = False
        elif kind == "rPh":
            phonetic = False
        elif kind == "si":
            done.append(unescape("".join(parts)))
            parts.clear()
            size = 0

    def text(data: str) -> None:
        nonlocal size
        if wanted:
            size += len(data)
            if size > MAX_TEXT:
                raise SheetError(f"one text is longer than {MAX_TEXT:,} characters")
            parts.append(data)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    refuse_doctype(parser)
    while block := stream.read(FEED):
        parser.Parse(block, False)
        yield from done
        done.clear()
    parser.Parse(b"", True)
    yield from done


def refuse_doctype(parser: Any) -> None:
    """Make a parser refuse a document type, which only a file that was made by hand has."""

    def refuse(*_: object) -> None:
        raise SheetError("its XML declares a document type")

    parser.StartDoctypeDeclHandler = refuse
