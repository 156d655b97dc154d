"""What the rules about secrets and about persons do alike: they look for shapes and put names there."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from dataprep.rules.base import UNSAFE, Edit, Problem, TextRule
from dataprep.rules.row import Row
from dataprep.rules.secrets.redaction import redact
from dataprep.rules.secrets.shapes import Table, problems
from dataprep.targets import Target


class PrivateRule(TextRule):
    """Finds private values by their shapes; none of them is shown.

    Attributes:
        advice: the next step.
    """

    fix = UNSAFE
    private = True
    advice: ClassVar[str]

    @abstractmethod
    def shapes(self) -> Table:
        """Return the shapes that are looked for."""

    def patterns(self, target: Target) -> Iterable[str]:
        """Return how the values begin, as they stand in JSON."""
        return [pattern for shape in self.shapes() for pattern in shape.wakes]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the kinds of private value in each text."""
        yield from problems(row, self.shapes(), self.advice)

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the text with placeholders in the place of what was found."""
        return redact(problem, row, self.shapes())
