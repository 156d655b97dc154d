"""Rows kept or dropped by what their texts contain."""

from __future__ import annotations

import re
from typing import Any

from dataprep.errors import UsageError
from dataprep.formats.base import Format, Unusable
from dataprep.model import Example
from dataprep.normalization.base import Step, Switch


class TextFilter(Step):
    """Keep rows in which some text contains or matches, drop rows in which some text matches.

    Every condition looks at each text of the row by itself (either side of a pair). Several values of
    one option are alternatives.
    """

    name = "filtered"
    rank = 110
    switches = (
        Switch(
            "--contains", "text*", "Keep examples that contain TEXT (case-sensitive).",
            metavar="TEXT",
        ),
        Switch(
            "--matches", "text*", "Keep examples in which the regular expression is found.",
            metavar="REGEX",
        ),
        Switch(
            "--drop-matches", "text*", "Drop examples in which the regular expression is found.",
            metavar="REGEX",
        ),
    )  # fmt: skip

    def __init__(self, contains: list[str], matches: list[str], drops: list[str]) -> None:
        super().__init__()
        self.contains = contains
        self.matches = [_compiled(pattern, "--matches") for pattern in matches]
        self.drops = [_compiled(pattern, "--drop-matches") for pattern in drops]

    @classmethod
    def make(cls, values: dict[str, Any]) -> TextFilter | None:
        given = [list(values[switch.name] or ()) for switch in cls.switches]
        return cls(*given) if any(given) else None

    def apply(self, row: Example, form: Format) -> bool:
        texts = form.texts(row)
        if self.contains and not any(part in text for part in self.contains for text in texts):
            raise Unusable("CNV008", f"no text contains {_listed(self.contains)}")
        if self.matches and not any(one.search(text) for one in self.matches for text in texts):
            raise Unusable("CNV008", f"no text matches {_patterns(self.matches)}")
        for pattern in self.drops:
            if any(pattern.search(text) for text in texts):
                raise Unusable("CNV008", f"a text matches {_patterns([pattern])}")
        return False


def _compiled(pattern: str, flag: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(
            f"{flag} {pattern!r} is not a regular expression: {error}",
            "escape special characters with a backslash",
        ) from error


def _listed(values: list[str]) -> str:
    return " or ".join(f"`{value}`" for value in values)


def _patterns(patterns: list[re.Pattern[str]]) -> str:
    return _listed([pattern.pattern for pattern in patterns])
