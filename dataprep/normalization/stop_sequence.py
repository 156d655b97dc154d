"""The stop sequence that ends a completion, so that the model knows when to stop."""

from __future__ import annotations

from dataprep.normalization.base import Switch
from dataprep.normalization.marks import MarkStep


class StopSequence(MarkStep):
    """End every completion with the same mark; completions that already do are left alone."""

    name = "stop sequence added"
    rank = 160
    switches = (
        Switch(
            "--stop", "text", "End completions with TEXT; `auto` finds one that occurs nowhere.",
            "none", metavar="none|auto|TEXT",
        ),
    )  # fmt: skip
    side = "completion"
    title = "stop sequence"
    key = "stop_sequence"
    candidates = ("\n", " END", "###", "***", "+++", "&&&", "$$$", "@@@", "%%%", " [END]")
