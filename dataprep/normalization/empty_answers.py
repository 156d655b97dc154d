"""Rows from which nothing is learned, because their answer is empty."""

from __future__ import annotations

from typing import Any

from dataprep.formats.base import Format, Unusable
from dataprep.model import Example
from dataprep.normalization.base import Step, Switch


class EmptyAnswers(Step):
    """Send rows without an answer to the rejects; on by default, and after all changes of texts."""

    name = "rows without an answer rejected"
    rank = 120
    switches = (
        Switch(
            "--reject-empty/--keep-empty", "bool",
            "Send rows with an empty answer to the rejects.", True,
        ),
    )  # fmt: skip

    @classmethod
    def make(cls, values: dict[str, Any]) -> EmptyAnswers | None:
        return cls() if values["reject_empty"] else None

    def spares(self, texts: bytes) -> bool:
        return True  # they say something

    def apply(self, row: Example, form: Format) -> bool:
        reason = form.empty_answer(row)
        if reason:
            raise Unusable("PRC009", reason, "complete the answer, or leave the row out")
        return False
