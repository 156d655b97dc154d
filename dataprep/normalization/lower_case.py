"""Texts in lower case."""

from __future__ import annotations

from typing import Any

from dataprep.normalization.base import Switch, TextStep


class LowerCase(TextStep):
    """Write every text in lower case."""

    name = "lower-cased"
    rank = 90
    switches = (Switch("--lower-case", "bool", "Write every text in lower case.", False),)

    @classmethod
    def make(cls, values: dict[str, Any]) -> LowerCase | None:
        return cls() if values["lower_case"] else None

    def change(self, text: str) -> str:
        return text.lower()
