"""What a rule is: one file that finds one kind of defect, documents it, and carries its examples.

The class's docstring is the documentation: a first line that says what the rule finds, then the
paragraphs `What it does:`, `Why it matters:`, `What to do:` and `Source:` (page and date). `explain`,
docs/rules.md and the help of every output come from it. `bad`, `good` and `fixed` are executable.

What a run is given besides its rows and is no platform's (a tokenizer, a grader) reaches the rules as a
figure of their target (`engine/tokenizer.py`, `engine/grader.py`): it travels to workers like the rest.

A rule belongs to one layer, which is its base class here: what it is given, and when it is asked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

import orjson

from dataprep.model import Location, Severity
from dataprep.rules.row import Row
from dataprep.targets import Target

Path = tuple[str | int, ...]
"""Where in a row: ``("messages", 2, "role")``."""

CONVERSATIONS = frozenset({"chat", "preference", "reinforcement"})
"""The kinds of row that hold messages."""

SAFE, UNSAFE, MANUAL = "safe", "unsafe", "manual"


class Problem(NamedTuple):
    """What a rule says; the engine adds the code, the name and the place in the file.

    Attributes:
        message: the fact, with the value and the limit; lower case, no full stop.
        path: where in the row; the engine finds line and column of the value. For a key that is too
            much, the path ends in the key; for a missing one it is the object's.
        help: the next step.
        severity: where it differs from the rule's own.
        location: for what is not inside one row: the place itself. It wins over `path`.
        fix: where it differs from the rule's own; ``""`` where this finding cannot be repaired.
    """

    message: str
    path: Path = ()
    help: str = ""
    severity: Severity | None = None
    location: Location | None = None
    fix: str | None = None


Content = bytes | Callable[[], bytes]
"""The bytes of a file, or what makes them when they are asked for."""


class Sample:
    """A small file for which a rule speaks, or does not.

    Nothing is made when the rule is imported: every run imports all rules, and few ask for samples.

    Args:
        content: the file.
        target, method: as on the command line.
        validation: the validation file.
        line: where the first finding is; None for one about the file or the dataset.
        name: the file's name.
        options: further options of `dataprep.validate`, e.g. ``{"tokens": "exact"}``.
    """

    def __init__(
        self,
        content: Content,
        target: str = "generic",
        method: str | None = None,
        validation: Content | None = None,
        line: int | None = 1,
        name: str = "data.jsonl",
        options: Mapping[str, Any] = {},
    ) -> None:
        self._content, self._validation = content, validation
        self.target, self.method, self.line = target, method, line
        self.name, self.options = name, options

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self._content if isinstance(self._content, bytes) else self._content()

    @property
    def validation(self) -> bytes | None:
        """The bytes of the validation file, None where there is none."""
        made = self._validation
        return made if made is None or isinstance(made, bytes) else made()


def rows(*data: Any) -> Callable[[], bytes]:
    """Return what makes the bytes of a JSON Lines file; a `bytes` row stays as it is."""
    return lambda: b"".join(
        (one if isinstance(one, bytes) else orjson.dumps(one)) + b"\n" for one in data
    )


def chat(*turns: tuple[str, str], **keys: Any) -> dict[str, Any]:
    """Return a chat row from (role, content) pairs."""
    return {"messages": [{"role": role, "content": content} for role, content in turns], **keys}


class Rule(ABC):
    """One rule. A concrete subclass in its own file is found by walking the family's package.

    Attributes:
        code: three letters and three digits, never reused.
        name: reads as "allow *name*".
        severity: unless a problem or the target says otherwise.
        fix: ``safe``, ``unsafe``, ``manual``, or empty.
        default: whether it is on without being selected.
        kinds: the kinds of row that it looks at.
        private: whether what it finds must not be shown: no excerpt of a row that it speaks of.
        bad, good: for which it speaks and is silent; `fixed` are the `bad` ones after the repair.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    fix: ClassVar[str] = ""
    default: ClassVar[bool] = True
    kinds: ClassVar[frozenset[str]] = CONVERSATIONS
    private: ClassVar[bool] = False
    layer: ClassVar[str]
    bad: ClassVar[tuple[Sample, ...]]
    good: ClassVar[tuple[Sample, ...]]
    fixed: ClassVar[tuple[Sample, ...]] = ()

    def applies(self, target: Target) -> bool:
        """Whether the rule has anything to say for a target."""
        return True


def of_layer(rules: Iterable[Rule], base: type[Any]) -> list[Any]:
    """Return the rules that are of a base class of this module."""
    # Not `isinstance`: abstract classes take their time, and every start asks for all rules.
    return [one for one in rules if base in type(one).__mro__]


class FileView(NamedTuple):
    """A file before its rows are read.

    Attributes:
        name: as the user named it.
        size: in bytes on disk.
        head: its first bytes, decompressed (256 KiB at most).
        whole: whether `head` is all of it.
        layout: ``lines``, or what it is instead: ``array``, ``spread``, ``empty``, or ``other`` for
            what is no JSON at all.
        codec: Python's name of the encoding; `label` for people.
        bom: length of the byte order mark.
        guessed: whether the encoding was detected.
        damage: (byte offset, line) of bytes that do not decode, the first 1,000; `damage_count` of all.
        what: for ``other``: what it seems to be, and the way out.
        newline: what lines end with: ``\\n`` (also for CRLF), or ``\\r`` alone.
    """

    name: str
    size: int
    head: bytes
    whole: bool
    layout: str
    codec: str
    label: str
    bom: int
    guessed: bool
    damage: tuple[tuple[int, int], ...]
    damage_count: int
    what: tuple[str, str] | None
    newline: str = "\n"


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


class Violation(NamedTuple):
    """One assertion of the schema that a row breaks.

    Attributes:
        keyword: ``required``, ``additionalProperties``, ``type``, ``enum``, ``minItems`` ...
        path: of the value; of a missing or unexpected key, its own path.
        value: what is there; None for a missing key.
        limit: what the schema asks: the options, the types, the pattern, the number.
        owner: the object that lacks the key or has it too much; None otherwise.
    """

    keyword: str
    path: Path
    value: Any
    limit: Any
    owner: Any

    @property
    def pattern(self) -> str:
        """The path with ``*`` for every index: ``messages/*/role``."""
        return "/".join("*" if isinstance(part, int) else part for part in self.path)


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
            parts; ``@long`` more bytes than nine tenths of a target's token limit, or images;
            ``@odd`` the schema rejects the row; ``@always``.
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
    """A tally: what a dataset rule counts. ``a.merge(b)`` makes of `a` the count of both, in order."""

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""

    def merge(self, other: Any) -> None:
        """Take over the counts of the rows that follow."""


T = TypeVar("T", bound=Mergeable)


class Place(NamedTuple):
    """Where a row stands: the name of its file and the 1-based line."""

    path: str
    line: int

    def location(self) -> Location:
        """Return it as the place of a finding."""
        return Location(self.path, self.line)


class Dataset(NamedTuple):
    """What is trained together, when all of it was read.

    Attributes:
        train, validation: names of the files.
        rows: rows of the train part; `validation_rows` of the other.
        size: bytes of the train part.
        kinds: kind of row -> rows of the train part, and `first` the first row of each.
        features: set of features -> rows of the train part.
        tokens: tokens of the train part in the target's encoding; None where they were not counted.
        answer_tokens: the tokens of the answers among them.
        method: what was asked for, or what the rows are for.
        today: the date that lifecycle rules go by, ISO.
        notice_days: how many days before an end a target is closing.
    """

    train: Sequence[str]
    validation: Sequence[str]
    rows: int
    validation_rows: int
    size: int
    kinds: Mapping[str, int]
    first: Mapping[str, Place]
    features: Mapping[frozenset[str], int]
    tokens: int | None
    answer_tokens: int | None
    method: str
    today: str
    notice_days: int

    def location(self) -> Location:
        """Return the place of a finding about the dataset as a whole: its first train file."""
        return Location(self.train[0] if self.train else "<none>")


class DatasetRule(Rule, Generic[T]):
    """Looks at the train part as a whole, through a tally that it keeps.

    Attributes:
        wakes_on: as for `RowRule`: which rows its tally is given; empty for none.
    """

    layer = "dataset"
    wakes_on: ClassVar[frozenset[str]] = frozenset()

    def tally(self) -> T | None:
        """Return an empty tally, None where counting the rows of `Dataset` is enough."""
        return None

    @abstractmethod
    def finish(self, tally: T, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield what is wrong; a problem without a location is about the dataset."""


class Member(NamedTuple):
    """One row of a group that shares a key.

    Attributes:
        place: where it stands.
        validation: whether it is in the validation part.
        key: hash of the whole example.
        load: reads and returns the row.
    """

    place: Place
    validation: bool
    key: int
    load: Callable[[], Row]


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
