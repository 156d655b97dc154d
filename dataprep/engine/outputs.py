"""Where a conversion may write: never over an input, and not over what somebody else wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dataprep.engine.inputs import Input
from dataprep.engine.settings import Settings
from dataprep.errors import OutputError, UsageError
from dataprep.writing.manifest import previous_outputs
from dataprep.writing.names import SUFFIX, manifest_path, part_path

_OTHER_FORMATS = (".csv", ".tsv", ".xlsx", ".xls", ".parquet", ".txt", ".md")


def check_output(
    output: Path, inputs: Sequence[Input], settings: Settings, force: bool = False
) -> None:
    """Make sure that writing a dataset loses nothing.

    Args:
        output: the dataset's file; split parts and shards are checked by the names they would have.
        inputs: every input of the run.
        force: replace files that dataprep did not write.

    Raises:
        UsageError: the name says another format than JSON Lines.
        OutputError: the file is an input, or there is a file that no manifest of ours names.
    """
    parts = [name for name, _ in settings.split.parts] if settings.split else [None]
    shard = 1 if settings.shard_size else None
    finals = [part_path(output, part, shard) for part in parts]
    for final in finals:
        for one in inputs:
            if final.exists() and one.source.path.exists() and final.samefile(one.source.path):
                raise OutputError(
                    f"{final}: is an input; an input is never overwritten",
                    "choose another name with -o",
                )
    if output.suffix.lower() in _OTHER_FORMATS:
        raise UsageError(
            f"{output}: the output is JSON Lines, and the name says {output.suffix}",
            f"write -o {output.with_suffix(SUFFIX)}, or -o {output.with_suffix('')}/ for a folder",
        )
    ours = {path.name for path in previous_outputs(manifest_path(output))}
    for final in finals:
        if not force and final.name not in ours and final.exists() and final.stat().st_size:
            raise OutputError(
                f"{final}: exists, and no manifest says that dataprep wrote it",
                "choose another name with -o, or replace it with --force",
            )
