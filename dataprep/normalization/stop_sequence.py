"""The stop sequence that ends a completion, so that the model knows when to stop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataprep.formats.base import Format
from dataprep.model import Example
from dataprep.normalization.affixes import AffixSurvey, checked, occurs_inside, with_mark
from dataprep.normalization.base import Step, Switch

CANDIDATES = ("\n", " END", "###", "***", "+++", "&&&", "$$$", "@@@", "%%%", " [END]")


class StopSequence(Step):
    """End every completion with the same mark; completions that already do are left alone."""

    name = "stop sequence added"
    rank = 160
    switches = (
        Switch(
            "--stop", "text", "End completions with TEXT; `auto` finds one that occurs nowhere.",
            "none", metavar="none|auto|TEXT",
        ),
    )  # fmt: skip
    formats = ("prompt-completion",)

    def __init__(self, mark: str | None) -> None:
        super().__init__()
        self.mark = mark

    @classmethod
    def make(cls, values: dict[str, Any]) -> StopSequence | None:
        given = values["stop"]
        if given in (None, "none"):
            return None
        return cls(None if given == "auto" else checked(given, "--stop"))

    def survey(self) -> AffixSurvey | None:
        return AffixSurvey("completion", CANDIDATES) if self.mark is None else None

    def decided(self, survey: AffixSurvey, taken: Sequence[str]) -> StopSequence:
        return StopSequence(survey.choose("--stop", taken))

    def inference(self) -> dict[str, str]:
        return {"stop_sequence": self.mark or ""}

    def apply(self, row: Example, form: Format) -> bool:
        assert self.mark is not None
        completion = row["completion"]
        if occurs_inside(self.mark, completion):
            self.warnings.append(
                ("CNV013", f"the stop sequence {self.mark!r} also occurs inside the completion")
            )
        row["completion"] = with_mark(completion, self.mark)
        return row["completion"] is not completion
