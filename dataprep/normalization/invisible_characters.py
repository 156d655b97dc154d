"""Characters without width: zero-width spaces, byte order marks and direction controls in texts."""

from __future__ import annotations

import re
from typing import Any

from dataprep.normalization.base import Switch, TextStep

# ZWNJ and ZWJ (U+200C, U+200D) stay: Persian, Indic scripts and emoji need them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)


class InvisibleCharacters(TextStep):
    """Remove characters that take no room; the joiners that scripts and emoji need stay."""

    name = "invisible characters removed"
    rank = 50
    switches = (
        Switch(
            "--remove-invisible-characters", "bool",
            "Remove zero-width characters and direction controls.", False,
        ),
    )  # fmt: skip

    @classmethod
    def make(cls, values: dict[str, Any]) -> InvisibleCharacters | None:
        return cls() if values["remove_invisible_characters"] else None

    def spares(self, texts: bytes) -> bool:
        return texts.isascii()

    def change(self, text: str) -> str:
        if text.isascii() or not _INVISIBLE.search(text):
            return text
        return _INVISIBLE.sub("", text)
