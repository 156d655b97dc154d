"""The habits of a file, counted in one look at the last exchange of each row.

Most rows are like the others, and a few comparisons tell so; only what is left is looked at closely.
The rules about habits share this tally: no row is looked at once for each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from dataprep.rules.base import CONVERSATIONS, DatasetRule, Place
from dataprep.rules.row import Row
from dataprep.rules.text.candidates import Candidates
from dataprep.rules.text.endings import ending
from dataprep.rules.text.exchange import exchange, said_last
from dataprep.rules.text.scripts import script_of
from dataprep.rules.wording import counted

_LEAST_COPY = 20
_CASE = 0x20
_LEAST_BEGINNING = 40
_FAULTS = {
    "fence": "inside an open code block",
    "comma": "after a comma",
    "word": "in the middle of a sentence",
    "cut": "in the middle of a word",
    "json": "inside JSON that is not closed",
    "bracket": "inside an open bracket",
}
_EDGES = ("before the answer", "after the answer", "before the prompt", "after the prompt")


class Habits:
    """The tally: how answers end and begin, and the first rows that may do so against the habit.

    Attributes:
        rows: that teach a text; `asked`: those of them in which a text of the user stands before it.
        closed: script -> answers that end with their sentence; `open`: script -> those that do not.
        copies: answers that are the prompt, or begin with it.
        scripts: script -> answers in it.
        edges: place -> texts with white space there.
        blank: side -> texts of nothing but white space, which have no edges.
    """

    def __init__(self) -> None:
        self.rows = self.asked = 0
        self.closed: Counter[str] = Counter()
        self.open: dict[str, Candidates] = {}
        self.copies = Candidates()
        self.scripts: dict[str, Candidates] = {}
        self.edges = {place: Candidates() for place in _EDGES}
        self.blank = {"the answer": 0, "the prompt": 0}

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        said = exchange(row)
        if said is not None:
            self._add(said.asked, said.answer, place)

    def add_plain(self, roles: Sequence[str], texts: Sequence[str], place: Place) -> None:
        """Take a row of nothing but these into account."""
        said = said_last(roles, texts)
        if said is not None:
            self._add(*said, place)

    def _add(self, asked: str, answer: str, place: Place) -> None:
        self.rows += 1
        bare = answer.strip()
        if bare is not answer:  # the same object, where there is nothing to take off
            if bare:
                self._edges(place, answer, "the answer")
            else:
                self.blank["the answer"] += 1
        if asked:
            self.asked += 1
            question = asked.strip()
            if question is not asked:
                if question:
                    self._edges(place, asked, "the prompt")
                else:
                    self.blank["the prompt"] += 1
            # Most answers differ in their first letter, whatever its case: that is one bit of it.
            if (
                question
                and bare
                and not (ord(bare[0]) ^ ord(question[0])) & ~_CASE
                and bare[:_LEAST_COPY].lower() == question[:_LEAST_COPY].lower()
                and len(question) >= _LEAST_COPY
                and bare[: len(question)].lower() == question.lower()
            ):
                self._copy(place, question, bare)
        # That a text is ASCII is known without looking at it.
        latin = answer.isascii() and answer[0].isalpha()
        script = "Latin" if latin else script_of(answer)
        if script is not None:
            known = self.scripts.get(script)
            if known is None:
                known = self.scripts[script] = Candidates()
            if known.full:
                known.count += 1
            else:
                known.take(place, "")
        end = ending(answer, asked)
        if end is None:
            return
        if end.fault:
            tail = " ".join(answer[-60:].split())[-30:]
            shown = f"{_FAULTS[end.fault]}, with `{tail.replace('`', '')}`"
            self.open.setdefault(end.script, Candidates()).take(place, shown)
        else:
            self.closed[end.script] += 1

    def texts(self, side: str) -> int:
        """Return how many texts ``the answer`` or ``the prompt`` is, blank ones left out."""
        return (self.rows if side == "the answer" else self.asked) - self.blank[side]

    def merge(self, other: Habits) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows
        self.asked += other.asked
        self.closed.update(other.closed)
        self.copies.merge(other.copies)
        for side, count in other.blank.items():
            self.blank[side] += count
        for name in ("open", "scripts", "edges"):
            mine: dict[str, Candidates] = getattr(self, name)
            for key, candidates in getattr(other, name).items():
                mine.setdefault(key, Candidates()).merge(candidates)

    def _edges(self, place: Place, text: str, what: str) -> None:
        before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
        if before:
            self.edges[f"before {what}"].take(place, counted(before, "character"))
        if after:
            self.edges[f"after {what}"].take(place, counted(after, "character"))

    def _copy(self, place: Place, question: str, answer: str) -> None:
        if len(answer) == len(question):
            same = answer == question
            how = "word for word" if same else "but for its capitals"
            self.copies.take(place, f"is the prompt, {how}")
        elif len(question) >= _LEAST_BEGINNING:
            self.copies.take(place, f"begins with the whole prompt ({len(question):,} characters)")


class HabitRule(DatasetRule[Habits]):
    """A rule about answers that are against the habit of their file."""

    kinds = CONVERSATIONS | {"prompt-completion"}
    wakes_on = frozenset({"@always"})
    shares: ClassVar[str] = "habits"

    def tally(self) -> Habits:
        """Return an empty count, which all rules about habits share."""
        return Habits()
