"""Files above the target's size."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import FileRule, FileView, Problem, Sample, chat, rows
from dataprep.targets import Target

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))
_SMALL = {
    "targets": {"small": {"title": "small", "extends": "generic", "limits": {"max_file_bytes": {
        "value": 100}}}}
}  # fmt: skip


class FileTooLarge(FileRule):
    """Finds files that are larger than the target's upload takes.

    What it does: Compares the size on disk with the target's limit.

    Why it matters: The upload is refused, after all of it was sent.

    What to do: Split the rows over several files where the platform trains on several, or upload in
        parts where it offers that. Often fewer rows train as well: see the duplicates first.

    Source: OpenAI, Files API, 2026-11-20; Azure, fine-tuning guide, 2026-11-20
    """

    code = "JSN012"
    name = "file-too-large"
    fix = "manual"
    bad = (Sample(rows(_ROW, _ROW), target="small", options=_SMALL, line=None),)
    good = (Sample(rows(_ROW), target="small", options=_SMALL), Sample(rows(_ROW, _ROW)))

    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file."""
        limit = target.value("max_file_bytes")
        if limit is None or file.size <= limit:
            return
        yield Problem(
            f"the file has {file.size:,} bytes; {target.platform} takes at most "
            f"{limit:,}{target.whose('max_file_bytes')}",
            help="split it, remove duplicates, or upload it in parts",
        )
