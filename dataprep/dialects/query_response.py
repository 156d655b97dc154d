"""Records with columns `query` and `response`, perhaps `history` and `system`."""

from __future__ import annotations

from typing import ClassVar

from dataprep.dialects.pairs import PairDialect


class QueryResponse(PairDialect):
    """Records with columns `query` and `response`, perhaps `history` and `system`."""

    name = "query-response"
    summary = "columns `query` and `response`, perhaps `history` and `system`"
    rank = 32
    user_names = ("query",)
    assistant_names = ("response",)
    extra_names: ClassVar[dict[str, tuple[str, ...]]] = {"history": ("history",)}
