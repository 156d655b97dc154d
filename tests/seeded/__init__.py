"""Small datasets with one defect each, and their clean twins; a defect is one entry of a family."""

from __future__ import annotations

from seeded import (
    comparisons,
    conversations,
    dataset,
    duplicates,
    files,
    lengths,
    pairs,
    pictures,
    schema,
    secrets,
    targets,
    tasks,
    texts,
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
    *comparisons.DEFECTS,
    *tasks.DEFECTS,
    *pictures.DEFECTS,
    *duplicates.DEFECTS,
    *dataset.DEFECTS,
    *targets.DEFECTS,
    *texts.DEFECTS,
    *secrets.DEFECTS,
)
