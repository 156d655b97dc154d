"""The space in front of a completion, which the older byte-pair models expect."""

from __future__ import annotations

from typing import Any

from dataprep.formats.base import Format
from dataprep.model import Example
from dataprep.normalization.base import Step, Switch


class LeadingSpace(Step):
    """Begin every completion with white space; those that do are left alone."""

    name = "leading space added"
    rank = 140
    switches = (
        Switch(
            "--leading-space", "bool", "Begin completions with a space (byte-pair models).", False
        ),
    )
    formats = ("prompt-completion",)

    @classmethod
    def make(cls, values: dict[str, Any]) -> LeadingSpace | None:
        return cls() if values["leading_space"] else None

    def apply(self, row: Example, form: Format) -> bool:
        if row["completion"][:1].isspace():
            return False
        row["completion"] = " " + row["completion"]
        return True
