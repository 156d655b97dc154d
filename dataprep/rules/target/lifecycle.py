"""When something ends, for every rule about dates: the day, how far it is, who says so."""

from datetime import date
from typing import NamedTuple

from dataprep.rules.base import CONVERSATIONS
from dataprep.targets import Figure, Target

EVERY_KIND = CONVERSATIONS | {"prompt-completion", "text"}
TODAY = {"today": "2026-11-20"}
"""Pins the date of the samples."""


class End(NamedTuple):
    """A day on which something ends, seen from today.

    Attributes:
        day: ISO date.
        days: until then; 0 or less where it has come.
        said: the page that states it, and the date when that was read, in brackets.
    """

    day: str
    days: int
    said: str

    def near(self, notice_days: int) -> bool:
        """Whether it comes within the notice, but not yet."""
        return 0 < self.days <= notice_days

    def ahead(self) -> str:
        """Return ``in 55 days``."""
        return f"in {self.days:,} {'day' if self.days == 1 else 'days'}"


def end(target: Target, key: str, today: str) -> End | None:
    """Return the day that a figure of the target states; None where there is none."""
    figure = target.figure(key)
    return None if figure is None else end_of(figure, today)


def end_of(figure: Figure, today: str) -> End | None:
    """Return the day that a figure states; None where it states none."""
    # A date of a configuration may be a text.
    day = str(figure.value)
    try:
        days = (date.fromisoformat(day) - date.fromisoformat(today)).days
    except ValueError:
        return None
    read = f", read on {figure.verified}" if figure.verified else ""
    return End(day, days, f"({figure.source}{read})")


def subject(target: Target) -> str:
    """Return what is spoken of: the model, the base of a fine-tuned one, or the platform."""
    if target.model is None:
        return f"`{target.platform}`"
    if target.fine_tuned:
        return f"`{target.model.name}`, the base of `{short(target.fine_tuned)}`,"
    return f"`{target.model.name}`"


def successor(target: Target) -> str:
    """Return the next step where a model ends."""
    named = target.value("replacement")
    other = f"see what else there is: dataprep targets show {target.platform}"
    return f"the platform names `{named}` instead; {other}" if named else other


def short(text: str, most: int = 60) -> str:
    """Return a text, cut where it is longer than `most` characters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."
