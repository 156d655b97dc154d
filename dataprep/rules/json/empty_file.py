"""Files without rows."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import FileRule, FileView, Problem, Sample, chat, rows
from dataprep.targets import Target


class EmptyFile(FileRule):
    """Finds files that hold no row.

    What it does: Names files of no bytes, and those of white space or a byte order mark alone.

    Why it matters: There is nothing to train on, and the upload is refused.

    What to do: Check the name, and the program that should have written the file.

    Source: OpenAI, Files API, 2026-11-20
    """

    code = "JSN013"
    name = "empty-file"
    bad = (
        Sample(b"", line=None),
        Sample(b"\n \r\n", line=None),
        Sample(b"\xef\xbb\xbf", line=None),
    )
    good = (Sample(rows(chat(("user", "Hello"), ("assistant", "Hi!")))),)

    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file."""
        if file.layout != "empty":
            return
        if file.size == 0:
            message = "the file is empty"
        elif file.whole and len(file.head) == file.bom:
            message = "the file holds a byte order mark and nothing else"
        else:
            message = "the file holds white space only"
        yield Problem(message, help="check that it is the right file, and who wrote it")
