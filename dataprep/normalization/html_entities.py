"""HTML entities that an export left in the text."""

from __future__ import annotations

from typing import Any

from dataprep.normalization.base import Switch, TextStep

_DEEPEST = 5


class HtmlEntities(TextStep):
    """Turn ``&amp;`` and its kin into the characters they stand for.

    A text that was escaped several times (``&amp;lt;``) is decoded to the end. One that was escaped
    more than five times is no accident of an export and stays as it is.
    """

    name = "HTML entities decoded"
    # First of all: what an entity stands for may be a line end, a control or a broken character.
    rank = 4
    switches = (
        Switch(
            "--decode-html-entities", "bool", "Turn `&amp;` and its kin into characters.", False
        ),
    )

    @classmethod
    def make(cls, values: dict[str, Any]) -> HtmlEntities | None:
        return cls() if values["decode_html_entities"] else None

    def spares(self, texts: bytes) -> bool:
        return b"&" not in texts

    def change(self, text: str) -> str:
        if "&" not in text:
            return text
        from html import unescape  # its table takes longer to import than a short run's other steps

        old = text
        for _ in range(_DEEPEST + 1):
            new = unescape(old)
            if new == old:
                return new
            old = new
        return text
