"""The part that separator and stop sequence have in common: one side of every pair ends in a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from dataprep.formats.base import Format
from dataprep.model import Example
from dataprep.normalization.affixes import AffixSurvey, checked, occurs_inside, with_mark
from dataprep.normalization.base import Step


class MarkStep(Step):
    """End one side of every pair with the same mark; a side that already does is left alone.

    Attributes:
        side: ``prompt`` or ``completion``; an empty prompt gets no mark.
        title: what the mark is called in messages.
        key: its name among what must be repeated at inference.
        candidates: what ``auto`` chooses from, the usual one first.
    """

    formats = ("prompt-completion",)
    side: ClassVar[str]
    title: ClassVar[str]
    key: ClassVar[str]
    candidates: ClassVar[tuple[str, ...]]

    def __init__(self, mark: str | None) -> None:
        super().__init__()
        self.mark = mark

    @classmethod
    def make(cls, values: dict[str, Any]) -> Self | None:
        switch = cls.switches[0]
        given = values[switch.name]
        if given in (None, "none"):
            return None
        return cls(None if given == "auto" else checked(given, switch.flag))

    def survey(self) -> AffixSurvey | None:
        return AffixSurvey(self.side, self.candidates) if self.mark is None else None

    def decided(self, survey: AffixSurvey, taken: Sequence[str]) -> Self:
        return type(self)(survey.choose(self.switches[0].flag, taken))

    def inference(self) -> dict[str, str]:
        return {self.key: self.mark or ""}

    def apply(self, row: Example, form: Format) -> bool:
        assert self.mark is not None
        text = row[self.side]
        if occurs_inside(self.mark, text) or self.mark in self.others(row):
            self.warnings.append(
                ("CNV013", f"the {self.title} {self.mark!r} also occurs inside the text")
            )
        if not text:
            return False
        row[self.side] = with_mark(text, self.mark)
        return row[self.side] is not text

    def others(self, row: Example) -> str:
        """Return the other text in which the mark would mislead, if any."""
        return ""
