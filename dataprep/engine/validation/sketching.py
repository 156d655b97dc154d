"""The texts of a chunk's rows on their way to sketches, where near-duplicates are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataprep.engine.near.sketch import Sketches, sketches
from dataprep.rules.duplicates.alike import said, said_plainly


class Sketching:
    """Gathers what rows say, one entry for each row that has facts.

    Args:
        kinds: of the rows that are looked at; others count as saying nothing.
    """

    def __init__(self, kinds: frozenset[str]) -> None:
        self._kinds = kinds
        self._said: list[bytes] = []

    def add(
        self, data: dict[str, Any], kind: str, roles: Sequence[str], texts: Sequence[str] | None
    ) -> None:
        """Take the next row.

        Args:
            data: the row.
            kind: its kind.
            roles, texts: of its messages; no texts where it is not plain.
        """
        text = ""
        if kind in self._kinds:
            text = said(data) if texts is None else said_plainly(roles, texts)
        self._said.append(text.encode("utf-8", "surrogatepass"))

    def sketches(self) -> Sketches:
        """Return the sketches of the rows, in their order."""
        return sketches(self._said)
