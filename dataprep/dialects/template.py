"""Templates with ``{column}`` placeholders: plain names, the usual escapes, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dataprep.dialects.base import value
from dataprep.errors import UsageError
from dataprep.escapes import unescape
from dataprep.formats.base import as_text

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True)
class Template:
    """A text with placeholders.

    Attributes:
        pieces: literal texts and, as one-element tuples, column names.
        source: what the user wrote.
    """

    pieces: tuple[str | tuple[str], ...]
    source: str

    @classmethod
    def parse(cls, source: str) -> Template:
        """Return the template; ``{{`` and ``}}`` stand for single braces.

        Raises:
            UsageError: a brace without its partner, or an empty placeholder.
        """
        text = unescape(source)
        pieces: list[str | tuple[str]] = []
        end = 0
        for match in _TOKEN.finditer(text):
            pieces.append(text[end : match.start()])
            end = match.end()
            token = match.group(0)
            if token in ("{{", "}}"):
                pieces.append(token[0])
            elif len(token) == 1 or not match.group(1).strip():
                raise UsageError(
                    f"the template {source!r} has a `{token}` that names no column",
                    "write {column}, and {{ or }} for a brace itself",
                )
            else:
                pieces.append((match.group(1).strip(),))
        pieces.append(text[end:])
        return cls(tuple(piece for piece in pieces if piece), source)

    @property
    def columns(self) -> list[str]:
        """The columns that the template names, in order."""
        return [piece[0] for piece in self.pieces if isinstance(piece, tuple)]

    def renamed(self, name: Callable[[str], str]) -> Template:
        """Return the template with every column under the name that ``name(column)`` gives it."""
        pieces = (piece if isinstance(piece, str) else (name(piece[0]),) for piece in self.pieces)
        return Template(tuple(pieces), self.source)

    def fill(self, row: Mapping[str, Any]) -> str:
        """Return the text for a row.

        Raises:
            Unusable: the row does not have a column.
        """
        return "".join(
            piece if isinstance(piece, str) else as_text(value(row, piece[0]))
            for piece in self.pieces
        )
