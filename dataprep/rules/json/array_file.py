"""Files that are one JSON array instead of lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from dataprep.model import Location
from dataprep.rules.base import FileRule, FileView, Problem, Sample, chat, rows
from dataprep.targets import Target

_ROW = chat(("user", "Hello"), ("assistant", "Hi!"))
_TWO = rows(_ROW, _ROW)


class ArrayFile(FileRule):
    """Finds files that are one JSON array as a whole.

    What it does: Tells a file that is an array, on one line or over many, from rows.

    Why it matters: JSON Lines has one object a line and no brackets or commas around them; the
        upload refuses an array with "Line 1 is not a dictionary".

    What to do: Write each element on a line of its own; `dataprep convert` does.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20; openai-python issue 426
    """

    code = "JSN003"
    name = "array-file"
    fix = "safe"
    bad = (
        Sample(orjson.dumps([_ROW, _ROW])),
        Sample(orjson.dumps([_ROW, _ROW], option=orjson.OPT_INDENT_2)),
    )
    good = (Sample(_TWO), Sample(rows(_ROW)))
    fixed = (Sample(_TWO), Sample(_TWO))

    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file."""
        if file.layout != "array":
            return
        elements = _elements(file)
        count = "" if elements is None else f" of {len(elements):,}"
        if elements and all(isinstance(one, dict) and "role" in one for one in elements):
            message = f"the whole file is one JSON array{count} messages without their key"
            help = 'each row is an object: {"messages": [...]}, one a line'
            yield Problem(message, help=help, location=Location(file.name, 1), fix="")
            return
        if elements is not None:
            count += " element" if len(elements) == 1 else " elements"
        yield Problem(
            f"the whole file is one JSON array{count}",
            help="write each element on a line of its own, without the brackets and commas around",
            location=Location(file.name, 1),
            # Nothing is there to be put on lines where an element is no row, or the end is missing.
            fix=None if _has_rows(file, elements) else "",
        )


def _has_rows(file: FileView, elements: list[Any] | None) -> bool:
    if elements is None:
        return not file.whole
    return all(isinstance(one, dict) for one in elements)


def _elements(file: FileView) -> list[Any] | None:
    """Return the array where it is at hand and parses."""
    if not file.whole:
        return None
    try:
        found = orjson.loads(file.head[file.bom :].decode(file.codec))
    except ValueError:
        return None
    return found if isinstance(found, list) else None
