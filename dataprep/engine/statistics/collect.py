"""`stats`: from the files that were named to their numbers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from dataprep.engine.chunks import extent
from dataprep.engine.pool import run
from dataprep.engine.progress import phase
from dataprep.engine.spans import of_block
from dataprep.engine.statistics.count import CountMap
from dataprep.engine.statistics.tally import Tally, TokenTally
from dataprep.engine.tokenizer import with_tokenizer
from dataprep.model import Finding
from dataprep.readers import open_source
from dataprep.readers.base import Block
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source
from dataprep.targets import Target, get

STAND_IN = "o200k_base"
"""What is counted in for a target without an encoding of its own."""
_SMALL = 4 << 20


@dataclass
class Statistics:
    """The numbers of a dataset.

    Attributes:
        files: as the user named them.
        tally: the counts.
        targets: for which it was counted, each with the encoding in use.
        notes: of the readers, about a file as a whole.
    """

    files: list[str]
    tally: Tally
    targets: list[tuple[Target, str]]
    notes: list[Finding]


def collect(
    sources: Sequence[Source], targets: Sequence[str], *,
    own: Mapping[str, Any] | None = None, tokenizer: str | None = None,
    method: str | None = None, jobs: int = 0, cache: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Statistics:  # fmt: skip
    """Count the rows of JSON Lines files.

    Args:
        sources: the files, which are one dataset.
        targets: names of targets; they decide the encodings.
        own: targets of a configuration, by name.
        tokenizer: a tokenizer file for the targets without an encoding of their own.
        method: ``reinforcement`` where rows of messages are for that.
        jobs: processes; 0 for all processors, one for small inputs.
        cache: whether token counts of earlier runs are used, and these kept.
        progress: called with (rows, bytes) after each block.

    Raises:
        InputError: a file cannot be read, or changes meanwhile, or the tokenizer is none.
        UsageError: there is no such target, or none that takes the tokenizer.
    """
    found_targets = [get(name, own) for name in targets]
    if tokenizer is not None:
        found_targets = with_tokenizer(found_targets, tokenizer)
    chosen = [(one, one.value("encoding") or STAND_IN) for one in found_targets]
    encodings = list(dict.fromkeys(encoding for _, encoding in chosen))
    notes: list[Finding] = []
    total = Tally(encodings={name: TokenTally() for name in encodings})
    blocks = _blocks(sources, notes, progress)
    phase(progress, "counting")
    count = CountMap(encodings, method, cache)
    with closing(run(count, blocks, jobs or _jobs(sources), of_block)) as counted:
        for found in counted:
            total.merge(found)
    for source in sources:
        source.verify()
    return Statistics([one.name for one in sources], total, chosen, notes)


def _blocks(
    sources: Sequence[Source],
    notes: list[Finding],
    progress: Callable[[int, int], None] | None,
) -> Iterator[Block]:
    for source in sources:
        reading = open_source(source, ReadOptions(format="jsonl"))
        for block in reading.blocks:
            yield block
            if progress is not None:
                progress(*extent(block))
        notes += reading.notes
        source.__dict__.pop("head", None)


def _jobs(sources: Sequence[Source]) -> int:
    size = sum(one.size for one in sources)
    return (os.cpu_count() or 1) if size > _SMALL else 1
