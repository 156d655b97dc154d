"""One conversion to carry out: one output and what goes into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from dataprep.engine.inputs import Input
from dataprep.engine.progress import Progress
from dataprep.engine.settings import Settings


@dataclass(frozen=True)
class Job:
    """One output and what goes into it.

    Attributes:
        inputs: after the look.
        output: the dataset's file, or None to return the rows.
        settings: with `to` decided.
        jobs: processes.
        command: what the user typed, for the manifest.
        options: the options that were given, by name, for the manifest.
        progress: called with (rows, bytes) as the input is read.
        sink: where the finished rows are copied when there is no output file.
        places: where it is written from which place each row comes, a line each: number of the input,
            line, cell or JSON path, with tabs between.
    """

    inputs: Sequence[Input]
    output: Path | None
    settings: Settings
    jobs: int = 1
    command: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    progress: Progress | None = None
    sink: BinaryIO | None = None
    places: Path | None = None
