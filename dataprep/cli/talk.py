"""What a training run says in the terminal while it uploads, and what it asks."""

from __future__ import annotations

import sys

import click

from dataprep.cli.console import ProgressLine, show_progress
from dataprep.output.terminal import safe
from dataprep.training.running import Talk
from dataprep.training.uploading import UploadedFile


class Terminal(Talk):
    """Progress and lines on standard error; questions only where somebody can answer."""

    def __init__(self) -> None:
        self._line: ProgressLine | None = None
        self._name = ""

    def sending(self, name: str, done: int, total: int) -> None:
        """Show how much of a file is sent."""
        if self._line is None or self._name != name:
            self._line, self._name = ProgressLine(total, show_progress()), name
            self._line.phase(f"uploading {safe(name)}")
        # A part that is sent again counts once.
        self._line(0, done - self._line.done)

    def sent(self, file: UploadedFile) -> None:
        """Say what a file is called on the server."""
        if self._line is not None:
            self._line.finish()
        if file.reused:
            self.says(f"{file.id} is on the server already ({file.bytes:,} bytes); not sent again")
        else:
            self.says(f"uploaded {file.id} ({file.bytes:,} bytes)")

    def says(self, line: str) -> None:
        """Say a line."""
        click.echo(safe(line), err=True)

    def removes(self, files: list[UploadedFile]) -> bool:
        """Ask whether files are removed again, where somebody can answer."""
        if not sys.stdin.isatty():
            return False
        names = ", ".join(one.id for one in files)
        self.says("the server makes no job of them")
        return click.confirm(f"remove the uploaded {names} again?", default=True, err=True)
