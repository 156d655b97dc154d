"""Records with columns `input` and `output`."""

from __future__ import annotations

from dataprep.dialects.pairs import PairDialect


class InputOutput(PairDialect):
    """Records with columns `input` and `output`."""

    name = "input-output"
    summary = "columns `input` and `output`"
    rank = 50
    user_names = ("input",)
    assistant_names = ("output", "ideal", "target", "label")
