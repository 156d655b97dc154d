"""A folder beside the output in which everything is made, and from which it is renamed at the end.

Nothing is written under its final name before the run has succeeded. The folder goes with every way
out of the `with` block: success, error, or Ctrl-C.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dataprep.errors import DataprepError, OutputError


class Staging:
    """Files on their way to their final names.

    Args:
        folder: the working folder, on the same file system as the outputs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._moves: list[tuple[Path, Path]] = []
        self._stale: list[Path] = []

    def put(self, made: Path, final: Path) -> None:
        """Plan to rename a finished file of the working folder to its final name."""
        self._moves.append((made, final))

    def remove(self, stale: Path) -> None:
        """Plan to remove a file that an earlier run left and this one does not replace."""
        self._stale.append(stale)

    def tidy(self) -> None:
        """Remove everything from the working folder that is not on its way to a final name."""
        kept = {made for made, _ in self._moves}
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path not in kept:
                path.unlink()

    def commit(self) -> None:
        """Flush every file to disk, then rename all of them."""
        for made, final in self._moves:
            final.parent.mkdir(parents=True, exist_ok=True)
            with made.open("rb") as file:
                os.fsync(file.fileno())
        for made, final in self._moves:
            os.replace(made, final)
        finals = {final for _, final in self._moves}
        for stale in self._stale:
            if stale not in finals:
                stale.unlink(missing_ok=True)


@contextmanager
def staging(beside: Path | None) -> Iterator[Staging]:
    """Make the working folder beside a path (in the system's temporary folder for None).

    Raises:
        OutputError: the place cannot be written, or the disk is full.
    """
    folder: Path | None = None
    made: list[Path] = []
    try:
        if beside is not None:
            made = _make_parents(beside.parent)
            folder = Path(tempfile.mkdtemp(prefix=".dataprep-", dir=beside.parent))
        else:
            folder = Path(tempfile.mkdtemp(prefix="dataprep-"))
        yield Staging(folder)
        made = []
    except BrokenPipeError:  # whoever read our standard output has gone; no disk is at fault
        raise
    except OSError as error:
        raise _output_error(error, folder, beside) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        for parent in made:  # folders that only this failed run needed
            _remove_if_empty(parent)


def _make_parents(folder: Path) -> list[Path]:
    """Make a folder and return those that were not there, the innermost first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
    return missing


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _output_error(error: OSError, folder: Path | None, beside: Path | None) -> DataprepError:
    # A copy that fails names its source first; and nobody knows the working folder by its name.
    where = error.filename2 or error.filename or beside or "the temporary folder"
    if (
        folder is not None
        and beside is not None
        and Path(os.fsdecode(where)).is_relative_to(folder)
    ):
        where = beside
    if error.errno == errno.ENOSPC:
        return OutputError(
            f"{where}: the disk is full; nothing was written",
            "free some space, or write to another disk with -o",
        )
    return OutputError(
        f"{where}: cannot be written ({error.strerror or error}); nothing was written",
        "check the folder and its permissions, or choose another place with -o",
    )
