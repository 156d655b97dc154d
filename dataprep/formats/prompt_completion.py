"""Prompt-completion rows: ``{"prompt": text, "completion": text}``."""

from __future__ import annotations

from collections.abc import Callable

from dataprep.formats.base import Format
from dataprep.formats.one_turn import one_turn
from dataprep.model import Example


class PromptCompletion(Format):
    """One prompt and its completion, as the older OpenAI models, Together and TRL read it.

    A system message goes in front of the prompt with a blank line between: the format has no other
    place for it.
    """

    name = "prompt-completion"
    title = "prompt-completion"
    keys = frozenset({"prompt", "completion"})
    pair = (b'{"prompt":"', b'","completion":"', b'"}')

    def row(self, example: Example) -> Example:
        prompt, completion, kept = one_turn(example, self.title)
        return {"prompt": prompt, "completion": completion, **kept}

    def map_texts(self, row: Example, change: Callable[[str], str]) -> None:
        row["prompt"] = change(row["prompt"])
        row["completion"] = change(row["completion"])

    def texts(self, row: Example) -> list[str]:
        return [row["prompt"], row["completion"]]

    def prompt(self, row: Example) -> bytes:
        text: str = row["prompt"] or row["completion"]
        return text.encode("utf-8", "surrogatepass")

    def answer(self, row: Example) -> str | None:
        return str(row["completion"])

    def remark(self, row: Example) -> tuple[str, str] | None:
        return None if row["prompt"].strip() else ("CNV016", "the prompt is empty")

    def empty_answer(self, row: Example) -> str:
        return "" if row["completion"].strip() else "the completion is empty"
