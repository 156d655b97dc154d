"""TXT004: characters that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Edit, Problem, Sample, TextRule, chat, rows
from dataprep.rules.mending import rewritten, value_at
from dataprep.rules.row import Row
from dataprep.rules.text.prose import excerpt
from dataprep.rules.text.spelling import spelled
from dataprep.targets import Target

_ASKED = ("user", "Where is it?")
_NAMES = {
    "\u00ad": "soft hyphen", "\u200b": "zero width space", "\u200c": "zero width non-joiner",
    "\u200d": "zero width joiner", "\u200e": "left-to-right mark", "\u200f": "right-to-left mark",
    "\u2060": "word joiner", "\ufeff": "byte order mark",
}  # fmt: skip
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u061c"
_TAG_FLAG = "\U0001f3f4"


class InvisibleCharacter(TextRule):
    """Finds zero width characters, direction controls and byte order marks inside texts.

    What it does: looks for format characters that carry nothing where they stand. Joiners within
        emoji, Arabic and Indic script, zero width spaces of scripts without spaces, direction marks in
        texts that are written from right to left, and the tags of flags are let alone. Direction
        overrides are always named: they hide what a text says.

    Why it matters: words that look the same become other tokens; the model learns invisible marks that
        were left by web pages and word processors.

    What to do: remove them, as the repair does. A row in which nothing is left of a question or an
        answer is dropped.

    Source: The Unicode Standard 17, section 23.2, layout controls, 2026-11-20.
    """

    code = "TXT004"
    name = "invisible-character"
    severity = Severity.INFO
    fix = UNSAFE
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", "In the up\u200bper drawer.")))),
        Sample(rows(chat(_ASKED, ("assistant", "\ufeffIn the drawer.")))),
    )
    good = (
        Sample(
            rows(chat(_ASKED, ("assistant", "Family: \U0001f468\u200d\U0001f469\u200d\U0001f466")))
        ),
        Sample(rows(chat(_ASKED, ("assistant", "می\u200cخواهم")))),
    )
    fixed = (
        Sample(rows(chat(_ASKED, ("assistant", "In the upper drawer.")))),
        Sample(rows(chat(_ASKED, ("assistant", "In the drawer.")))),
    )

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the characters."""
        return [
            spelled("\u00ad"),
            spelled("\u200b", "\u200f"),
            spelled("\u202a", "\u202e"),
            spelled("\u2060", "\u2069"),
            spelled("\ufeff"),
            "[\U000e0000-\U000e007f]",
            r"\\[uU][dD][bB]40\\[uU][dD][cC]",
        ]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first one of each text."""
        for path, text in row.texts():
            if text.isascii():
                continue
            for found in _hidden().finditer(text):
                if _belongs(text, found.start()):
                    continue
                one = found[0]
                name = _NAMES.get(one, "invisible")
                yield Problem(
                    f"the text holds U+{ord(one):04X} ({name}), which nobody sees, in "
                    f"{excerpt(text, found.start(), found.end())}",
                    path,
                    help="remove it",
                )
                break

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the text without them."""
        text = value_at(row.data, problem.path)
        return rewritten(row, problem.path, _seen(text)) if isinstance(text, str) else []


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(
        "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
    )


@cache
def _right_to_left() -> re.Pattern[str]:
    return re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def _belongs(text: str, at: int) -> bool:
    """Whether the character does what it is for."""
    one = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if one in "\u200c\u200d":
        # Emoji, Arabic, Indic and other scripts whose letters join.
        return any(
            "\u0600" <= near < "\u1cff" or near >= "\u2190" for near in (before, after) if near
        )
    if one == "\u200b":  # Thai, Lao, Tibetan, Burmese, Khmer
        return any(
            "\u0e00" <= near < "\u1100" or "\u1780" <= near < "\u1800" for near in (before, after)
        )
    if one in _MARKS:
        return _right_to_left().search(text) is not None
    return one >= "\U000e0000" and _TAG_FLAG in text


def _seen(text: str) -> str:
    """Return a text without what does nothing where it stands."""
    while True:
        kept = _hidden().sub(lambda one: one[0] if _belongs(one.string, one.start()) else "", text)
        if kept == text:
            return text
        # A joiner may have stood beside one of those that went. Only joiners are judged by their
        # neighbours, and none is another's reason to stay, so that this ends soon.
        text = kept
