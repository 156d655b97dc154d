"""PRC009: a completion without an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Drop, Edit, Problem, RowRule, Sample, rows
from dataprep.rules.prompt_completion.pairs import KINDS
from dataprep.rules.row import Row
from dataprep.targets import Target

_OTHER = {"prompt": "Say it", "completion": " it"}


class EmptyCompletion(RowRule):
    """Finds a completion that is empty or white space only.

    What it does:
        Looks at the completion of each row. One that is missing, or no text, is the schema's.

    Why it matters:
        There is nothing to learn from the row but to say nothing. Platforms reject it, or train the
        model to stop at once.

    What to do:
        Write the answer, or leave the row out, as the repair does.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool, 2026-11-20.
    """

    code = "PRC009"
    name = "empty-completion"
    severity = Severity.ERROR
    fix = UNSAFE
    kinds = KINDS
    wakes_on = frozenset({"@blank"})
    bad = (
        Sample(rows(_OTHER, {"prompt": "What?", "completion": ""}), line=2),
        Sample(rows({"prompt": "What?", "completion": " \n"}, _OTHER)),
    )
    good = (Sample(rows(_OTHER, {"prompt": "", "completion": "."})),)
    fixed = (Sample(rows(_OTHER)), Sample(rows(_OTHER)))

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        text = row.data.get("completion")
        if isinstance(text, str) and not text.strip():
            what = "holds white space only" if text else "is empty"
            yield Problem(
                f"`completion` {what}", ("completion",), "write the answer, or leave the row out"
            )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Leave the row out."""
        return [Drop()]
