"""Records with columns `question` and `answer`."""

from __future__ import annotations

from dataprep.dialects.pairs import PairDialect


class QuestionAnswer(PairDialect):
    """Records with columns `question` and `answer`."""

    name = "question-answer"
    summary = "columns `question` and `answer`"
    rank = 30
    user_names = ("question", "q")
    assistant_names = ("answer", "a")
