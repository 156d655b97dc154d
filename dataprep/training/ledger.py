"""What was uploaded and created, and what was about to be: the memory of a folder.

``FOLDER/.dataprep/ledger.log`` holds one JSON object a line and only grows. Before something is done on
a server its intent is written, afterwards its result; so that whatever ended the program, the next run
sees what it does not know, and asks the server before anything is done again. The name ends neither in
``.jsonl`` nor in anything else that a glob or a hook takes for data, and git ignores the folder.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from dataprep.errors import OutputError

_FOLDER = ".dataprep"
_NAME = "ledger.log"
_PAUSE = 0.05
# What a line must hold to be of use; one that was edited or cut is passed over like a torn one.
_HELD = {
    "file-intent": ("sha256",),
    "file": ("sha256", "id"),
    "upload": ("sha256", "upload"),
    "part": ("sha256", "upload", "number", "part"),
    "job-intent": ("mark", "before"),
    "job": ("mark", "id"),
}


class Ledger:
    """The ledger of a folder; the file is made with its first line.

    Args:
        folder: the project's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder) / _FOLDER
        self.path = self.folder / _NAME

    def record(self, event: str, **fields: Any) -> None:
        """Append a line; it is on the disk when this returns.

        Args:
            event: what happened, e.g. ``job-intent``.
            fields: plain data. Never the key.

        Raises:
            OutputError: the file cannot be written; what the line would have announced must not be
                done then.
        """
        entry = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, **fields}
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        try:
            self._prepare()
            with self.path.open("ab+") as file, _locked(file):
                # A line that a crash has cut short stays alone.
                end = file.seek(0, os.SEEK_END)
                if end and _last_byte(file, end) != b"\n":
                    line = b"\n" + line
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(
                f"{self.path}: {error.strerror or error}",
                "the ledger keeps you from paying twice: make its folder writable",
            ) from error

    def entries(self) -> list[dict[str, Any]]:
        """Return the lines, oldest first; what a crash has left torn is passed over.

        Raises:
            OutputError: the file is there and cannot be read.
        """
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise OutputError(
                f"{self.path}: {error.strerror or error}",
                "the ledger keeps you from paying twice: make it readable",
            ) from error
        found = []
        for line in raw.split(b"\n"):
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                found.append(entry)
        return found

    def of(self, identity: str) -> list[dict[str, Any]]:
        """Return the lines about one server, oldest first."""
        return [
            one
            for one in self.entries()
            if one.get("server") == identity
            and isinstance(event := one.get("event"), str)
            and all(key in one for key in _HELD.get(event, ()))
        ]

    def job(self, job_id: str) -> dict[str, Any] | None:
        """Return the line of a job that was made from this folder: where it runs, and with which key."""
        made = (one for one in reversed(self.entries()) if one.get("event") == "job")
        return next((one for one in made if one.get("id") == job_id and "target" in one), None)

    @contextmanager
    def alone(self, name: str, say: Callable[[str], None] | None = None) -> Iterator[None]:
        """Keep every other process of this folder out of the same block until this one is through.

        A process that is killed lets go of it.

        Args:
            name: of the block.
            say: is told where another process is in it, and this one waits.

        Raises:
            OutputError: the lock cannot be made.
        """
        try:
            self._prepare()
            file = (self.folder / f"{name}.lock").open("ab+")
        except OSError as error:
            raise OutputError(
                f"{self.folder}: {error.strerror or error}", "make the folder writable"
            ) from error

        def waits() -> None:
            if say is not None:
                say(
                    f"another run in {self.folder.parent.resolve()} is at its {name}; waiting for it"
                )

        with file, _locked(file, waits):
            yield

    def _prepare(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")


def _last_byte(file: IO[bytes], end: int) -> bytes:
    file.seek(end - 1)
    return file.read(1)


@contextmanager
def _locked(file: IO[bytes], waits: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold a file for this process alone; `waits` is called once where another one has it."""
    if not _taken(file):
        if waits is not None:
            waits()
        while not _taken(file):
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        _let_go(file)


def _taken(file: IO[bytes]) -> bool:
    """Take a file, and return whether no other process has it."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # as POSIX says it, and as Windows does
        return False
    return True


def _let_go(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_UN)
