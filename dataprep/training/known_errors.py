"""What a server says of a bad file, and the rule that finds the same before the upload.

The wordings are those that users were shown (threads of openai-python, openai-php, n8n, the OpenAI
forum and openai-cookbook, read 2026-11-20). No platform publishes a list, so each is a pattern, and
an unknown message is simply shown.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Known(NamedTuple):
    """A message that is understood.

    Attributes:
        code: of the rule that finds the same; empty where no file can be checked for it.
        lines: of the file, as far as the message names some, counted from 1.
        advice: what to do, in one line.
    """

    code: str
    lines: tuple[int, ...]
    advice: str


_MODERATION = "take these rows out, or run a moderation model over the file first"
# Pattern, code, advice where `dataprep explain CODE` does not say all. The first that fits counts.
_TABLE = (
    (r"not a dictionary.*line starts with: \"?\ufeff", "JSN006", ""),
    (r"not a dictionary.*line starts with: \"?\s*\[", "JSN003", ""),
    (r"not a dictionary.*line starts with: \"?\s*\{", "JSN004", ""),
    (r"is not a dictionary", "JSN002", ""),
    (r"cannot be parsed|invalid json|every line is a (valid )?JSON dictionary", "JSN001", ""),
    (r"has \d+ example\(s\), but must have at least|invalid_n_examples", "SET001", ""),
    (r"Discriminator '?role'? is missing", "CHT001", ""),
    (r"contains an extra", "SCH002", ""),
    (r"is missing key", "SCH001", ""),
    (r"is not using '.*' as the training method", "SCH005", ""),
    (r"expected either prompt/completion pairs or chat messages", "SCH001", ""),
    (r"contains an invalid token", "TOK003", ""),
    (r"training_not_available|winding down the fine-tuning", "TGT005", ""),
    (r"is not available for fine-tuning|model_not_available", "TGT004", ""),
    (r"invalid_variable_error", "RFT003", ""),
    (r"moderation eval", "", "the trained model failed the platform's safety evaluation: look for "
     "rows of the category that is named, and start again where there are none"),
    (r"flagged by our moderation|moderation safety checks", "", _MODERATION),
    (r"still being processed|not ready to be used", "", "wait a minute and start again: the file "
     "that was uploaded is used"),
)  # fmt: skip
_KNOWN = tuple((re.compile(pattern, re.I | re.S), code, advice) for pattern, code, advice in _TABLE)
# Not the line of a JSON parser, which counts inside the row: `line 1 column 79 (line 1273)`.
_PLACES = re.compile(
    r"\b(?:lines?|examples?)[ :]+(\d{1,12}+(?:\s*,\s*\d{1,12}+)*+)(?!\s*column)", re.I
)
_MOST_LINES = 50


def known(message: str, code: str = "") -> Known | None:
    """Return what a server's message means, or None where it is not a known one.

    Args:
        message: as the server words it.
        code: its error code, if any.
    """
    text = f"{message[:5000]} {code}"
    for pattern, rule, advice in _KNOWN:
        if pattern.search(text):
            return Known(rule, lines_of(message), advice or f"dataprep explain {rule}")
    return None


def lines_of(message: str) -> tuple[int, ...]:
    """Return the lines that a message names: `Line 1`, `Example 12`, `Flagged lines: 4, 13, ...`.

    Where it counts files, tokens or messages, it names none.
    """
    found = (
        int(number) for match in _PLACES.finditer(message[:5000]) for number in match[1].split(",")
    )
    return tuple(dict.fromkeys(found))[:_MOST_LINES]
