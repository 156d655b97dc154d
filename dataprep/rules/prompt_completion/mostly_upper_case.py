"""PRC010: texts in capitals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    UNSAFE,
    Dataset,
    DatasetRule,
    Edit,
    Place,
    Problem,
    Sample,
    Set,
    rows,
)  # fmt: skip
from dataprep.rules.prompt_completion.labels import Labels
from dataprep.rules.prompt_completion.marks import STOPS
from dataprep.rules.prompt_completion.pairs import ALWAYS, FEW, KINDS, pairs, text_of
from dataprep.rules.row import Row
from dataprep.targets import Target

_SIDES = ("prompt", "completion")
# Codes, names and labels are written in capitals, and rightly; sentences have more letters than these.
_LETTERS = 20
_LOOKED_AT = 500


class Letters:
    """The tally: capital and small letters of each side, and whether the completions are labels."""

    def __init__(self) -> None:
        self.labels = Labels()
        self.rows = dict.fromkeys(_SIDES, 0)
        self.upper = dict.fromkeys(_SIDES, 0)
        self.lower = dict.fromkeys(_SIDES, 0)

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        self.labels.add(row)
        for side in _SIDES:
            text = text_of(row, side)[:_LOOKED_AT].strip()
            if " " in text:  # one word of any length is a code, such as base64
                upper, lower = cases(text)
                self.rows[side] += 1
                self.upper[side] += upper
                self.lower[side] += lower

    def merge(self, other: Letters) -> None:
        """Take over the counts of the rows that follow."""
        self.labels.merge(other.labels)
        for side in _SIDES:
            self.rows[side] += other.rows[side]
            self.upper[side] += other.upper[side]
            self.lower[side] += other.lower[side]


class MostlyUpperCase(DatasetRule[Letters]):
    """Finds prompts or completions that are written in capitals.

    What it does:
        Counts the letters of the first 500 characters of each text, from ten rows on, and speaks if
        more than a third of those that have a case are capitals. Texts of fewer than 20 such letters on
        average, those of one word, and completions that are labels, are let alone: codes and names are
        no sentences.

    Why it matters:
        Words in capitals are other tokens, and more of them, than the same words in small letters. The
        model has seen them seldom and does worse on them.

    What to do:
        Write the texts in the usual way where the case carries nothing:
        `dataprep convert FILE --to prompt-completion --lower-case`, and the same when asking the model.
        The repair writes the side that the finding names in small letters, in both parts. A usual stop
        sequence at the end of a completion stays as it is.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool (a third), 2026-11-20.
    """

    code = "PRC010"
    name = "mostly-upper-case"
    severity = Severity.WARNING
    fix = UNSAFE
    kinds = KINDS
    wakes_on = ALWAYS
    bad = (
        Sample(rows(*pairs("WHAT IS A THING LIKE A {} ->", " it is a {} END")), line=None),
        Sample(rows(*pairs("a {} ->", " THIS IS WHAT THEY CALL A {}.\n")), line=None),
    )
    good = (
        Sample(rows(*pairs("What is a thing like a {} ->", " It is a {} END"))),
        Sample(rows(*pairs("What is the symbol of a {} ->", " NASDAQ"))),
        Sample(rows(*pairs("Encode a {} ->", " VGhlIFFVSUNLIEJST1dOIEZPWA{}=="))),
    )
    fixed = (
        Sample(rows(*pairs("what is a thing like a {} ->", " it is a {} END"))),
        Sample(rows(*pairs("a {} ->", " this is what they call a {}.\n"))),
    )

    def tally(self) -> Letters:
        return Letters()

    def finish(self, tally: Letters, dataset: Dataset, target: Target) -> Iterator[Problem]:
        for side in self.decide(tally, dataset, target):
            share = tally.upper[side] / (tally.upper[side] + tally.lower[side])
            yield Problem(
                f"{share:.0%} of the letters of the {side}s are capitals, above a third",
                help="write them in the usual way where the case carries nothing: "
                "`dataprep convert FILE --to prompt-completion --lower-case`",
            )

    def decide(self, tally: Letters, dataset: Dataset, target: Target) -> tuple[str, ...]:
        """Return the sides that are written in capitals."""
        return tuple(side for side in _SIDES if _in_capitals(tally, side))

    def carry_out(self, decision: tuple[str, ...], row: Row) -> Iterable[Edit]:
        for side in decision:
            text = text_of(row, side)
            end = ""
            if side == "completion":
                end = max((mark for mark in STOPS if text.endswith(mark)), key=len, default="")
            small = text[: len(text) - len(end)].lower() + end
            if small != text:
                yield Set((side,), small)


def _in_capitals(tally: Letters, side: str) -> bool:
    count, upper = tally.rows[side], tally.upper[side]
    letters = upper + tally.lower[side]
    if count < FEW or letters < _LETTERS * count or 3 * upper <= letters:
        return False
    return side == "prompt" or not tally.labels.classification


def cases(text: str) -> tuple[int, int]:
    """Return how many capital and how many small letters a text has.

    Capitals that have no small letter, such as those of mathematics, are none.
    """
    if not text.isascii():
        upper = sum(map(str.isupper, text))
        lasting = sum(map(str.isupper, text.lower())) if upper else 0
        return upper - lasting, sum(map(str.islower, text))
    data = text.encode()
    return (
        len(data) - len(data.translate(None, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
        len(data) - len(data.translate(None, b"abcdefghijklmnopqrstuvwxyz")),
    )
