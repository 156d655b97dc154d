"""What a form of a report is: the report in, lines of text out."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from dataprep.engine.validation.report import Report


class Style(NamedTuple):
    """How a report is shown.

    Attributes:
        colour: whether the text may carry colour.
        width: columns of the terminal.
        statistics: show how often each rule speaks instead of the findings.
        command: the command line without its first word, for what to type next.
        quiet: leave out the closing lines.
    """

    colour: bool = False
    width: int = 100
    statistics: bool = False
    command: str = ""
    quiet: bool = False


class Renderer(ABC):
    """One form of a report.

    Attributes:
        name: what ``--output-format`` calls it.
        complete: whether it shows every finding; others fold repeats (``--max-per-rule``).
        excerpts: whether it shows what stands at a place.
    """

    name: ClassVar[str]
    complete: ClassVar[bool] = True
    excerpts: ClassVar[bool] = False

    @abstractmethod
    def lines(self, report: Report, style: Style) -> Iterator[str]:
        """Yield the report line by line, without line ends."""
