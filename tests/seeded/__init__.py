"""Small datasets with one defect each, and their clean twins; a defect is one entry of a family."""

from __future__ import annotations

from seeded import (
    conversations,
    dataset,
    duplicates,
    files,
    lengths,
    pairs,
    schema,
    targets,
    tools,
)
from seeded.defect import Defect

DEFECTS: tuple[Defect, ...] = (
    *files.DEFECTS,
    *schema.DEFECTS,
    *conversations.DEFECTS,
    *tools.DEFECTS,
    *lengths.DEFECTS,
    *pairs.DEFECTS,
    *duplicates.DEFECTS,
    *dataset.DEFECTS,
    *targets.DEFECTS,
)
