"""DUP006: a row of the validation part that is nearly one of the train part."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Alike, NearRule, Problem, Sample, chat, rows
from dataprep.rules.duplicates.alike import percent
from dataprep.rules.duplicates.groups import beside
from dataprep.targets import Target

_ASKED = ("user", "Which train do I take from the harbour to the airport early in the morning?")
_ANSWER = "The blue line leaves every twenty minutes from five o'clock on and takes half an"
_FIRST = chat(_ASKED, ("assistant", f"{_ANSWER} hour"))
_NEARLY = chat(_ASKED, ("assistant", f"{_ANSWER} eternity"))
_OTHER = chat(
    ("user", "How long may an opened glass of plum jam be kept in the fridge at home?"),
    ("assistant", "About three months, if the spoon was clean and the lid is closed each time"),
)


class NearlyLeaks(NearRule):
    """Finds an example of the validation part that differs in few words from one trained on.

    What it does:
        Names every row of the validation part of which at least 85 % of the words are those of a row
        of the train part, in any order. Left aside are instructions (system messages), unless they
        are other ones, tools, rows of fewer than 12 words, and rows with pictures or files. Rows of
        which nothing but numbers differs, in question and answer, are tasks of their own. Equal
        rows are named by `leaks-into-validation`. Off unless asked for: `--near-duplicates`.

    Why it matters:
        The validation loss shall tell how the model does on what it has not seen. Rows that were
        trained on with other names or words make it look better than it is.

    What to do:
        Remove the row from one of the two parts, or put all rows of a cluster into the same part.
        The repair drops it from the validation part.

    Source:
        Lee et al., Deduplicating Training Data Makes Language Models Better (ACL 2022), 2026-11-21.
    """

    code = "DUP006"
    name = "nearly-leaks"
    severity = Severity.WARNING
    fix = UNSAFE
    default = False
    bad = (Sample(rows(_FIRST), validation=rows(_OTHER, _NEARLY), line=2),)
    good = (
        Sample(rows(_FIRST), validation=rows(_OTHER)),
        Sample(rows(_FIRST, _NEARLY), validation=rows(_OTHER)),  # this is DUP002
        Sample(rows(_FIRST), validation=rows(_FIRST)),  # this is DUP004
    )
    fixed = (Sample(rows(_FIRST), validation=rows(_OTHER)),)

    def check(self, pair: Alike, target: Target) -> Iterator[Problem]:
        if pair.row.validation and not pair.other.validation:
            yield Problem(
                f"{percent(pair.similarity)} of the words are those of a row that is trained on: "
                f"{beside(pair.row.place, pair.other.place)}",
                help="remove the row from one of the two parts",
                location=pair.row.place.location(),
            )
