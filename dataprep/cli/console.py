"""The terminal's manners: colour, and progress on standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from dataprep.errors import OutputError


def use_colour(stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`: FORCE_COLOR, NO_COLOR, TERM, then the terminal."""
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def say(text: str, colour: bool | None = None) -> None:
    """Print a line on standard output.

    Args:
        colour: whether its colours stay; by default they do on a terminal.

    Raises:
        OutputError: it cannot be written, a full disk behind it for instance.
    """
    with writing_out():
        click.echo(text, color=colour)


@contextmanager
def writing_out() -> Iterator[None]:
    """Let a fault of standard output be told from those of other files, which have no names either.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        yield
    except BrokenPipeError:  # whoever read it has seen enough
        raise
    except OSError as error:
        raise OutputError(
            f"standard output: {error.strerror or error}", "check the disk and the permissions"
        ) from error


def show_progress() -> bool:
    """Whether a progress line makes sense: a terminal, and neither pre-commit nor CI."""
    if any(os.environ.get(name) for name in ("CI", "PRE_COMMIT", "DATAPREP_NO_PROGRESS")):
        return False
    return sys.stderr.isatty()


class ProgressLine:
    """One line on standard error that is rewritten in place: what is done, share, rate, time left.

    Args:
        total: bytes of all inputs; 0 where bytes of content are not known (archives, workbooks).
        enabled: False makes every call do nothing.
    """

    def __init__(self, total: int, enabled: bool) -> None:
        self.total, self.enabled = total, enabled
        self.phase("")

    def phase(self, name: str, rows: int = 0) -> None:
        """Begin to count anew; see `engine.progress.phase`."""
        self._name, self._of = name, rows
        self.rows = self.done = 0
        self._start = self._shown = time.monotonic()
        if self.enabled and name:
            self._show(name)

    def __call__(self, rows: int, size: int) -> None:
        """Take a chunk into account, and show the state ten times a second at most."""
        self.rows += rows
        self.done += size
        now = time.monotonic()
        if self.enabled and now - self._shown > 0.1:
            self._shown = now
            self._show(f"{self._name}  {self.text(now - self._start)}".lstrip())

    def text(self, seconds: float) -> str:
        """Return share, rate and time left after so many seconds."""
        seconds = max(seconds, 1e-9)
        if self._of:
            share, rate = self.rows / self._of, f"{self.rows / seconds:,.0f} rows/s"
        else:
            share = self.done / self.total if self.total else 0.0
            rate = f"{self.done / seconds / 1e6:,.0f} MB/s"
        if not share:
            return f"{self.rows:,} rows, {self.rows / seconds:,.0f} a second"
        share = min(1.0, share)
        return f"{share:4.0%}  {rate}  {seconds / share - seconds:,.0f} s left"

    def finish(self) -> None:
        """Remove the line."""
        if self.enabled:
            self._show("")
            sys.stderr.write("\r")
            sys.stderr.flush()

    def _show(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[2K{text}")
        sys.stderr.flush()
