"""Files that are something else altogether."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Location
from dataprep.rules.base import FileRule, FileView, Problem, Sample, chat, rows
from dataprep.targets import Target

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))


class NotJsonLines(FileRule):
    """Finds files that are not JSON Lines but something else.

    What it does: Says what the content seems to be, whatever the name is: a CSV table, plain text,
        YAML, HTML, a workbook, Parquet, a document, an archive, a JSON document with the rows inside,
        a git merge conflict, a Git LFS pointer. A file in which some lines are rows is not meant: in
        it every other line is named by itself.

    Why it matters: The upload refuses it at line 1, with a message about a dictionary.

    What to do: Run the command of the finding; `dataprep convert` makes rows of most of these.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20
    """

    code = "JSN014"
    name = "not-json-lines"
    bad = (
        Sample(b"prompt,completion\nHello,Hi!\nBye,See you\n"),
        Sample(b"Dear all,\nthis is a letter, and no data.\nRegards\n"),
        Sample(b"---\nrows:\n  - role: user\n    content: Hello\n"),
        Sample(b"<!DOCTYPE html>\n<html><body>Hello</body></html>\n"),
        Sample(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n"),
        Sample(b"[\n<<<<<<< HEAD\n{},\n=======\n>>>>>>> main\n{}\n]\n"),
    )
    good = (
        Sample(rows(_ROW)),
        Sample(rows(b"Here are the rows:", _ROW)),
        Sample(rows(b"{'messages': []}", b"{'messages': []}")),
    )

    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file."""
        if file.layout == "other" and file.what is not None:
            what, way_out = file.what
            yield Problem(
                f"the file is {what}, not JSON Lines", help=way_out, location=Location(file.name, 1)
            )
