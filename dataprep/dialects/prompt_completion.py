"""Records with columns `prompt` and `completion`."""

from __future__ import annotations

from dataprep.dialects.pairs import PairDialect


class PromptCompletion(PairDialect):
    """Records with columns `prompt` and `completion`."""

    name = "prompt-completion"
    summary = "columns `prompt` and `completion`"
    rank = 40
    user_names = ("prompt",)
    assistant_names = ("completion",)
