"""Every exception that dataprep raises on purpose.

    DataprepError               something that stops the job; carries a hint
    ├── UsageError              options that contradict each other, or a name that does not exist
    ├── InputError              an input that is missing, unreadable, or not what it says
    ├── OutputError             a place that cannot be written
    ├── ServerError             a server refused, failed, or could not be reached
    └── MissingExtraError       an optional package is needed for this input

A row that cannot be used is never an exception that leaves the pipeline: it is a `Reject` (see
`model.py`), so that one bad row does not hide the others. The exception is for what stops the job.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class DataprepError(Exception):
    """Something that stops the job: a fact in `message`, the way out in `hint`.

    Args:
        message: one line, lower case: the fact, the place, the value and the limit.
        hint: one line that says what to do next; empty when there is nothing to add.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[DataprepError], tuple[Any, ...]]:
        # An error raised in a worker process must arrive whole in the parent.
        return (type(self), (self.message, self.hint))


class UsageError(DataprepError):
    """Options that contradict each other, or name something that does not exist."""


class InputError(DataprepError):
    """An input that is missing, unreadable, encrypted, or not what it says it is.

    Attributes:
        findings: about the rows, when none of them can be used: `model.Finding`, in order.
    """

    def __init__(self, message: str, hint: str = "", findings: Sequence[Any] = ()) -> None:
        super().__init__(message, hint)
        self.findings = list(findings)

    def __reduce__(self) -> tuple[type[DataprepError], tuple[Any, ...]]:
        return (type(self), (self.message, self.hint, self.findings))


class OutputError(DataprepError):
    """A place that cannot be written, or must not be (an input, for instance)."""


class ServerError(DataprepError):
    """A server refused, failed, or could not be reached.

    Attributes:
        status: the HTTP status of its answer; None where there was none, so that nobody knows
            whether the request was carried out.
        code: the server's own word for the fault, e.g. ``training_not_available``; else empty.
    """

    def __init__(
        self, message: str, hint: str = "", status: int | None = None, code: str = ""
    ) -> None:
        super().__init__(message, hint)
        self.status = status
        self.code = code

    def __reduce__(self) -> tuple[type[DataprepError], tuple[Any, ...]]:
        return (type(self), (self.message, self.hint, self.status, self.code))


class MissingExtraError(DataprepError):
    """An optional package is needed; the hint is the command that installs it.

    Args:
        what: what needs the package, e.g. ``"reading data.xlsx"``.
        extra: the extra of this distribution that brings it, e.g. ``"excel"``.
    """

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs the extra `{extra}`, which is not installed",
            f"install it with: pip install 'dataprep-finetune[{extra}]'",
        )
        self._args = (what, extra)

    def __reduce__(self) -> tuple[type[DataprepError], tuple[Any, ...]]:
        return (type(self), self._args)
