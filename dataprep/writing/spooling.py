"""A temporary folder for what a run keeps on disk, and the one error for what happens to it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dataprep.errors import OutputError


@contextmanager
def spooling() -> Iterator[Path]:
    """Make a temporary folder, and remove it whatever happens.

    Raises:
        OutputError: it cannot be made, cannot be written, is full, or was removed by somebody else.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="dataprep-"))
    except OSError as error:
        raise OutputError(
            f"no temporary folder can be made ({error.strerror or error})",
            "name a folder that can be written in the variable TMPDIR",
        ) from error
    try:
        yield folder
    except BrokenPipeError:  # whoever read our standard output has gone; no disk is at fault
        raise
    except OSError as error:
        if not _is_about(error, folder):
            raise
        raise _fault(error, folder) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_about(error: OSError, folder: Path) -> bool:
    # Files without a name are those of the folder: every other one is named by who opened it.
    names = [name for name in (error.filename, error.filename2) if name is not None]
    return not names or any(Path(os.fsdecode(name)).is_relative_to(folder) for name in names)


def _fault(error: OSError, folder: Path) -> OutputError:
    place = f"the temporary folder {folder}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            f"{place}: the disk is full ({error.strerror}); nothing was written",
            "free some space, or name a folder on another disk in the variable TMPDIR",
        )
    if not folder.is_dir():
        return OutputError(
            f"{place}: was removed while it was in use; nothing was written",
            "run again, and keep what cleans temporary files away from it; TMPDIR names another one",
        )
    return OutputError(
        f"{place}: cannot be used ({error.strerror or error}); nothing was written",
        "check it and its permissions, or name another one in the variable TMPDIR",
    )
