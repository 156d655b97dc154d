"""The sketches of all rows on disk, band by band, so that never more than one band is in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dataprep.engine.near.sketch import BANDS, BINS, Sketches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Columns:
    """The keys of each band, and the bins of each row.

    Args:
        folder: where they are written; removed by whoever made it.
    """

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"near.{number:02}" for number in range(BANDS + 1)]
        self._files: list[BinaryIO] = []

    def append(self, found: Sketches) -> None:
        """Take over the sketches of the rows that follow."""
        if not self._files:
            self._files = [path.open("wb") for path in self._paths]
        for file, data in zip(self._files, (*found.bands, found.bins), strict=True):
            file.write(data)

    def band(self, number: int) -> NDArray[np.uint64]:
        """Return the keys of all rows in a band."""
        import numpy as np

        self.close()
        return np.fromfile(self._paths[number], np.uint64)

    def bins(self) -> NDArray[np.uint8]:
        """Return the bins of all rows, mapped into memory."""
        import numpy as np

        self.close()
        mapped: Any = np.memmap(self._paths[BANDS], np.uint8, "r")
        return np.asarray(mapped.reshape(-1, BINS))

    def close(self) -> None:
        """Write out what waits; nothing can be appended any more."""
        for file in self._files:
            file.close()
