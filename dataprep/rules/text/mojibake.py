"""TXT001: text that was read in the wrong encoding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Edit, Problem, Sample, TextRule, chat, rows
from dataprep.rules.mending import rewritten, value_at
from dataprep.rules.row import Row
from dataprep.rules.text.spelling import spelled
from dataprep.rules.wording import quoted
from dataprep.targets import Target

_ASKED = ("user", "Is the shop open?")
# First characters of what UTF-8 looks like when it is read as Windows-1252, Latin-1 or Mac Roman; the
# second one tells a Portuguese `NÃO` from a damaged letter.
_LEADS = (
    ("\u00c2", "\u00c3", "\u00a0", "\u00bf"),
    ("\u00c2", "\u00c3", "\u0080", "\u009f"),
    ("\u00e2", "\u00e3", "\u0080", "\u0082"),
    ("\u00d0", "\u00d1", "\u0080", "\u00bf"),
)
_PAIRS = ("â€", "Ã", "ðŸ", "ï»¿", "√©", "‚Ä", "√º", "√∂", "√§", "вЂ", "Рџ", "РЅ", "СЃ", "С‚")
# What UTF-8 looks like when it is read as Windows-1250: "ń" becomes this letter and a mark.
_CENTRAL = ("Ĺ",)
_CP1252 = "ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€‚"
_MOST = 2_000


class Mojibake(TextRule):
    """Finds texts that were read in the wrong encoding, such as `donâ€™t`.

    What it does: looks for the character sequences that damage by a wrong encoding leaves, lets ftfy
        judge the line, and speaks where ftfy can repair it; the repaired text is in the message.

    Why it matters: the model learns to write the damage, in tokens that it has seldom seen.

    What to do: read the source again in its own encoding (`dataprep convert --encoding utf-8`), or
        repair the text; a source that was damaged twice may not be repairable. The repair does it line
        by line, where the outcome is free of damage.

    Source: ftfy 6, the heuristics of `badness`, 2026-11-20.
    """

    code = "TXT001"
    name = "mojibake"
    severity = Severity.WARNING
    fix = UNSAFE
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", "Yes, we donâ€™t close before six.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Ja, wir schlieÃŸen erst um fÃ¼nf.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Tak, sklep w GdaĹ„sku jest otwarty.")))),
    )
    good = (
        Sample(rows(chat(_ASKED, ("assistant", "Não, só às 9 h; À LA CARTE, NÃO SÃO 5 €.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Да, мы открыты – “naïve café”…")))),
    )
    fixed = (
        Sample(rows(chat(_ASKED, ("assistant", "Yes, we don’t close before six.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Ja, wir schließen erst um fünf.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Tak, sklep w Gdańsku jest otwarty.")))),
    )

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the beginnings of damaged characters."""
        pairs = [spelled(a, b) + spelled(c, d) for a, b, c, d in _LEADS]
        pairs += ["".join(map(spelled, pair)) for pair in _PAIRS if len(pair) > 1]
        seconds = "".join(spelled(one) + "|" for one in _CP1252)[:-1]
        central = [rf"{spelled(one)}(?:[^\x00-\x7f]|\\u)" for one in _CENTRAL]
        return [*pairs, *central, f"{spelled('Ã')}(?:{seconds})"]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first line of each text that can be repaired."""
        for path, text in row.texts():
            if text.isascii():
                continue
            for line in text.splitlines():
                found = next(filter(None, map(_repair, _pieces(line))), None)
                if found:
                    yield Problem(
                        f"the text holds {quoted(found[0])}, which looks like {quoted(found[1])} "
                        "read in the wrong encoding",
                        path,
                        help="read the source in its own encoding, or repair the text",
                    )
                    break

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the text with every line repaired that can be."""
        text = value_at(row.data, problem.path)
        if not isinstance(text, str):
            return []
        lines = zip(text.splitlines(), text.splitlines(keepends=True), strict=True)
        better = "".join(_better(line) + whole[len(line) :] for line, whole in lines)
        return rewritten(row, problem.path, better)


def _better(line: str) -> str:
    """Return a line repaired, in the pieces that are looked at."""
    from ftfy import fix_encoding

    return "".join(fix_encoding(one) if _repair(one) else one for one in _pieces(line))


def _pieces(line: str) -> Iterator[str]:
    """Yield a line in pieces that are judged alone: what that takes must not grow with the line.

    A cut goes through no damaged character: it is made behind a space, which may be the end of one,
    and before a plain character, which is never in one.
    """
    at = 0
    while len(line) - at > _MOST:
        end = at + _MOST
        cuts = (n for n in range(end, end - _MOST // 2, -1) if line[n].isascii())
        cut = next((n for n in cuts if line[n - 1] == " "), None)
        if cut is None:  # no spaces; a whole character then
            plain = (n for n in range(end, end - _MOST // 2, -1) if line[n - 1 : n + 1].isascii())
            cut = next(plain, end)
        yield line[at:cut]
        at = cut
    yield line[at:]


def _repair(line: str) -> tuple[str, str] | None:
    """Return the damaged part of a piece and what it was, None where there is none."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if line.isascii() or not is_bad(line):
        return None
    whole = fix_encoding(line)
    if whole == line or is_bad(whole) or "\ufffd" in whole:
        return None
    for word in line.split():
        better = fix_encoding(word)
        if better != word:
            return word, better
    return line, whole
