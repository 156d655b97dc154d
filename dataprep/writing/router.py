"""Lines to files: one output, split parts, shards of a given size."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from dataprep.writing.names import part_path


class Router:
    """Writes lines to the files of a dataset in a working folder.

    Args:
        folder: the working folder.
        output: the dataset's final name; the parts' names derive from it.
        parts: names of the split parts, or ``(None,)``.
        shard_size: the most rows a file, or None.
    """

    def __init__(
        self, folder: Path, output: Path, parts: tuple[str | None, ...], shard_size: int | None
    ) -> None:
        self._folder, self._output, self._shard_size = folder, output, shard_size
        self._parts = parts
        self.counts: dict[Path, int] = {}
        self.made: dict[Path, Path] = {}
        self._files: dict[int, BinaryIO] = {}
        self._rows = [0] * len(parts)
        self._finals: dict[int, Path] = {}
        for number in range(len(parts)):
            self._start(number)

    def write(self, part: int, line: bytes) -> None:
        """Write a line (with its line end) to a part."""
        if self._shard_size and self._rows[part] and self._rows[part] % self._shard_size == 0:
            self._start(part)
        self._files[part].write(line)
        self._rows[part] += 1
        self.counts[self._finals[part]] += 1

    def close(self) -> None:
        """Close the files; `made` maps each final name to its file in the working folder."""
        for file in self._files.values():
            file.close()

    def _start(self, part: int) -> None:
        """Begin the next file of a part."""
        if part in self._files:
            self._files[part].close()
        shard = None
        if self._shard_size:
            shard = self._rows[part] // self._shard_size + 1
        final = part_path(self._output, self._parts[part], shard)
        made = self._folder / f"out.{part}.{shard or 0}"
        self._files[part] = made.open("wb")
        self._finals[part] = final
        self.made[final] = made
        self.counts[final] = 0
