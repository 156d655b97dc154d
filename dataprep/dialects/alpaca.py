"""Records with columns `instruction` and `output`, perhaps `input`, `history` and `system`."""

from __future__ import annotations

from typing import ClassVar

from dataprep.dialects.pairs import PairDialect


class Alpaca(PairDialect):
    """Records with columns `instruction` and `output`, perhaps `input`, `history` and `system`."""

    name = "alpaca"
    summary = "columns `instruction` and `output`, perhaps `input`, `history` and `system`"
    rank = 20
    user_names = ("instruction",)
    assistant_names = ("output", "response", "answer", "completion")
    extra_names: ClassVar[dict[str, tuple[str, ...]]] = {
        "input": ("input", "context"),
        "history": ("history",),
    }
