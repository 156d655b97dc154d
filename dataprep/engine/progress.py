"""What long work tells of itself while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

Progress = Callable[[int, int], None]
"""Called with (rows, bytes of input) for each bit of work that is done."""


@runtime_checkable
class Phased(Protocol):
    """A progress that also wants to know what is being done."""

    def phase(self, name: str, rows: int = 0) -> None:
        """Take note that something else is done from here on."""


def phase(progress: Progress | None, name: str, rows: int = 0) -> None:
    """Tell that a phase of the work begins, where anybody wants to know.

    Args:
        name: what is done: ``reading``, ``comparing rows``.
        rows: how many rows that is about; 0 for all bytes of the input.
    """
    if isinstance(progress, Phased):
        progress.phase(name, rows)
