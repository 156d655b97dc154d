"""The Unicode normalization form of texts."""

from __future__ import annotations

import unicodedata
from typing import Any, Literal, cast

from dataprep.normalization.base import Switch, TextStep

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


class UnicodeForm(TextStep):
    """Bring texts into one Unicode form, so that equal texts are equal."""

    name = "Unicode form changed"
    # After the steps that take characters away: what is left next to each other may compose.
    rank = 60
    switches = (
        Switch(
            "--unicode-form", "choice", "Bring texts into one Unicode form.",
            choices=("NFC", "NFD", "NFKC", "NFKD"),
        ),
    )  # fmt: skip

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form: Form = form

    @classmethod
    def make(cls, values: dict[str, Any]) -> UnicodeForm | None:
        form = values["unicode_form"]
        return cls(cast(Form, form)) if form else None

    def spares(self, texts: bytes) -> bool:
        return texts.isascii()

    def change(self, text: str) -> str:
        if text.isascii() or unicodedata.is_normalized(self.form, text):
            return text
        return unicodedata.normalize(self.form, text)
