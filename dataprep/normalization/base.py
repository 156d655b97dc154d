"""What a normalization step is: one change to rows, with its switch and its counter.

A step is a file of this package. It declares its switch as data, so that the command line, the
configuration and the Python API offer it without knowing it, and it is made only when its switch is
set. Steps see rows of the output format (a chat row, a prompt-completion row, a text row).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from dataprep.errors import UsageError
from dataprep.formats.base import Format
from dataprep.model import Example


@dataclass(frozen=True)
class Switch:
    """One option of a step.

    Attributes:
        flag: with dashes, e.g. ``--unicode-form``; a pair ``--a/--no-a`` for booleans.
        kind: ``bool``, ``int``, ``text`` or ``choice``; a trailing ``*`` allows several.
        help: one line, starting with a verb.
        default: the value that leaves the step out, unless the step is on by default.
        choices: for ``choice``.
        metavar: what the value is called.
    """

    flag: str
    kind: str
    help: str
    default: Any = None
    choices: tuple[str, ...] = ()
    metavar: str | None = None

    @property
    def name(self) -> str:
        """The option as a Python name: ``unicode_form``."""
        return self.flag.split("/")[0].lstrip("-").replace("-", "_")

    def checked(self, value: Any) -> Any:
        """Return a value that makes sense for the option; text stands for a list of one.

        Raises:
            UsageError: it is of another type, not among the choices, or below zero.
        """
        flag, kind = self.flag.split("/")[0], self.kind
        if value is None or value == self.default:
            return value
        if kind == "choice" and value not in self.choices:
            raise UsageError(
                f"{flag} {value!r} is not a choice", f"choose one of: {', '.join(self.choices)}"
            )
        if kind == "int" and (type(value) is not int or value < 0):
            raise UsageError(f"{flag} {value!r} must be a whole number, 0 or more", "e.g. 100")
        if kind == "bool" and type(value) is not bool:
            raise UsageError(f"{flag} {value!r} must be True or False", "it is a switch")
        if kind == "text" and not isinstance(value, str):
            raise UsageError(f"{flag} {value!r} must be a text", f"e.g. {self.metavar}")
        return [value] if kind == "text*" and isinstance(value, str) else value


class Survey(Protocol):
    """What a first pass over all rows collects; `a + b` merges two parts of a dataset."""

    def observe(self, row: Example) -> None:
        """Take a row into account."""

    def __add__(self, other: Any) -> Any: ...


class Step(ABC):
    """One change to rows. A subclass in its own file of this package is found by walking it.

    Attributes:
        name: the counter's name in the summary, a past participle phrase: ``mojibake repaired``.
        rank: steps run from the lowest rank on.
        switches: the options that make the step.
        formats: the formats it works on; empty for all.
    """

    name: ClassVar[str]
    rank: ClassVar[int]
    switches: ClassVar[tuple[Switch, ...]]
    formats: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self.warnings: list[tuple[str, str]] = []
        """(code, message) pairs about the row just seen; the pipeline empties the list."""

    @classmethod
    @abstractmethod
    def make(cls, values: dict[str, Any]) -> Step | None:
        """Return the step for the values of its switches, or None when it is switched off.

        Raises:
            UsageError: a value makes no sense.
        """

    @abstractmethod
    def apply(self, row: Example, form: Format) -> bool:
        """Change a row in place; return whether it changed.

        Raises:
            Unusable: the row is to be rejected, with the reason.
        """

    def spares(self, texts: bytes) -> bool:
        """Whether rows need nothing of the step, seen from all their texts at once.

        A look at many texts together saves one at each; the answer False only means that rows are
        looked at one by one.

        Args:
            texts: as UTF-8, escaped as in JSON or not. Each says something, and none holds a
                control character other than tab and LF.
        """
        return False

    def survey(self) -> Survey | None:
        """Return an empty tally when the step must see every row before it can work, else None."""
        return None

    def decided(self, survey: Any, taken: Sequence[str]) -> Step:
        """Return the step that the finished survey leads to.

        Args:
            survey: what `survey` returned, after all rows.
            taken: marks that other steps already add.

        Raises:
            UsageError: the survey leaves no choice.
        """
        return self

    def inference(self) -> dict[str, str]:
        """Return what must be repeated when the trained model is asked, for the manifest."""
        return {}


class TextStep(Step):
    """A step that changes every text of a row by itself."""

    @abstractmethod
    def change(self, text: str) -> str:
        """Return the changed text; return `text` itself when there is nothing to do."""

    def apply(self, row: Example, form: Format) -> bool:
        changed = False

        def one(text: str) -> str:
            nonlocal changed
            new = self.change(text)
            if new is not text and new != text:
                changed = True
            return new

        form.map_texts(row, one)
        return changed
