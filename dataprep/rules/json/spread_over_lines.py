"""Objects that are not one a line."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from dataprep.model import Location
from dataprep.rules.base import FileRule, FileView, Problem, Sample, chat, rows
from dataprep.targets import Target

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))
_PRETTY = orjson.dumps(_ROW, option=orjson.OPT_INDENT_2)
_COMPACT = orjson.dumps(_ROW)
_TWO = rows(_ROW, _ROW)


class SpreadOverLines(FileRule):
    """Finds objects that take several lines each, or stand on one line together.

    What it does: Tells pretty-printed and concatenated objects from JSON Lines.

    Why it matters: A platform reads line by line: a line that is a piece of an object, or holds
        two of them, is no row, and the upload is refused at line 1.

    What to do: Write one object a line, `json.dumps(row)` without `indent` and with a line break
        after it; `dataprep convert` does.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20; openai-python issue 426
    """

    code = "JSN004"
    name = "spread-over-lines"
    fix = "safe"
    bad = (
        Sample(_PRETTY + b"\n" + _PRETTY),
        Sample(_COMPACT + _COMPACT),
        Sample(rows(_ROW, _COMPACT + b" " + _COMPACT), line=2),
        Sample(_COMPACT + b"\r" + _COMPACT + b"\r"),
    )
    good = (Sample(_TWO), Sample(rows(_ROW)))
    fixed = (Sample(_TWO), Sample(_TWO), Sample(rows(_ROW, _ROW, _ROW)), Sample(_TWO))

    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file; a single line of several objects is the reader's."""
        if file.layout == "lines" and file.newline == "\r" and b"\r" in file.head.strip():
            yield Problem(
                "the lines end in a carriage return alone; as JSON Lines the file is one line",
                help="end every line with a line feed: run `dataprep convert FILE -o OUTPUT.jsonl`",
                location=Location(file.name, 1),
            )
        if file.layout != "spread":
            return
        text = file.head[file.bom :].decode(file.codec, "ignore").strip()
        if "\n" in text or "\r" in text:
            message = "objects are written over several lines; each row is one line"
        else:
            message = "several objects stand on one line, without line breaks between them"
        yield Problem(
            message,
            help="write one object a line, without indentation",
            location=Location(file.name, 1),
        )
