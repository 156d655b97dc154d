"""One repaired file while it is written: chunks as they were, and parts as they became."""

from __future__ import annotations

from pathlib import Path

from dataprep.engine.validation.lines import LineFile
from dataprep.fixing.chunks import Part
from dataprep.readers.source import Source


class Writing:
    """The new form of one file; nothing is written before its first change."""

    def __init__(self, file: LineFile, path: Path) -> None:
        self.file, self.path = file, path
        self._parts: list[Part] = []
        self._changed = False
        self._out = path.open("wb")
        self._in = file.path.open("rb")
        self._out.write(self._in.read(file.shift))

    def take(self, part: Part) -> None:
        """Write the next chunk."""
        if part.made is None:
            self._in.seek(part.chunk.start)
            left = part.chunk.length
            while left and (block := self._in.read(min(left, 1 << 20))):
                self._out.write(block)
                left -= len(block)
            return
        self._changed = True
        with part.made.open("rb") as lines:
            while block := lines.read(1 << 20):
                self._out.write(block)
        part.made.unlink()

    def finish(self, made: list[Source]) -> bool:
        """Put the new file in the place of the old one, where it differs."""
        self._in.close()
        self._out.close()
        self.file.verify()
        if self._changed:
            number = self.file.number
            made[number] = Source(self.path, made[number].name)
        else:
            self.path.unlink()
        return self._changed
