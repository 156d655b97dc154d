"""What a conversion was asked to do; plain data that travels to workers and into the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dataprep.readers.options import ReadOptions


@dataclass(frozen=True)
class Split:
    """How the examples are divided.

    Attributes:
        parts: name -> fraction (they add up to 1) or number of examples (`exact`).
        seed: keys the hash that decides.
        exact: whether the parts are numbers.
        stratify: column whose classes are divided alike.
        group: column whose values stay on one side.
    """

    parts: tuple[tuple[str, float], ...]
    seed: int = 0
    exact: bool = False
    stratify: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that decides what the output holds.

    Attributes:
        read: how inputs are read.
        to: name of the output format; None lets the inputs decide.
        dialect: name of the only layout to accept.
        columns: part -> column (``--map``).
        templates: part -> template source (``--user``, ``--assistant``).
        system: a system prompt for examples that have none.
        values: column -> old value -> new value (``--values``).
        keep: columns that stay in the rows.
        group_by, order_by: columns that fold rows into conversations.
        steps: switch values of the normalization steps.
        drop_duplicates: leave out all but the first of equal examples.
        split: see `Split`.
        shard_size: the most examples a file.
        ascii: write ``\\u`` escapes.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    to: str | None = None
    dialect: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    system: str | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    group_by: str | None = None
    order_by: str | None = None
    steps: Mapping[str, Any] = field(default_factory=dict)
    drop_duplicates: bool = False
    split: Split | None = None
    shard_size: int | None = None
    ascii: bool = False

    @property
    def parts(self) -> tuple[str | None, ...]:
        """The names of the split parts; ``(None,)`` without a split."""
        return tuple(name for name, _ in self.split.parts) if self.split else (None,)
