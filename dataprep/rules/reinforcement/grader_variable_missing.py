"""RFT003: what the grader reads is not in the row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Path, Problem, RowRule, Sample, rows
from dataprep.rules.reinforcement.tasks import task
from dataprep.rules.row import Row
from dataprep.rules.schema.words import keys, near, place
from dataprep.targets import Target

_GRADER = json.dumps({
    "type": "string_check", "name": "same", "operation": "eq",
    "input": "{{ sample.output_text }}", "reference": "{{ item.reference.answer }}",
})  # fmt: skip
_GOOD = task(3, reference={"answer": "4"})
_MISSING = task(4, reference={"value": "5"})
_FLAT = task(5, reference="6")
_NULL = task(6, reference={"answer": None})


class GraderVariableMissing(RowRule):
    """Finds rows without what the grader of `--grader FILE` reads from them.

    What it does: takes each `{{ item.PATH }}` of the grader's templates, and of the graders inside a
        `multi` grader, and follows the path through the row. A `null` at its end is a warning. It needs
        `--grader`, and the rows are tasks: `--method reinforcement`.
        What the code of a `python` grader reads is not looked at.

    Why it matters: the grader fails on the row during the training (`invalid_variable_error`); the row
        gets no reward, and the job may fail.

    What to do: add the key to the row, or correct the path in the grader.

    Source: OpenAI, graders guide and reinforcement fine-tuning guide, 2026-11-20.
    """

    code = "RFT003"
    name = "grader-variable-missing"
    kinds = frozenset({"reinforcement"})
    wakes_on = frozenset({"@always"})
    bad = (
        Sample(rows(_GOOD, _MISSING), method="reinforcement", line=2, options={"grader": _GRADER}),
        Sample(rows(_GOOD, _FLAT), method="reinforcement", line=2, options={"grader": _GRADER}),
        Sample(rows(_GOOD, _NULL), method="reinforcement", line=2, options={"grader": _GRADER}),
    )
    good = (
        Sample(rows(_GOOD), method="reinforcement", options={"grader": _GRADER}),
        Sample(rows(_MISSING), method="reinforcement"),
    )

    def applies(self, target: Target) -> bool:
        """Only where a grader was named; it is a figure of the target (see `engine/grader.py`)."""
        return bool(target.value("grader_variables"))

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield each path of the grader that leads nowhere."""
        for written, path in target.value("grader_variables"):
            missing = _missing(row.data, path)
            if missing is not None:
                holder, at, part = missing
                yield Problem(
                    f"the grader reads `{{{{ {written} }}}}`, and {_lack(holder, at, part)}",
                    at,
                    _help(holder, part),
                )
            elif path and _is_null(row.data, path):
                # Whether a grader fails on it or compares with an empty text, no page says.
                yield Problem(
                    f"the grader reads `{{{{ {written} }}}}`, and {place(path)} is null",
                    path,
                    "write the value that the answer is compared with, or leave the row out",
                    Severity.WARNING,
                )


def _missing(data: Any, path: Path) -> tuple[Any, Path, str | int] | None:
    """Return the value at which a path ends too early, where it stands, and the part it lacks."""
    node = data
    for number, part in enumerate(path):
        if isinstance(node, list):
            there = isinstance(part, int) and part < len(node)
        else:
            there = isinstance(node, dict) and part in node
        if not there:
            return node, path[:number], part
        node = node[part]
    return None


def _is_null(data: Any, path: Path) -> bool:
    """Whether a path that leads somewhere leads to null."""
    for part in path:
        data = data[part]
    return data is None


def _lack(holder: Any, at: Path, part: str | int) -> str:
    where = place(at) if at else "the row"
    if isinstance(holder, dict) and isinstance(part, str):
        return f"{where} has no {keys([part])}"
    if isinstance(holder, list) and isinstance(part, int):
        return f"{where} has {len(holder)} of the {part + 1} elements that takes"
    return f"{where} is no {'list' if isinstance(part, int) else 'object'}"


def _help(holder: Any, part: str | int) -> str:
    similar = near(part, map(str, holder)) if isinstance(holder, dict) else ""
    if similar:
        return f"did you mean `{similar}`? rename it, or correct the path in the grader"
    return "add it to the row, or correct the path in the grader"
