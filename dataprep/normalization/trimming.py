"""The white space around texts."""

from __future__ import annotations

from typing import Any

from dataprep.normalization.base import Switch, TextStep


class Trimming(TextStep):
    """Cut white space off the ends of texts."""

    name = "trimmed"
    rank = 80
    switches = (
        Switch(
            "--trim", "choice",
            "Cut white space off the ends of texts (pieces of text files: `both` by default).",
            choices=("both", "leading", "trailing", "none"),
        ),
    )  # fmt: skip

    def __init__(self, side: str) -> None:
        super().__init__()
        self.side = side

    @classmethod
    def make(cls, values: dict[str, Any]) -> Trimming | None:
        side = values["trim"]
        return cls(side) if side and side != "none" else None

    def change(self, text: str) -> str:
        if self.side == "both":
            return text.strip()
        return text.lstrip() if self.side == "leading" else text.rstrip()
