"""The usual marks at the end of prompts and completions: which are in use, and which are free."""

from __future__ import annotations

from dataprep.rules.base import Place
from dataprep.rules.prompt_completion.endings import Endings
from dataprep.rules.prompt_completion.pairs import text_of
from dataprep.rules.row import Row

# In the order in which `convert --separator auto` and `--stop auto` choose from them.
SEPARATORS = (
    "\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n===>\n\n", "\n\n--->\n\n", "\n\n### =>\n\n",
    " ->", " =>",
)  # fmt: skip
STOPS = ("\n", " END", "###", "***", "+++", "&&&", "$$$", "@@@", "%%%", " [END]")
# The rarest sign of a mark tells at once that a text does not hold it; the rarest comes first.
_SIGNS = "&@%$+*#>=[-E\n"
_MARKS = {"prompt": SEPARATORS, "completion": STOPS}


class Marks:
    """A tally of the usual marks at the end of the prompts, or of the completions.

    Attributes:
        side: ``prompt`` or ``completion``; `other` is the other one.
        endings: what all texts of the side end in.
        asked: rows whose other side is not blank.
        ending: mark -> texts that end in it.
        missing: mark -> place of the first text that does not end in it.
        taken: marks that occur in a text otherwise than as its end.
    """

    def __init__(self, side: str) -> None:
        self.side = side
        self.other = "completion" if side == "prompt" else "prompt"
        self.endings = Endings(side)
        self.asked = 0
        self.ending = dict.fromkeys(_MARKS[side], 0)
        self.missing: dict[str, Place] = {}
        self.taken: set[str] = set()
        self._by_sign: dict[str, list[str]] = {}
        for mark in self.ending:
            sign = next(sign for sign in _SIGNS if sign in mark)
            self._by_sign.setdefault(sign, []).append(mark)

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        self.endings.add(row, place)
        text, other = text_of(row, self.side), text_of(row, self.other)
        self.asked += bool(other)
        for sign, marks in self._by_sign.items():
            if sign in text or sign in other:
                self._look_for(marks, text, other)
        if text and len(self.missing) < len(self.ending):
            for mark in self.ending.keys() - self.missing.keys():
                if not text.endswith(mark):
                    self.missing[mark] = place

    def merge(self, other: Marks) -> None:
        """Take over the counts of the rows that follow."""
        self.endings.merge(other.endings)
        self.asked += other.asked
        for mark, count in other.ending.items():
            self.ending[mark] += count
        self.missing = {**other.missing, **self.missing}
        self.taken |= other.taken

    def _look_for(self, marks: list[str], text: str, other: str) -> None:
        for mark in marks:
            if text.endswith(mark):
                self.ending[mark] += 1
            if mark not in self.taken and (mark in other or _occurs_inside(mark, text)):
                self.taken.add(mark)

    @property
    def usual(self) -> str:
        """The mark in which more than half of the texts end, the longest of them; else nothing."""
        found = [mark for mark, count in self.ending.items() if 2 * count > self.endings.rows]
        return max(found, key=len, default="")

    @property
    def chosen(self) -> str:
        """The mark for all texts: that of most of them, or a free one; empty where there is none."""
        return self.usual or self.free

    @property
    def free(self) -> str:
        """The first mark that occurs in no text, but perhaps at its end; empty if all do."""
        return next((mark for mark in self.ending if mark not in self.taken), "")


def _occurs_inside(mark: str, text: str) -> bool:
    """Whether a mark occurs in a text otherwise than as its end, once the text ends in it.

    The end of a text and the mark together can make a second one: ``x##`` and ``###``.
    """
    at = text.find(mark)
    if at >= 0:
        return at < len(text) - len(mark)
    joined = text[len(text) - min(len(text), len(mark) - 1) :] + mark
    return joined.find(mark) < len(joined) - len(mark)


def mark_of(common: str, side: str) -> str:
    """Return the mark that a common ending is: the usual one in which it ends, or all of it.

    Prompts that end in ``?`` and a separator have more in common than the separator.
    """
    found = [mark for mark in _MARKS[side] if common.endswith(mark)]
    return max(found, key=len, default=common)
