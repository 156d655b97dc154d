"""TXT011: answers in another script than the rest of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
    Content,
    Dataset,
    DatasetRule,
    Place,
    Problem,
    Sample,
    chat,
    rows,
)  # fmt: skip
from dataprep.rules.row import Row
from dataprep.rules.text.candidates import ENOUGH, Candidates
from dataprep.rules.text.exchange import exchange
from dataprep.rules.wording import counted
from dataprep.targets import Target

_LOOKED_AT = 100
_LEAST = 5
_AGAINST = 20
_FEW, _STEP = 60, 5
_ANOTHER = "another"
# From here on, up to the next.
_SCRIPTS = (
    ("\u0041", "Latin"), ("\u0380", "Greek"), ("\u0400", "Cyrillic"), ("\u0540", "Armenian"),
    ("\u05a0", "Hebrew"), ("\u0600", "Arabic"), ("\u0900", "Indic"), ("\u0e00", "Thai"),
    ("\u0e80", "Lao"), ("\u1000", "Burmese"), ("\u10a0", "Georgian"), ("\u1100", "Korean"),
    ("\u1200", _ANOTHER), ("\u1e00", "Latin"), ("\u2000", _ANOTHER),
    ("\u3040", "Chinese or Japanese"), ("\ua000", _ANOTHER), ("\uac00", "Korean"),
    ("\ud7b0", _ANOTHER),
)  # fmt: skip


class Scripts:
    """The tally: answers of each script, and the first rows of each."""

    def __init__(self) -> None:
        self.found: dict[str, Candidates] = {}

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        said = exchange(row)
        script = None if said is None else script_of(said.answer)
        if script:
            known = self.found.get(script)
            if known is None:
                known = self.found[script] = Candidates()
            known.take(place, "")

    def merge(self, other: Scripts) -> None:
        """Take over the counts of the rows that follow."""
        for script, candidates in other.found.items():
            self.found.setdefault(script, Candidates()).merge(candidates)


def _sample(*more: str) -> Content:
    answers = [f"It is on floor {number}." for number in range(20)]
    return rows(*(chat(("user", "Where?"), ("assistant", text)) for text in [*answers, *more]))


class OtherLanguage(DatasetRule[Scripts]):
    """Finds answers in another script than the other answers of the file.

    What it does: looks at the first 100 characters of the last answer of each row. Where at least
        ten answers, and twenty times as many as in another script, are in one script, the others are
        named. Languages of one script are not told apart.

    Why it matters: the model may answer in a language that nobody asked for.

    What to do: look whether the row belongs into the file.

    Source: The Unicode Standard 17, blocks of the scripts, 2026-11-20.
    """

    code = "TXT011"
    name = "other-language"
    severity = Severity.INFO
    kinds = CONVERSATIONS | {"prompt-completion"}
    wakes_on = frozenset({"@always"})
    bad = (
        Sample(_sample("На четвёртом этаже."), line=21),
        Sample(_sample("在四楼的左边。"), line=21),
    )
    good = (
        Sample(_sample("α = 1, β = 2 for floor 4.", "Au 4e étage, côté cour.")),
        Sample(_sample("На этаже 1.", "На этаже 2.", "На этаже 3.")),
    )

    def tally(self) -> Scripts:
        """Return an empty count of scripts."""
        return Scripts()

    def finish(self, tally: Scripts, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the answers of rare scripts, where one script is the habit."""
        counts = Counter({script: one.count for script, one in tally.found.items()})
        if not counts:
            return
        most, count = max(counts.items(), key=lambda one: one[1])
        rest = counts.total() - count
        if count < ENOUGH or count < _AGAINST * rest:
            return
        for script, candidates in tally.found.items():
            if script == most:
                continue
            for place, _ in candidates.kept:
                yield Problem(
                    f"the answer is in {script} script, {counted(count, 'answer')} of the file "
                    f"{'is' if count == 1 else 'are'} in {most} script",
                    help="look whether the row belongs into the file",
                    location=place.location(),
                )


def script_of(text: str) -> str | None:
    """Return the script of most letters at the beginning of a text, None for too few letters."""
    beginning = text[:_LOOKED_AT]
    # Letters of most other scripts have two bytes or three: the size tells Latin text at once.
    if beginning.isascii() or len(beginning.encode()) * 4 < len(beginning) * 5:
        return "Latin" if beginning[:1].isalpha() or any(map(str.isalpha, beginning)) else None
    letters: dict[str, int] = {}
    for letter in beginning if len(beginning) <= _FEW else beginning[::_STEP]:
        if letter.isalpha():
            name = _name(ord(letter) >> 5)
            letters[name] = letters.get(name, 0) + 1
    total = sum(letters.values())
    if total < _LEAST:
        return None
    script = max(letters, key=lambda one: letters[one])
    return script if script != _ANOTHER and letters[script] * 3 >= total * 2 else None


@cache
def _name(block: int) -> str:
    """Return the script of a block of 32 characters."""
    name = "Latin"
    for start, script in _SCRIPTS:
        if block < ord(start) >> 5:
            break
        name = script
    return name
