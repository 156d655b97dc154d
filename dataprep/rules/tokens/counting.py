"""The tokens of a row for the rules of lengths: counted in the target's encoding, or in a stand-in."""

from typing import TYPE_CHECKING, NamedTuple

from dataprep.rules.row import Row
from dataprep.targets import Target

if TYPE_CHECKING:
    from dataprep.tokens import RowTokens

STAND_IN = "o200k_base"
"""What rows are counted in for a target without an encoding of its own."""


class Measured(NamedTuple):
    """A row measured against a target's limit.

    Attributes:
        tokens: of the row.
        limit: of the target.
        encoding: in which the row was counted.
        exact: whether that is the target's own.
    """

    tokens: "RowTokens"
    limit: int
    encoding: str
    exact: bool

    def note(self) -> str:
        """Return `` in ENCODING, ...`` where the count needs a word of caution, else nothing."""
        if not self.exact:
            return f" in {self.encoding}, in place of the model's own tokenizer"
        return " (an estimate)" if self.tokens.estimate else ""


def measure(row: Row, target: Target) -> Measured | None:
    """Return a row's tokens and their limit; None where there is no limit or nothing was counted."""
    limit = target.value("max_row_tokens")
    if not isinstance(limit, int):
        return None
    own = target.value("encoding")
    encoding = own or STAND_IN
    tokens = row.tokens(encoding)
    return None if tokens is None else Measured(tokens, limit, encoding, bool(own))


def plural(number: int, word: str) -> str:
    """Return ``1 token``, ``2 tokens``."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
