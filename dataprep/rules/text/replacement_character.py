"""TXT003: the sign for a character that was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TextRule, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.text.prose import excerpt
from dataprep.rules.text.spelling import spelled
from dataprep.rules.wording import counted
from dataprep.targets import Target

_ASKED = ("user", "What is it called?")
_LOST = "\ufffd"


class ReplacementCharacter(TextRule):
    """Finds U+FFFD, which stands where a character was lost.

    What it does: looks for U+FFFD in every text.

    Why it matters: what stood there is gone from this file, and the model learns to write the sign.

    What to do: read the source again in its own encoding; the character cannot be restored from here.

    Source: The Unicode Standard 17, section 23.8, specials, 2026-11-20.
    """

    code = "TXT003"
    name = "replacement-character"
    severity = Severity.WARNING
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", "It is a caf\ufffd.")))),
        Sample(rb'{"messages": [{"role": "user", "content": "Name?"}, '
               rb'{"role": "assistant", "content": "A caf\uFFFD."}]}'),
    )  # fmt: skip
    good = (Sample(rows(chat(_ASKED, ("assistant", "It is a café.")))),)

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the character."""
        return [spelled(_LOST)]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield how often it stands in a text."""
        for path, text in row.texts():
            start = text.find(_LOST)
            if start >= 0:
                number = text.count(_LOST)
                yield Problem(
                    f"the text holds {counted(number, 'replacement character')} (U+FFFD), first in "
                    f"{excerpt(text, start, start + 1)}",
                    path,
                    help="read the source again in its own encoding",
                )
