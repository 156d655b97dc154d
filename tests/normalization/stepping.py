"""Applying steps in one line, for the tests of the steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest

from dataprep.formats import get
from dataprep.formats.base import Unusable
from dataprep.normalization.base import Survey
from dataprep.normalization.pipeline import Pipeline

Row = dict[str, Any]


class Done(NamedTuple):
    """What steps made of a row: the row, the steps that changed it, the warnings."""

    row: Row
    changed: dict[str, int]
    warnings: list[tuple[str, str]]


def format_of(row: Row) -> str:
    """Return the name of the format of a row."""
    return next(
        name for name in ("prompt-completion", "chat", "text") if get(name).keys & row.keys()
    )


def pipeline(to: str, rows: Sequence[Row] = (), **values: Any) -> Pipeline:
    """Return the pipeline for options, with the surveys made over `rows`."""
    made = Pipeline.make(values, get(to))
    return made.decided(surveyed(made, rows)) if made.surveys() else made


def surveyed(steps: Pipeline, rows: Sequence[Row]) -> dict[int, Survey]:
    """Return the surveys of a pipeline over rows."""
    surveys = steps.surveys()
    first = steps.undecided(surveys)
    for row in rows:
        seen = dict(row)
        try:
            first.apply(seen, Counter())
        except Unusable:
            continue
        for survey in surveys.values():
            survey.observe(seen)
    return surveys


def apply(row: Row, **values: Any) -> Done:
    """Apply the steps that options switch on to a row; rows with empty answers are kept."""
    counts: Counter[str] = Counter()
    steps = pipeline(format_of(row), [row], **{"reject_empty": False, **values})
    warnings = steps.apply(row, counts)
    return Done(row, dict(counts), warnings)


def change(text: str, **values: Any) -> str:
    """Return what the steps make of one text, without the default of line ends."""
    row = apply({"text": text}, **{"lf": False, **values}).row
    return str(row["text"])


def dropped(row: Row, **values: Any) -> str:
    """Return the code and the message with which the steps drop a row."""
    with pytest.raises(Unusable) as caught:
        pipeline(format_of(row), [row], **values).apply(row, Counter())
    return f"{caught.value.code} {caught.value}"
