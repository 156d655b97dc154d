"""The separator that ends a prompt, so that the model knows where the answer begins."""

from __future__ import annotations

from dataprep.model import Example
from dataprep.normalization.base import Switch
from dataprep.normalization.marks import MarkStep


class Separator(MarkStep):
    """End every prompt with the same mark; prompts that already do are left alone."""

    name = "separator added"
    rank = 150
    switches = (
        Switch(
            "--separator", "text", "End prompts with TEXT; `auto` finds one that occurs nowhere.",
            "none", metavar="none|auto|TEXT",
        ),
    )  # fmt: skip
    side = "prompt"
    title = "separator"
    key = "separator"
    # An arrow only serves prompts of one line, so it comes last.
    candidates = (
        "\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n===>\n\n", "\n\n--->\n\n",
        "\n\n### =>\n\n", " ->", " =>",
    )  # fmt: skip

    def others(self, row: Example) -> str:
        # An answer that holds the separator would read like the end of another prompt.
        text: str = row["completion"]
        return text
