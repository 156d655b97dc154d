"""Text that was decoded with the wrong encoding, repaired by ftfy."""

from __future__ import annotations

import re
from typing import Any

from dataprep.normalization.base import Switch, TextStep

# What every mojibake has: a character of the upper half of a one-byte code page, or U+FFFD. ftfy is
# slow (3 MB/s), and most texts are plain ASCII.
_SUSPECT = re.compile("[^\x00-\x7f]")


class Mojibake(TextStep):
    """Repair ``â€™`` to ``’``; text that is right stays as it is."""

    name = "mojibake repaired"
    rank = 6
    switches = (
        Switch("--fix-mojibake", "bool", "Repair text decoded with a wrong encoding.", False),
    )

    @classmethod
    def make(cls, values: dict[str, Any]) -> Mojibake | None:
        return cls() if values["fix_mojibake"] else None

    def spares(self, texts: bytes) -> bool:
        return texts.isascii()

    def change(self, text: str) -> str:
        if not _SUSPECT.search(text):
            return text
        import ftfy

        return str(ftfy.fix_encoding(text))
