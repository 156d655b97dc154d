"""The folder for everything in between, and what is said when its disk is full."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dataprep.errors import OutputError

_LITTLE = 1 << 16


@contextmanager
def scratch() -> Iterator[Path]:
    """Make the folder, and remove it in the end.

    Raises:
        OutputError: its disk is full.
    """
    with tempfile.TemporaryDirectory(prefix="dataprep-") as folder:
        try:
            yield Path(folder)
        except (OSError, OutputError) as error:
            if _is_full(error, folder):
                raise OutputError(
                    f"{Path(folder).parent}: the disk for temporary files is full; nothing was written",
                    "free some space, or name a folder of another disk: TMPDIR=FOLDER dataprep ...",
                ) from error
            raise


def _is_full(error: OSError | OutputError, folder: str) -> bool:
    cause = error if isinstance(error, OSError) else error.__cause__
    if not isinstance(cause, OSError) or cause.errno != errno.ENOSPC:
        return False
    place = cause.filename2 or cause.filename  # a copy names its source first
    if place is not None:
        return os.fsdecode(place).startswith(folder)
    if isinstance(error, OSError) or error.message.startswith(folder):
        return True
    # A write does not say where; the files beside the output have gone meanwhile.
    return shutil.disk_usage(folder).free < _LITTLE
