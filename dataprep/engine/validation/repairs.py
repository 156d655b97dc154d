"""What a validation finds that can be repaired: rows by their line, rows too many, decisions.

It names the places only; `fixing` judges those rows again and carries the repairs out. A line takes
eight bytes on disk; one of a row that is the same as another, thirty-two.
"""

import tempfile
from array import array
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from dataprep.engine.sorted_runs import SortedRuns
from dataprep.engine.validation.lines import LineFile
from dataprep.rules.base import Member, Rule

_IN_MEMORY = 1 << 20
_BLOCK = 1 << 13


class Superfluous(NamedTuple):
    """A row that goes because of another one.

    Attributes:
        number: of its file.
        code: of the rule.
        kept: number of the file and line of the other.
    """

    number: int
    code: str
    kept: tuple[int, int]


class Repairs:
    """Collects what can be repaired during one validation.

    Args:
        kinds: which repairs are wanted: ``safe``, ``unsafe`` or both.
        folder: where lines are spilled.

    Attributes:
        decisions: code of a dataset rule -> what it decided.
        files: those whose rows were read.
    """

    def __init__(self, kinds: frozenset[str], folder: Path) -> None:
        self.kinds = kinds
        self.decisions: dict[str, Any] = {}
        self.files: Sequence[LineFile] = ()
        self._lines: dict[int, tempfile.SpooledTemporaryFile[bytes]] = {}
        self._folder = folder
        self._superfluous: dict[int, SortedRuns] = {}
        self._numbers: dict[str, int] = {}
        self.rows = 0

    def __bool__(self) -> bool:
        """Whether there is anything to repair."""
        return bool(self.rows or self._superfluous or self.decisions)

    def take(self, number: int, lines: bytes) -> None:
        """Take over the lines of the next chunk, 64 bits each, in order."""
        if lines:
            if number not in self._lines:
                folder = str(self._folder)
                self._lines[number] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=folder)  # noqa: SIM115
            self._lines[number].write(lines)
            self.rows += len(lines) // 8

    def drop(self, rule: Rule, one: Member, kept: Member) -> None:
        """Note that a row goes because of another one, where such a repair is wanted."""
        if rule.fix not in self.kinds:
            return
        if not self._numbers:
            self._numbers = {file.name: file.number for file in self.files}
        number, other = self._numbers[one.place.path], self._numbers[kept.place.path]
        if number not in self._superfluous:
            self._superfluous[number] = SortedRuns(4, self._folder)
        self._superfluous[number].append(
            (one.place.line or 0, _as_number(rule.code), other, kept.place.line or 0)
        )

    def decide(self, rule: Rule, decision: Any) -> None:
        """Note what a dataset rule decided."""
        if decision is not None and rule.fix in self.kinds:
            self.decisions[rule.code] = decision

    def lines(self, number: int) -> Iterator[tuple[int, Superfluous | None]]:
        """Yield the lines of a file that need a repair, in order, and which row they stand back for."""
        mended = ((line, None) for line in self._spilled(number))
        gone = (
            (line, Superfluous(number, _as_code(code), (other, place)))
            for line, code, other, place in self._superfluous.get(number, ())
        )
        # Of several reasons for a line, the last: a row that goes need not be mended.
        for line, found in groupby(merge(mended, gone, key=itemgetter(0)), itemgetter(0)):
            *_, (_, reason) = found
            yield line, reason

    def _spilled(self, number: int) -> Iterator[int]:
        file = self._lines.get(number)
        if file is not None:
            file.seek(0)
            while data := file.read(_BLOCK):
                yield from array("Q", data)

    def clear(self) -> None:
        """Forget everything: the validation begins again."""
        self.close()
        self._lines.clear()
        self._superfluous.clear()
        self._numbers.clear()
        self.decisions.clear()
        self.rows = 0

    def close(self) -> None:
        """Give the disk back."""
        for file in self._lines.values():
            file.close()
        for runs in self._superfluous.values():
            runs.close()


def _as_number(code: str) -> int:
    # Codes have six letters and digits, which is less than 64 bits, and keep their order.
    return int.from_bytes(code.encode(), "big")


def _as_code(number: int) -> str:
    return number.to_bytes(8, "big").lstrip(b"\0").decode()
