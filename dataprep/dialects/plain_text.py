"""Records that hold a text and no answer side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import (
    ASSISTANT_NAMES,
    USER_NAMES,
    Binding,
    Dialect,
    find,
    is_preference,
    value,
)
from dataprep.formats.base import as_text
from dataprep.model import Example

_NAMES = ("text", "content", "document", "passage")
# Beside such a column the question stands in another one, under whatever name.
_ANSWER_NAMES = ("completion", "response", "output")


class PlainText(Dialect):
    """One column of text: it becomes a completion without a prompt, or a text row.

    A single column `completion`, `response` or `output` is such a text too.
    """

    name = "text"
    summary = "a column `text` (or `content`, `document`, `passage`) without an answer side"
    rank = 90
    required = ("text",)
    has_answer = False

    def bind(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding | None:
        if is_preference(columns, sample):
            return None
        column = find(columns, _NAMES if len(columns) > 1 else (*_NAMES, *_ANSWER_NAMES))
        return Binding(self, {"text": column}) if column else None

    def claims(self, binding: Binding, sample: Sequence[Mapping[str, Any]]) -> bool:
        # Beside a question or an answer, the text is the other side of a pair.
        others = {key for row in sample for key in row} - binding.columns
        return find(sorted(others), (*USER_NAMES, *ASSISTANT_NAMES)) is None

    def example(self, row: Mapping[str, Any], parts: Mapping[str, str]) -> Example:
        return {"text": as_text(value(row, parts["text"]))}
