"""Records with two columns whose names say that one asks and the other answers."""

from __future__ import annotations

from dataprep.dialects.base import ASSISTANT_NAMES, USER_NAMES
from dataprep.dialects.pairs import PairDialect


class NamedPair(PairDialect):
    """Any mixture of the usual names, e.g. ``prompt`` and ``response``; tried last."""

    name = "named-pair"
    summary = "two columns with usual names for the two sides, e.g. `prompt` and `response`"
    rank = 80
    user_names = USER_NAMES
    assistant_names = ASSISTANT_NAMES
