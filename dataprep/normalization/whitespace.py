"""White space: runs to one space, and the outer white space of texts."""

from __future__ import annotations

import re
from typing import Any

from dataprep.normalization.base import Switch, TextStep

_RUN = re.compile(r"\s+")


class CollapseWhitespace(TextStep):
    """Turn every run of white space into one space."""

    name = "white space collapsed"
    rank = 70
    switches = (
        Switch(
            "--collapse-whitespace", "bool",
            "Turn every run of white space into one space (in text files before pairing).", False,
        ),
    )  # fmt: skip

    @classmethod
    def make(cls, values: dict[str, Any]) -> CollapseWhitespace | None:
        return cls() if values["collapse_whitespace"] else None

    def change(self, text: str) -> str:
        return _RUN.sub(" ", text)
