"""The documentation that is read from a rule."""

from __future__ import annotations

import pytest

from dataprep.model import Severity
from dataprep.rules.base import FileRule, Sample
from dataprep.rules.documentation import document, title


class Made(FileRule):
    """Finds a thing
    in two lines.

    What it does: looks at
        the thing.

        And once more: closely.

    Why it matters:
        A thing is a thing.

    What to do: Leave it. Source: is no heading here.

    Source: a page, 2026-11-20
    """

    code, name, severity, fix = "JSN099", "made", Severity.INFO, "safe"
    bad = (
        Sample(b"".join(b"%d\n" % number for number in range(9)), "azure", "dpo", b"", name="x"),
        Sample(b"\xef\xbb\xbf\x1b[31m\xff", options={"max_row_bytes": 5}),
        Sample(b"a" * 1_000_000),
    )
    good = (Sample(b""),)
    fixed = (Sample(b"1\n"),)

    def check(self, file, target):
        yield from ()


def test_the_paragraphs_are_read():
    """Each in one line, as a sentence, without its heading; inner paragraphs stay apart."""
    read = document(Made)
    assert read.title == title(Made) == "Finds a thing in two lines."
    assert read.what == "Looks at the thing.\n\nAnd once more: closely."
    assert read.why == "A thing is a thing."
    assert read.todo == "Leave it. Source: is no heading here."
    assert read.source == "a page, 2026-11-20"
    assert (read.code, read.severity, read.fix, read.layer, read.default) == (
        "JSN099", Severity.INFO, "safe", "file", True,
    )  # fmt: skip
    assert read.to_dict()["severity"] == "info"


def test_examples_are_cut_and_harmless():
    """A few lines, of some length, with escapes for what steers a terminal."""
    first, second, third = document(Made).bad
    assert first.text == "0\n1\n2\n3\n4\n5\n[... 3 more lines]"
    assert first.note == "--target azure --method dpo --validation-file validation.jsonl x"
    assert second.text == "\\ufeff\\x1b[31m\\xff"
    assert second.note == "--max-row-bytes 5"
    assert third.text == "a" * 240 + " [...]"
    assert document(Made).good[0].text == ""


@pytest.mark.parametrize(
    "docstring",
    [
        None,
        "Only a title.",
        "T.\n\nWhat it does: a\n\nWhat to do: b\n\nWhy it matters: c\n\nSource: d",
        "T.\n\nWhat it does: a\n\nWhy it matters: c\n\nWhat to do: b",
    ],
)
def test_a_docstring_without_its_paragraphs(docstring):
    """It is a bug that names the rule."""
    with pytest.raises(ValueError, match="Other: the docstring has the paragraphs"):
        ours = {"__doc__": docstring, "__module__": "dataprep.rules.other"}
        document(type("Other", (Made,), ours))
