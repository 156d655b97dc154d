"""Names that the upload does not take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from dataprep.model import Severity
from dataprep.rules.base import FileRule, FileView, Problem, Sample, chat, rows
from dataprep.targets import Target

_ROWS = rows(chat(("user", "Hello"), ("assistant", "Hi!")))
_NAMELESS = ("<", "/dev/")


class WrongSuffix(FileRule):
    """Finds JSON Lines in a file whose name does not end as the target wants it.

    What it does: Compares the file's name with the suffixes that the target takes. What came through
        a pipe has no name and is not looked at.

    Why it matters: The platform tells the format from the name: rows in `data.json` are refused, or
        are taken for a single document.

    What to do: Rename the file; unpack a compressed one first.

    Source: OpenAI, Files API (openai-python 3.52, files.create), 2026-11-20
    """

    code = "JSN011"
    name = "wrong-suffix"
    severity = Severity.WARNING
    fix = "manual"
    bad = (
        Sample(_ROWS, name="data.json", line=None),
        Sample(_ROWS, name="data.txt", line=None),
        Sample(_ROWS, name="data", line=None),
    )
    good = (Sample(_ROWS), Sample(_ROWS, name="DATA.JSONL"))

    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file."""
        wanted = target.value("suffixes", ())
        if file.layout != "lines" or not wanted or file.name.startswith(_NAMELESS):
            return
        path = PurePath(file.name)
        if path.suffix.lower() in wanted:
            return
        ending = f"ends in `{path.suffix[:20]}`" if path.suffix else "has no suffix"
        takes = " or ".join(f"`{one}`" for one in wanted)
        inner = PurePath(path.stem)
        if inner.suffix.lower() in wanted:
            help = f"unpack it to {inner.name}"
        else:
            help = f"rename it to {inner.name}{wanted[0]}"
        yield Problem(
            f"the name {ending}; {target.platform} takes {takes}",
            help=help,
            severity=target.severity(self.code, "wrong_suffix"),
        )
