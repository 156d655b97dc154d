"""Text rows: ``{"text": text}``, for continued training on plain language."""

from __future__ import annotations

from collections.abc import Callable

from dataprep.formats.base import Format
from dataprep.formats.one_turn import one_turn
from dataprep.model import Example


class Text(Format):
    """Rows of plain text, as Together and TRL read them.

    A pair becomes its prompt and its completion with a blank line between; a conversation of several
    turns has no one way to be written as text and is rejected.
    """

    name = "text"
    title = "text"
    keys = frozenset({"text"})

    def row(self, example: Example) -> Example:
        if "messages" not in example:
            return {"text": example.pop("text"), **example}
        prompt, completion, kept = one_turn(example, self.title)
        halves = [half for half in (prompt, completion) if half]
        return {"text": "\n\n".join(halves), **kept}

    def map_texts(self, row: Example, change: Callable[[str], str]) -> None:
        row["text"] = change(row["text"])

    def texts(self, row: Example) -> list[str]:
        return [row["text"]]

    def prompt(self, row: Example) -> bytes:
        text: str = row["text"]
        return text.encode("utf-8", "surrogatepass")

    def answer(self, row: Example) -> str | None:
        return str(row["text"])

    def empty_answer(self, row: Example) -> str:
        return "" if row["text"].strip() else "the text is empty"
