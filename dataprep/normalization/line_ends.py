"""Line ends inside texts to LF, on by default: CRLF is an accident of the file, not of the text."""

from __future__ import annotations

from typing import Any

from dataprep.normalization.base import Switch, TextStep


class LineEnds(TextStep):
    """Turn CRLF and CR into LF."""

    name = "line ends to LF"
    rank = 10
    switches = (
        Switch("--lf/--keep-line-ends", "bool", "Turn CRLF and CR inside texts into LF.", True),
    )

    @classmethod
    def make(cls, values: dict[str, Any]) -> LineEnds | None:
        return cls() if values["lf"] else None

    def spares(self, texts: bytes) -> bool:
        return True  # a CR is no matter of this look

    def change(self, text: str) -> str:
        if "\r" not in text:
            return text
        return text.replace("\r\n", "\n").replace("\r", "\n")
