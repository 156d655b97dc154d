"""Which repairs are recommended, and what each does, in words.

Safe repairs always are. An unsafe one is where it mends an error, since no platform takes the file
otherwise; where it mends less, only if it is in the table with True: it takes nothing away that was
meant. docs/prepare.md gives the reason for each.
"""

from __future__ import annotations

from typing import NamedTuple

from dataprep.model import Severity
from dataprep.rules.base import SAFE


class Repair(NamedTuple):
    """A repair in words, and whether it is recommended; None to go by its kind and its severity."""

    what: str
    advised: bool | None = None


REPAIRS = {
    "CHT004": Repair("drop the rows with an empty answer, and empty instructions"),
    "CHT006": Repair("end each conversation with its last answer"),
    "CHT009": Repair("join the messages that one side sends in a row", True),
    "CHT017": Repair("write old function calls as tool calls", True),
    "DUP001": Repair("drop the later copies", True),
    "DUP002": Repair("drop all but one of the rows that differ in few words", False),
    "DUP004": Repair("drop the rows that are in both parts", True),
    "DUP006": Repair("drop the rows that differ in few words from one of the other part", False),
    "PRC001": Repair("end every prompt in the same separator", True),
    "PRC004": Repair("end every completion in the same stop sequence", True),
    "PRC006": Repair("begin every completion with a space", True),
    "PRC007": Repair("remove the beginning that all prompts share", False),
    "PRC008": Repair("remove the beginning that all completions share", False),
    "PRC009": Repair("drop the rows without a completion", True),
    "PRC010": Repair("write everything in lower case", False),
    "PRF002": Repair("drop the rows whose two answers are the same", True),
    "SEC001": Repair("put placeholders in the place of passwords and keys", True),
    "SEC002": Repair("put placeholders in the place of personal data", False),
    "TLS010": Repair("remove the tools that are never called", False),
    "TOK001": Repair("drop the rows above the token limit", True),
    "TOK003": Repair("remove the special tokens of models from the texts", True),
    "TXT001": Repair("put the garbled characters right", True),
    "TXT002": Repair("remove control characters", True),
    "TXT004": Repair("remove characters that nobody sees", True),
    "TXT012": Repair("remove white space around texts", False),
}
_OTHER = Repair("repair them")


def repair_of(code: str) -> Repair:
    """Return the repair of a rule."""
    return REPAIRS.get(code, _OTHER)


def advised(code: str, severity: Severity, fix: str) -> bool:
    """Return whether a repair is recommended.

    Args:
        code: of the rule.
        severity: of the findings.
        fix: ``safe`` or ``unsafe``.
    """
    decided = repair_of(code).advised
    if decided is not None:
        return decided
    return fix == SAFE or severity >= Severity.ERROR
