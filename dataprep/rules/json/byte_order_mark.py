"""The byte order mark at the beginning of a file, wanted by some and unwanted by others."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import FileRule, FileView, Problem, Sample, chat, rows
from dataprep.targets import Target

_ROWS = rows(chat(("user", "Hello"), ("assistant", "Hi!")))()


class ByteOrderMark(FileRule):
    """Finds files with a byte order mark that the target does not want, or without the one it wants.

    What it does: Looks for the bytes EF BB BF at the beginning and compares with the target.

    Why it matters: Where it is not expected, the first row begins with an invisible character and
        may not parse. Where it is, as Azure's documents ask, the upload adds a missing one.

    What to do: Save the file as UTF-8 without a mark; what `dataprep convert`
        writes has none.

    Source: openai-python issue 426, 2026-11-20; Azure, fine-tuning guide, 2026-11-20
    """

    code = "JSN006"
    name = "byte-order-mark"
    severity = Severity.WARNING
    fix = "safe"
    bad = (Sample(b"\xef\xbb\xbf" + _ROWS, line=None),)
    good = (Sample(_ROWS),)
    fixed = (Sample(_ROWS),)

    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file."""
        wish = target.value("byte_order_mark")
        if file.codec != "utf-8" or file.layout in ("empty", "other"):
            return
        if file.bom and wish == "unwanted":
            yield Problem(
                f"the file begins with a byte order mark, which {target.platform} does not want",
                help="save it as UTF-8 without a byte order mark",
                severity=target.severity(self.code, "unwanted_mark"),
            )
        elif not file.bom and wish == "wanted":
            yield Problem(
                f"the file has no byte order mark, which {target.platform} asks for",
                help="an upload by dataprep adds it; for another way save the file as UTF-8 with BOM",
                severity=Severity.INFO,
                fix="",
            )
