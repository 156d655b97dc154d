"""What stands against a job beside the findings about its rows: a fact, and the way out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from dataprep.model import Severity
from dataprep.targets import Figure


class Problem(NamedTuple):
    """One thing that the server would refuse, or that a person should know before paying.

    Attributes:
        message: the fact, the place, the value and the limit.
        help: the next step.
        severity: an error stops before anything is sent.
    """

    message: str
    help: str = ""
    severity: Severity = Severity.ERROR

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return self._asdict() | {"severity": str(self.severity)}


def errors(problems: Iterable[Problem]) -> int:
    """Return how many of the problems stop a job."""
    return sum(one.severity == Severity.ERROR for one in problems)


def origin(figure: Figure) -> str:
    """Return where a figure is stated, in brackets: `` (SOURCE, read on DATE)``."""
    read = f", read on {figure.verified}" if figure.verified else ""
    return f" ({figure.source}{read})"
