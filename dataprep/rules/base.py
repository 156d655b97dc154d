"""What a rule is: one file that finds one kind of defect, documents it, and carries its examples.

The class's docstring is the documentation: a first line that says what the rule finds, then the
paragraphs `What it does:`, `Why it matters:`, `What to do:` and `Source:` (page and date). `explain`,
docs/rules.md and the help of every output come from it. `bad`, `good` and `fixed` are executable.

What a run is given besides its rows and is no platform's (a tokenizer, a grader) reaches the rules as a
figure of their target (`engine/tokenizer.py`, `engine/grader.py`): it travels to workers like the rest.

A rule belongs to one layer, which is its base class here: what it is given, and when it is asked.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import orjson

from dataprep.rules.edits import Drop, Edit, Remove, Rename, Set
from dataprep.rules.row import Path, Row
from dataprep.rules.rule import CONVERSATIONS, MANUAL, SAFE, UNSAFE, Problem, Rule
from dataprep.rules.samples import Content, Sample, chat, rows
from dataprep.rules.views import Alike, Dataset, FileView, Member, Place, Violation
from dataprep.targets import Target

# A rule file imports from here whatever it needs.
__all__ = [
    "CONVERSATIONS",
    "MANUAL",
    "SAFE",
    "UNSAFE",
    "Alike",
    "Content",
    "Dataset",
    "DatasetRule",
    "Drop",
    "Edit",
    "FileRule",
    "FileView",
    "GroupRule",
    "LineRule",
    "Member",
    "Mergeable",
    "NearRule",
    "Path",
    "Place",
    "Problem",
    "Remove",
    "Rename",
    "RowRule",
    "Rule",
    "Sample",
    "SchemaRule",
    "Set",
    "TextRule",
    "TurnRule",
    "Violation",
    "chat",
    "literal",
    "of_layer",
    "rows",
]


def of_layer(rules: Iterable[Rule], base: type[Any]) -> list[Any]:
    """Return the rules that are of a base class of this module."""
    # Not `isinstance`: abstract classes take their time, and every start asks for all rules.
    return [one for one in rules if base in type(one).__mro__]


class FileRule(Rule):
    """Looks at a file as a whole, before its rows are read."""

    layer = "file"

    @abstractmethod
    def check(self, file: FileView, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the file."""


class LineRule(Rule):
    """Speaks for lines that hold no row; the engine finds them and says which rule it is.

    Every line that does not parse, is blank, or holds something else than one object is found by the
    reader's own examination (`readers/json/examine.py`), whose faults carry a rule's code.
    """

    layer = "file"


class SchemaRule(Rule):
    """Explains broken assertions of the row's schema. Exactly one rule speaks for each.

    Attributes:
        claims: pairs of keyword and end of a path (``*/role``; ``""`` for any). The longest end wins;
            among equals, the rule that overrides `rank`.
    """

    layer = "schema"
    claims: ClassVar[tuple[tuple[str, str], ...]] = ()

    def rank(self, violation: Violation) -> int:
        """Return how closely the rule fits a violation; 0 for not at all."""
        pattern = f"/{violation.pattern}"
        return max(
            (
                len(end) + 1
                for keyword, end in self.claims
                if keyword == violation.keyword and (not end or pattern.endswith(f"/{end}"))
            ),
            default=0,
        )

    @abstractmethod
    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Return what is wrong, in words."""


class RowRule(Rule):
    """Looks at one row, for what a schema cannot say. Must take rows of any shape.

    Attributes:
        wakes_on: features of a row, any of which wakes the rule (see `engine/validation/features.py`):
            ``row:tools`` a key of the row; ``weight`` a key of a message besides role and content;
            ``@blank`` a text of white space or nothing; ``@null`` no content; ``@parts`` content in
            parts; ``@images`` some of them no texts; ``@long`` more bytes than nine tenths of a target's
            token limit, or images;
            ``@repeated`` the last text may end in a loop; ``@odd`` the schema rejects the row;
            ``@always``.
    """

    layer = "row"
    wakes_on: ClassVar[frozenset[str]]

    @abstractmethod
    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with the row."""


class TurnRule(Rule):
    """Looks at the order of the roles only, so that one answer does for all rows of that order."""

    layer = "row"

    @abstractmethod
    def check(self, roles: Sequence[str], kind: str, target: Target) -> Iterator[Problem]:
        """Yield what is wrong; `path` is ``(index,)`` of the message, or ``()`` for all of them.

        Args:
            roles: of ``messages``, or of ``input.messages`` in a preference row; never empty.
            kind: of the row.
        """


class TextRule(Rule):
    """Looks at rows in whose bytes one of its patterns occurs."""

    layer = "text"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}

    @abstractmethod
    def patterns(self, target: Target) -> Iterable[str]:
        """Return RE2 patterns over the bytes of a row as JSON; `literal` makes one of a text."""

    @abstractmethod
    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with a row in which a pattern occurs."""


def literal(text: str) -> str:
    """Return the pattern for a text as it stands in JSON.

    The engine wakes every text rule on rows in which ASCII is written as escapes, so only the usual
    spelling need be found.
    """
    import re

    return re.escape(orjson.dumps(text).decode()[1:-1])


class Mergeable(Protocol):
    """A tally: what a dataset rule counts. ``a.merge(b)`` makes of `a` the count of both, in order.

    One that looks at every row may have ``add_plain(roles, texts, place)`` beside `add`, which does the
    same for a chat row of nothing but messages of a role and a text: then no `Row` is made for it.
    """

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""

    def merge(self, other: Any) -> None:
        """Take over the counts of the rows that follow."""


T = TypeVar("T", bound=Mergeable)


class DatasetRule(Rule, Generic[T]):
    """Looks at the train part as a whole, through a tally that it keeps.

    Attributes:
        wakes_on: as for `RowRule`: which rows its tally is given; empty for none.
        shares: name of a tally that several rules have in common, which is then kept once; they have
            the same `kinds` and `wakes_on`.
    """

    layer = "dataset"
    wakes_on: ClassVar[frozenset[str]] = frozenset()
    shares: ClassVar[str] = ""

    @property
    def keeps(self) -> str:
        """The name of its tally: its own code, unless it is shared."""
        return self.shares or self.code

    def tally(self) -> T | None:
        """Return an empty tally, None where counting the rows of `Dataset` is enough."""
        return None

    @abstractmethod
    def finish(self, tally: T, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield what is wrong; a problem without a location is about the dataset."""

    def decide(self, tally: T, dataset: Dataset, target: Target) -> Any:
        """Return what `carry_out` needs to know to mend a row, None where there is nothing to mend.

        It is asked where `finish` spoke, travels to workers, and is the same for every row.
        """
        return None

    def carry_out(self, decision: Any, row: Row) -> Iterable[Edit]:
        """Return what mends a row of either part as was decided; nothing where it is so already."""
        return ()


class GroupRule(Rule):
    """Looks at rows that share a key: equal examples, or equal prompts.

    Attributes:
        key: ``example`` or ``prompt``.
    """

    layer = "dataset"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    key: ClassVar[str]

    @abstractmethod
    def check(self, members: Sequence[Member], target: Target) -> Iterator[Problem]:
        """Yield what is wrong with a group of at least two rows, in the order of the files.

        A hash is no proof: what is reported must be confirmed by loading the rows.
        """

    def superfluous(
        self, members: Sequence[Member], target: Target
    ) -> Iterable[tuple[Member, Member]]:
        """Yield the rows of a group that a repair drops, each with the one that it is the same as."""
        return ()


class NearRule(Rule):
    """Looks at rows that are nearly the same. None are looked for unless a rule of these is on."""

    layer = "dataset"
    kinds = CONVERSATIONS | {"prompt-completion", "text"}

    @abstractmethod
    def check(self, pair: Alike, target: Target) -> Iterator[Problem]:
        """Yield what is wrong with a row that is like another one."""
