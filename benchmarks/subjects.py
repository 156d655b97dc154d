"""The commands of dataprep that `table.py` measures, and the inputs that it measures them on."""

from __future__ import annotations

from typing import NamedTuple


class Input(NamedTuple):
    """A file that is generated.

    Attributes:
        kind: a kind of `generate.py`.
        suffix: of the file.
        defects: as `generate.py --defect` takes them.
    """

    kind: str
    suffix: str
    defects: tuple[str, ...] = ()


_DEFECTS = (
    "broken-json", "unknown-key", "unknown-role", "empty-answer", "no-answer", "undeclared-tool",
    "mojibake", "secret", "duplicate", "conflicting-answer",
)  # fmt: skip
INPUTS: dict[str, Input] = {
    "chat": Input("chat-plain", ".jsonl"),
    # One row in a hundred.
    "defects": Input("chat", ".jsonl", tuple(f"{name}=0.001" for name in _DEFECTS)),
    "csv": Input("csv", ".csv"),
    "xlsx": Input("xlsx", ".xlsx"),
}
"""Name -> what it is; docs/performance.md says what each holds."""


class Subject(NamedTuple):
    """A command of dataprep.

    Attributes:
        input: the one it is run on.
        arguments: of dataprep; ``FILE`` is the input, ``OUT`` a file to write.
        again: whether the counts of an earlier run are there, over a file of which one row in a
            hundred was another.
    """

    input: str
    arguments: tuple[str, ...]
    again: bool = False


_LOOK = ("--isolated", "--exit-zero")
_VALIDATE = ("validate", "FILE", *_LOOK, "--jobs")
_EXACT = ("--tokens", "exact")
_CONVERT = ("convert", "FILE", "-q", "--to", "chat", "-o", "OUT", "--jobs")
SUBJECTS: dict[str, Subject] = {
    "validate": Subject("chat", (*_VALIDATE, "1")),
    "validate, 2 jobs": Subject("chat", (*_VALIDATE, "2")),
    "exact": Subject("chat", (*_VALIDATE, "1", *_EXACT)),
    "exact, 2 jobs": Subject("chat", (*_VALIDATE, "2", *_EXACT)),
    "exact again": Subject("chat", (*_VALIDATE, "1", *_EXACT), again=True),
    "stats": Subject("chat", ("stats", "FILE", "--isolated", "--jobs", "1")),
    "near-duplicates": Subject("chat", (*_VALIDATE, "1", "--near-duplicates")),
    "validate, defects": Subject("defects", (*_VALIDATE, "1")),
    "fix": Subject(
        "defects", ("fix", "FILE", *_LOOK, "-o", "OUT", "-q", "--unsafe-fixes", "--jobs", "1")
    ),
    "convert CSV": Subject("csv", (*_CONVERT, "1")),
    "convert CSV, 2 jobs": Subject("csv", (*_CONVERT, "2")),
    "convert XLSX": Subject("xlsx", (*_CONVERT, "1")),
}
"""Name -> what it is. `stats` counts every token."""
