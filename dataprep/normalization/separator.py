"""The separator that ends a prompt, so that the model knows where the answer begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataprep.formats.base import Format
from dataprep.model import Example
from dataprep.normalization.affixes import AffixSurvey, checked, occurs_inside, with_mark
from dataprep.normalization.base import Step, Switch

# The usual ones, from the most common on. An arrow only serves prompts of one line, so it comes last.
CANDIDATES = (
    "\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n===>\n\n", "\n\n--->\n\n", "\n\n### =>\n\n",
    " ->", " =>",
)  # fmt: skip


class Separator(Step):
    """End every prompt with the same mark; prompts that already do are left alone."""

    name = "separator added"
    rank = 150
    switches = (
        Switch(
            "--separator", "text", "End prompts with TEXT; `auto` finds one that occurs nowhere.",
            "none", metavar="none|auto|TEXT",
        ),
    )  # fmt: skip
    formats = ("prompt-completion",)

    def __init__(self, mark: str | None) -> None:
        super().__init__()
        self.mark = mark

    @classmethod
    def make(cls, values: dict[str, Any]) -> Separator | None:
        given = values["separator"]
        if given in (None, "none"):
            return None
        return cls(None if given == "auto" else checked(given, "--separator"))

    def survey(self) -> AffixSurvey | None:
        return AffixSurvey("prompt", CANDIDATES) if self.mark is None else None

    def decided(self, survey: AffixSurvey, taken: Sequence[str]) -> Separator:
        return Separator(survey.choose("--separator", taken))

    def inference(self) -> dict[str, str]:
        return {"separator": self.mark or ""}

    def apply(self, row: Example, form: Format) -> bool:
        assert self.mark is not None
        prompt = row["prompt"]
        if occurs_inside(self.mark, prompt) or self.mark in row["completion"]:
            self.warnings.append(
                ("CNV013", f"the separator {self.mark!r} also occurs inside the text")
            )
        if not prompt:
            return False
        row["prompt"] = with_mark(prompt, self.mark)
        return row["prompt"] is not prompt
