"""The exit codes, in one place."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told."""

    OK = 0
    FINDINGS = 1
    """Something at or above ``--fail-on`` was found."""
    FAILED = 2
    """The job could not be done: usage, unreadable input, full disk, a bug."""
    INTERRUPTED = 130
