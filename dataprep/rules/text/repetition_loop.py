"""TXT009: answers that end in a loop."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import CONVERSATIONS, Problem, RowRule, Sample, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.text.exchange import Exchange, exchange
from dataprep.rules.wording import quoted
from dataprep.targets import Target

_ASKED = ("user", "What is on the menu?")
_WINDOW = 1_000
_PROBE = 24
_LEAST = 80
_TIMES = 4
_LETTERS = 5
_NOTHING: Iterator[Problem] = iter(())  # for almost every row, so no generator is made for it
# Who asks for repetition gets it.
_MEANT = (
    "repeat",
    "times",
    "lyrics",
    "song",
    "poem",
    "chant",
    "mantra",
    "wiederhol",
    "ripeti",
    "repite",
)


class RepetitionLoop(RowRule):
    """Finds answers that end in a loop: the same words again and again.

    What it does: looks at the last 1,000 characters of the last answer. If they end in a piece with at
        least five letters that stands there at least four times in a row, and these fill at least
        80 characters, the answer is named. Rows that ask for repetition, songs or poems are let alone.

    Why it matters: a model that made the data did not find its end. What learns from it does not either,
        and writes until the limit.

    What to do: leave the row out, or cut the answer before the loop.

    Source: Holtzman et al., The curious case of neural text degeneration, 2020-02-14.
    """

    code = "TXT009"
    name = "repetition-loop"
    severity = Severity.WARNING
    kinds = CONVERSATIONS | {"prompt-completion"}
    wakes_on = frozenset({"@repeated"})
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", "We have soup." + " And bread with butter." * 9)))),
        Sample(rows(chat(_ASKED, ("assistant", "Soup.\n" + "bread, " * 40 + "br")))),
    )
    good = (
        Sample(rows(chat(_ASKED, ("assistant", "Soup.\n" + "-" * 200)))),
        Sample(
            rows(chat(_ASKED, ("assistant", "Yes, yes, yes, yes: soup, and bread, and butter.")))
        ),
    )

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the loop at the end of the last answer."""
        said = exchange(row)
        if said is None or len(said.answer) < _LEAST:
            return _NOTHING
        end = said.answer[-_WINDOW:].rstrip()
        if row.kind == "prompt-completion":
            # A stop sequence of one word may stand after the loop.
            end = end.rpartition(" ")[0] or end
        # What stands at the end, once more before it: the distance is the length of a turn.
        size = len(end)
        at = end.rfind(end[-_PROBE:], max(0, size - _PROBE - size // _TIMES), size - 1)
        return _NOTHING if at < 0 else self._turns(said, end, size - _PROBE - at)

    def _turns(self, said: Exchange, end: str, turn: int) -> Iterator[Problem]:
        times = _turns(end, turn)
        unit = end[-turn:]
        if (
            times < _TIMES
            or times * turn < _LEAST
            or len(set(filter(str.isalpha, unit))) < _LETTERS
        ):
            return
        small = said.asked[-_WINDOW:].lower()
        if not any(word in small for word in _MEANT):
            yield Problem(
                f"the answer ends in a loop: {quoted(unit.strip())} at least {times:,} times in a row",
                said.path,
                help="leave the row out, or cut the answer before the loop",
            )


def _turns(text: str, turn: int) -> int:
    """Return how often the last `turn` characters stand at the end, one after the other."""
    unit, times, at = text[-turn:], 1, len(text) - 2 * turn
    while at >= 0 and text.startswith(unit, at):
        times, at = times + 1, at - turn
    return times
