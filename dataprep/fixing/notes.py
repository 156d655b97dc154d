"""What is told besides about a repair that could not be done, or not to its end."""

from __future__ import annotations

from dataprep.engine.validation.lines import LineFile
from dataprep.fixing.rows import PASSES


def foreign(file: LineFile) -> str:
    """Return the note about a file in an encoding that nobody wanted changed."""
    return (
        f"{file.name}: is {file.origin.encoding.label}, so that none of its rows was repaired; "
        "--unsafe-fixes writes it as UTF-8 first"
    )


def circling(codes: list[str]) -> str:
    """Return the note about rules that never come to an end.

    Args:
        codes: of the rules about the dataset that spoke last.
    """
    which = f" ({', '.join(codes)})" if codes else ""
    return (
        f"the files still changed after {PASSES} rounds: rules{which} contradict each other; leave "
        "one out with --ignore"
    )
