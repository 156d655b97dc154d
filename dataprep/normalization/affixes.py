"""Choosing the mark that ends a prompt or a completion, from what all rows hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from dataprep.errors import UsageError
from dataprep.escapes import unescape
from dataprep.model import Example


@dataclass
class AffixSurvey:
    """What is known of one side's endings after a pass over the rows; parts merge with `+`.

    Attributes:
        side: ``prompt`` or ``completion``.
        candidates: the marks that could be chosen.
        rows: how many rows were seen.
        inside: candidates that occur in some text other than as the side's end.
        suffix: the longest common ending of the side where it is not empty, None before that.
    """

    side: str
    candidates: tuple[str, ...]
    rows: int = 0
    inside: set[str] = field(default_factory=set)
    suffix: str | None = None

    def observe(self, row: Example) -> None:
        """Take a prompt-completion row into account."""
        self.rows += 1
        own = row[self.side]
        other = row["completion" if self.side == "prompt" else "prompt"]
        for mark in self.candidates:
            if mark not in self.inside and (occurs_inside(mark, own) or mark in other):
                self.inside.add(mark)
        if own:  # an empty prompt is given no separator
            self.suffix = own if self.suffix is None else _common_suffix(self.suffix, own)

    def __add__(self, other: AffixSurvey) -> AffixSurvey:
        known = [one.suffix for one in (self, other) if one.suffix is not None]
        return AffixSurvey(
            self.side,
            self.candidates,
            self.rows + other.rows,
            self.inside | other.inside,
            known[0] if len(known) == 1 else _common_suffix(*known) if known else None,
        )

    def choose(self, flag: str, taken: Sequence[str]) -> str:
        """Return the mark to use: the one that is already there, else the first free one.

        Args:
            flag: the option, for the message.
            taken: marks that are added elsewhere; the choice neither holds nor is held by one.

        Raises:
            UsageError: every candidate occurs somewhere in the texts.
        """
        free = [
            mark
            for mark in self.candidates
            if mark not in self.inside
            and not any(mark in other or other in mark for other in taken)
        ]
        present = [mark for mark in free if (self.suffix or "").endswith(mark)]
        if present or free:
            return max(present, key=len) if present else free[0]
        raise UsageError(
            f"every usual mark for {flag} auto occurs in some text of the {self.rows:,} rows",
            f"give one that occurs nowhere: {flag} TEXT",
        )


def occurs_inside(mark: str, text: str) -> bool:
    """Whether `mark` occurs in `text` other than as its end, once it ends in the mark.

    The end of a text and the mark together can make a second one: ``x##`` and ``###``.
    """
    marked = with_mark(text, mark)
    return marked.find(mark) != len(marked) - len(mark)


def _common_suffix(one: str, other: str) -> str:
    pairs = zip(reversed(one), reversed(other), strict=False)
    length = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return one[len(one) - length :]


def with_mark(text: str, mark: str) -> str:
    """Return `text` ending in `mark`, which is never added twice."""
    return text if text.endswith(mark) else text + mark


def checked(mark: str, flag: str) -> str:
    """Return the user's mark with its escapes read.

    Raises:
        UsageError: it is empty.
    """
    text = unescape(mark)
    if not text:
        raise UsageError(
            f"{flag} is empty", f"give a text, `auto` or `none`: {flag} '\\n\\n###\\n\\n'"
        )
    return text
