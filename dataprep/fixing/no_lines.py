"""What holds no rows is not written as if it did: a table under a name for JSON Lines is no repair."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from dataprep.engine.validation.file_look import look
from dataprep.errors import InputError
from dataprep.readers.source import Source
from dataprep.rules.base import FileView


def refuse_what_is_no_lines(sources: Iterable[Source], in_place: bool) -> None:
    """Raise for the first file that is no JSON Lines, after all repairs of that.

    Args:
        sources: the files as they are now.
        in_place: whether they are written there; an empty one then stays what it is.

    Raises:
        InputError: says what it is, and what makes rows of it.
    """
    for source in sources:
        view = look(source)
        if view.layout != "lines" and not (in_place and view.layout == "empty"):
            what, way_out = _said(view)
            raise InputError(
                f"{source.name}: {what}; a repair does not make JSON Lines of it, and nothing was "
                "written",
                way_out,
            )


def _said(view: FileView) -> tuple[str, str]:
    name = shlex.quote(view.name)
    if view.layout == "empty":
        return "is empty", "name a file that holds rows"
    if view.layout == "other":
        what, way_out = view.what or ("no JSON", "")
        return f"is {what}", way_out or f"look what can be made of it: dataprep prepare {name}"
    what = "is one JSON array" if view.layout == "array" else "holds objects over several lines"
    return what, f"see why it stays so: dataprep validate {name}"
