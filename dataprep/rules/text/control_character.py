"""TXT002: control characters."""

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
from dataprep.rules.wording import counted
from dataprep.targets import Target

_ASKED = ("user", "What did the log say?")
_NAMES = {"\0": "NUL", "\x1b": "ESC", "\x08": "backspace", "\x0c": "form feed", "\x7f": "DEL"}


class ControlCharacter(TextRule):
    """Finds control characters: NUL, escape sequences of terminals, page breaks.

    What it does: looks for the C0 and C1 control characters and DEL. Tabs, line feeds and carriage
        returns are no finding.

    Why it matters: they are left over from terminals, PDF files and damaged encodings. The model
        learns to write them, and some platforms and tools stop at a NUL.

    What to do: remove them; a page break is usually a line end. The repair removes them with the
        sequences that they begin (colours of terminals), writes a line end for page breaks and vertical
        tabs, and for C1 the character that Windows-1252 has there. A row in which nothing is left of a
        question or an answer is dropped.

    Source: The Unicode Standard 17, section 23.1, control codes, 2026-11-20.
    """

    code = "TXT002"
    name = "control-character"
    severity = Severity.WARNING
    fix = UNSAFE
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", "It said \x1b[31mfailed\x1b[0m.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Page one.\fPage two.")))),
    )
    good = (Sample(rows(chat(_ASKED, ("assistant", "One\ttwo\r\nthree: `\\f`, \\u0000.")))),)
    fixed = (
        Sample(rows(chat(_ASKED, ("assistant", "It said failed.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Page one.\nPage two.")))),
    )

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the escapes of C0, and C1 as it is."""
        return [
            r"\\u00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F])",
            # A backslash of its own before the letter is no escape: `\\beta` in a formula.
            r"[^\\](?:\\\\)*\\[bf]",
            "\x7f",
            spelled("\x80", "\x9f"),
        ]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first one of each text, and how many there are."""
        for path, text in row.texts():
            found = _controls().search(text)
            if found is None:
                continue
            one = found[0]
            number = sum(1 for _ in _controls().finditer(text))
            name = _NAMES.get(one, "a control character")
            yield Problem(
                f"the text holds {counted(number, 'control character')}, first U+{ord(one):04X} "
                f"({name}) in {excerpt(text, found.start(), found.end())}",
                path,
                help="remove it, or write the line end or the space that it stands for",
            )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the text without them."""
        text = value_at(row.data, problem.path)
        if not isinstance(text, str):
            return []
        plain = _sequences().sub("", text)
        return rewritten(row, problem.path, _controls().sub(lambda one: _meant(one[0]), plain))


@cache
def _controls() -> re.Pattern[str]:
    return re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@cache
def _sequences() -> re.Pattern[str]:
    # Commands of a terminal, and the titles that they set; neither pattern can match in two ways.
    return re.compile("\x1b\\[[0-9;?]*[A-Za-z]|\x1b\\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\\\)")


def _meant(control: str) -> str:
    """Return what a control character stands for; nothing for most."""
    if control in "\x0b\x0c":
        return "\n"
    if control < "\x80":
        return ""
    return bytes([ord(control)]).decode("cp1252", "ignore")
