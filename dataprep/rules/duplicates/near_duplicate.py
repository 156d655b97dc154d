"""DUP002: an example that is nearly the same as an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Alike, NearRule, Problem, Sample, chat, rows
from dataprep.rules.duplicates.alike import percent
from dataprep.rules.duplicates.groups import beside
from dataprep.targets import Target

_ASKED = ("user", "How do I reset the password of my account when I no longer have the phone?")
_ANSWER = "Open the sign-in page, choose the link below the form, and confirm by the backup mail"
_FIRST = chat(_ASKED, ("assistant", f"{_ANSWER} address"))
_NEARLY = chat(_ASKED, ("assistant", f"{_ANSWER} account"))
_OTHER = chat(
    ("user", "Which documents do I need to bring along for the first day at the new office?"),
    ("assistant", "Bring your passport, the signed contract and the number of your bank account"),
)


class NearDuplicate(NearRule):
    """Finds an example that differs in few words from an earlier one.

    What it does:
        Names every row of which at least 85 % of the words are those of another row of the same part,
        in any order, but the first row of such a cluster. Left aside are instructions (system
        messages), unless they are other ones, tools, rows of fewer than 12 words, and rows with
        pictures or files. Rows of which nothing but numbers differs, in the question and in the
        answer, are tasks of their own. The same example again is named by `duplicate-example`. The
        clusters stand in the statistics of the report. Off unless asked for: `--near-duplicates`.

    Why it matters:
        Copies with small edits weigh as much as copies: the model learns them by heart, and what
        seems to be many examples is few.

    What to do:
        Keep the best row of each cluster; the repair keeps the first. Where rows fill in one template
        on purpose, leave them, or turn the rule off.

    Source:
        Lee et al., Deduplicating Training Data Makes Language Models Better (ACL 2022), 2026-11-21.
    """

    code = "DUP002"
    name = "near-duplicate"
    severity = Severity.WARNING
    fix = UNSAFE
    default = False
    bad = (
        Sample(rows(_FIRST, _OTHER, _NEARLY), line=3),
        Sample(rows(_OTHER), validation=rows(_FIRST, _NEARLY), line=2),
    )
    good = (
        Sample(rows(_FIRST, _OTHER)),
        Sample(rows(_FIRST, _FIRST)),  # this is DUP001
        Sample(rows(_FIRST), validation=rows(_NEARLY)),  # this is DUP006
    )
    fixed = (Sample(rows(_FIRST, _OTHER)), Sample(rows(_OTHER), validation=rows(_FIRST)))

    def check(self, pair: Alike, target: Target) -> Iterator[Problem]:
        if pair.row.validation != pair.other.validation:
            return
        chained = ""
        if pair.other.place != pair.first.place:
            chained = f", in a cluster that begins at {beside(pair.row.place, pair.first.place)}"
        yield Problem(
            f"{percent(pair.similarity)} of the words are those of "
            f"{beside(pair.row.place, pair.other.place)}{chained}",
            help="keep the better one of the two rows",
            location=pair.row.place.location(),
        )
