"""Bytes that are not UTF-8."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Location
from dataprep.rules.base import FileRule, FileView, Problem, Sample, chat, rows
from dataprep.targets import Target

_TEXT = chat(("user", "Où est le café, s'il vous plaît ?"), ("assistant", "À côté de l'hôtel."))
_UTF_8 = rows(_TEXT, _TEXT)()


class NotUtf8(FileRule):
    """Finds files in another encoding than UTF-8, and bytes that no text in UTF-8 has.

    What it does: Decodes every byte. A file in another encoding is one finding with the encoding
        that it is in or seems to be in; in a file of UTF-8 each row with a stray byte is one, with
        the byte and its offset.

    Why it matters: Platforms read UTF-8 only. Other bytes are refused at the upload, or are trained
        on as garbled letters.

    What to do: Write files with `encoding="utf-8"`; Windows' default is another. A guessed encoding
        is worth a look at the accents before `dataprep convert` re-encodes the file.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20; openai-python issue 3288
    """

    code = "JSN007"
    name = "not-utf-8"
    fix = "unsafe"
    bad = (
        Sample(_UTF_8.decode().encode("cp1252")),
        Sample(_UTF_8.decode().encode("utf-16"), line=None),
    )
    good = (Sample(_UTF_8),)
    fixed = (Sample(_UTF_8), Sample(_UTF_8))

    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file as a whole; single bytes are the reader's."""
        if file.codec == "utf-8" or file.layout in ("empty", "other"):
            return
        offset = None if file.bom else _first_foreign(file)
        seems = "seems to be" if file.guessed else "is"
        if offset is None:
            yield Problem(f"the file {seems} {file.label}, not UTF-8", help="save it as UTF-8")
            return
        line = file.head.count(b"\n", 0, offset) + 1
        byte = f"0x{file.head[offset]:02X}"
        yield Problem(
            f"the byte {byte} at offset {offset:,} is not UTF-8; the file {seems} {file.label}",
            help="check the accents, then save the file as UTF-8",
            location=Location(file.name, line),
        )


def _first_foreign(file: FileView) -> int | None:
    """Return the offset of the first byte that is not UTF-8, if it stands near the beginning."""
    try:
        file.head.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_off = not file.whole and error.end == len(file.head)
        return None if cut_off else error.start
    return None
