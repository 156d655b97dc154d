"""Control characters, which no reader of a text ever sees."""

from __future__ import annotations

import re
from typing import Any

from dataprep.normalization.base import Switch, TextStep

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class ControlCharacters(TextStep):
    """Remove C0 and C1 controls but tab and line ends."""

    name = "control characters removed"
    rank = 40
    switches = (
        Switch(
            "--remove-control-characters", "bool",
            "Remove control characters other than tab and line ends.", False,
        ),
    )  # fmt: skip

    @classmethod
    def make(cls, values: dict[str, Any]) -> ControlCharacters | None:
        return cls() if values["remove_control_characters"] else None

    def spares(self, texts: bytes) -> bool:
        return texts.isascii() and b"\x7f" not in texts

    def change(self, text: str) -> str:
        return _CONTROL.sub("", text) if _CONTROL.search(text) else text
