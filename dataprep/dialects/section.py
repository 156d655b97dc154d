"""Sections of a document: title, heading and content, as the text reader cuts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import Binding, Dialect, find, value
from dataprep.formats.base import as_text
from dataprep.model import Example


class Section(Dialect):
    """A section becomes one text: title, heading, a blank line, content; empty parts left out."""

    name = "section"
    summary = "columns `title`, `heading` and `content` of a document cut at its headings"
    rank = 60
    required = ("content",)
    has_answer = False

    def bind(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding | None:
        parts = {part: find(columns, (part,)) for part in ("title", "heading", "content")}
        if not all(parts.values()):
            return None
        return Binding(self, {part: column for part, column in parts.items() if column})

    def example(self, row: Mapping[str, Any], parts: Mapping[str, str]) -> Example:
        title, heading = (as_text(row.get(parts[part])) for part in ("title", "heading"))
        names = [name for name in dict.fromkeys((title, heading)) if name.strip()]
        content = as_text(value(row, parts["content"]))
        return {"text": "\n\n".join(filter(None, ("\n".join(names), content)))}
