"""The steps in their order, as one function of a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dataprep.discovery import classes
from dataprep.errors import UsageError
from dataprep.formats.base import Format
from dataprep.model import Example
from dataprep.normalization.base import Step, Survey, Switch


def steps() -> list[type[Step]]:
    """Return every step, in the order in which they run."""
    found = classes("dataprep.normalization", Step)
    return sorted(found.values(), key=lambda step: step.rank)


def switches() -> list[Switch]:
    """Return the switches of every step, in the steps' order."""
    return [switch for step in steps() for switch in step.switches]


class Pipeline:
    """The steps that are switched on, applied to one row after another.

    Args:
        steps: in their order.
        form: the format of the rows.
    """

    def __init__(self, steps: Sequence[Step], form: Format) -> None:
        self.steps = list(steps)
        self.form = form

    @classmethod
    def make(cls, values: dict[str, Any], form: Format) -> Pipeline:
        """Return the pipeline for switch values (missing ones have their defaults).

        Raises:
            UsageError: a value makes no sense, is of no switch, or its step does not work on the format.
        """
        known = {switch.name: switch for switch in switches()}
        for name in values:
            if name not in known:
                raise UsageError(f"no option is called `{name}`", "see: dataprep convert --help")
        filled = {
            name: switch.checked(values[name]) if name in values else switch.default
            for name, switch in known.items()
        }
        made = []
        for kind in steps():
            step = kind.make(filled)
            if step is None:
                continue
            if step.formats and form.name not in step.formats:
                flags = " or ".join(switch.flag for switch in step.switches)
                raise UsageError(
                    f"{flags} works on {', '.join(step.formats)} rows, not on {form.name} rows",
                    f"leave it out, or write --to {step.formats[0]}",
                )
            made.append(step)
        return cls(made, form)

    def apply(self, row: Example, changed: Counter[str]) -> list[tuple[str, str]]:
        """Change a row in place and count the steps that changed it; a rejected row counts nowhere.

        Returns:
            (code, message) warnings about the row.

        Raises:
            Unusable: the row is to be rejected.
        """
        warnings: list[tuple[str, str]] = []
        names = []
        for step in self.steps:
            step.warnings.clear()  # of a row that the step rejected
            if step.apply(row, self.form):
                names.append(step.name)
            if step.warnings:
                warnings += step.warnings
        if names:
            changed.update(names)
        return warnings

    def surveys(self) -> dict[int, Survey]:
        """Return an empty tally for each step that must see all rows first, by its position."""
        found = {number: step.survey() for number, step in enumerate(self.steps)}
        return {number: survey for number, survey in found.items() if survey is not None}

    def undecided(self, surveys: dict[int, Survey]) -> Pipeline:
        """Return the pipeline without the surveying steps, for the pass that surveys."""
        kept = [step for number, step in enumerate(self.steps) if number not in surveys]
        return Pipeline(kept, self.form)

    def decided(self, surveys: dict[int, Survey]) -> Pipeline:
        """Return the pipeline in which the finished surveys have settled their steps.

        Raises:
            UsageError: a survey leaves no choice.
        """
        settled = self.undecided(surveys)
        taken = list(settled.inference().values())
        made = []
        for number, step in enumerate(self.steps):
            if number in surveys:
                step = step.decided(surveys[number], taken)
                taken += step.inference().values()
            made.append(step)
        return Pipeline(made, self.form)

    def inference(self) -> dict[str, str]:
        """Return what must be repeated at inference: separator, stop sequence."""
        return {key: text for step in self.steps for key, text in step.inference().items()}
