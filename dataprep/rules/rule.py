"""A rule, whatever its layer, and what it says.

`base.py` has the layers, and is where a rule file imports all of this from.
"""

from abc import ABC
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from dataprep.model import Location, Severity
from dataprep.rules.edits import Edit
from dataprep.rules.row import Path, Row
from dataprep.rules.samples import Sample
from dataprep.targets import Target

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

    def fix_of(self, rule: "Rule") -> str:
        """Return how this problem of a rule is repaired: as it says itself, else as the rule says."""
        return rule.fix if self.fix is None else self.fix


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

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return what mends a problem of a row; nothing where it cannot be mended after all.

        After the edits the rule is silent about the place. The row is looked at again then, by all
        rules, so an edit need not foresee what others do.

        Args:
            problem: what this rule said about the row; its path is complete.
            row: as it was judged.
        """
        return ()
