"""Following a job on the terminal: a live line, what happens, and how it ends.

Ctrl-C ends the following and never the job.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from dataprep.cli.console import say, show_progress
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.tables import print_json, terminal_width
from dataprep.errors import ServerError
from dataprep.output.terminal import safe

if TYPE_CHECKING:
    from dataprep.training.job import Job
    from dataprep.training.results import Results

_CLEAR = "\r\x1b[2K"


def attach(job: Job, poll: float | None = None, as_json: bool = False) -> int:
    """Follow a job to its end and return the exit code: 0 succeeded, 1 failed or cancelled, 130 left.

    Args:
        job: the job.
        poll: seconds between two looks; None for the target's.
        as_json: print the results as JSON in the end.

    Raises:
        ServerError: there is no such job, the server refuses, or it was away for too long.
    """
    from dataprep.training.ending import ending_lines
    from dataprep.training.job import SUCCEEDED

    found = followed(job, poll)
    if found is None:
        return ExitCode.INTERRUPTED
    if as_json:
        print_json(found.to_dict())
    else:
        for text in ending_lines(found, terminal_width(), ascii_only()):
            say(safe(text))
    return ExitCode.OK if found.data.get("status") == SUCCEEDED else ExitCode.FINDINGS


def followed(job: Job, poll: float | None = None) -> Results | None:
    """Follow a job to its end and return what is known of it; None where somebody detached.

    Arguments and exceptions as those of `attach`.
    """
    from dataprep.training.following import Follower
    from dataprep.training.results import ResultFile, Results, results

    with _lines(show_progress()) as (line, live):
        follower = Follower(line, live, options=job.client.server.options)
        try:
            data = job.wait(poll, follower)
            try:
                return results(job, data)
            except ServerError as error:  # the job has ended as it has, whatever can be told of it
                unread = ResultFile("", "", {}, error.message)
                return Results(data, [unread], [], follower.points)
        except KeyboardInterrupt:
            line("detached: the job goes on")
            again = ["dataprep", "jobs", "follow", job.id, *job.client.server.options]
            line(f"attach again: {shlex.join(again)}")
            return None


def ascii_only() -> bool:
    """Whether standard output shows no block characters."""
    try:
        "▁█│".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False


@contextmanager
def _lines(terminal: bool) -> Iterator[tuple[Callable[[str], None], Callable[[str], None] | None]]:
    """Give the two ways to write on standard error: lines that stay, and the live line."""
    shown = ""

    def line(text: str) -> None:
        _write(f"{_CLEAR if terminal else ''}{safe(text)}\n{shown}")

    def live(text: str) -> None:
        nonlocal shown
        shown = safe(text)[: terminal_width() - 1]
        _write(f"{_CLEAR}{shown}")

    try:
        yield line, live if terminal else None
    finally:
        if terminal:
            _write(_CLEAR)


def _write(text: Any) -> None:
    click.echo(text, err=True, nl=False, color=True)
