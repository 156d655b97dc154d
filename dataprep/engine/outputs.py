"""Where a conversion may write: never over an input, and not over what somebody else wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dataprep.engine.inputs import Input
from dataprep.engine.settings import Settings
from dataprep.errors import OutputError, UsageError
from dataprep.writing.manifest import is_ours, previous_outputs
from dataprep.writing.names import SUFFIX, first_paths, manifest_path, rejects_path, shards_of

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
    finals = first_paths(output, settings.parts, settings.shard_size is not None)
    manifest, rejects = manifest_path(output), rejects_path(output)
    earlier = previous_outputs(manifest)
    # The files of an earlier run are removed when this one does not replace them.
    touched = [*finals, manifest, rejects, *earlier]
    if settings.shard_size:
        touched += [path for part in settings.parts for path in shards_of(output, part)]
    sources = [one.source.path for one in inputs if one.source.path.exists()]
    for path in filter(Path.exists, touched):
        if not path.is_file():  # a device or a folder, which renaming would replace or fail on
            raise OutputError(
                f"{path}: is not a file that can be replaced",
                "write a file with -o FILE.jsonl, or to standard output with -o -",
            )
        if any(path.samefile(source) for source in sources):
            raise OutputError(
                f"{path}: is an input; an input is never overwritten",
                "choose another name with -o",
            )
    if output.suffix.lower() in _OTHER_FORMATS:
        raise UsageError(
            f"{output}: the output is JSON Lines, and the name says {output.suffix}",
            f"write -o {output.with_suffix(SUFFIX)}, or -o {output.with_suffix('')}/ for a folder",
        )
    ours = {path.name for path in earlier}
    foreign = [final for final in finals if final.name not in ours]
    if not is_ours(manifest):
        foreign += [manifest, rejects]
    for path in foreign:
        if not force and path.exists() and path.stat().st_size:
            raise OutputError(
                f"{path}: exists, and no manifest says that dataprep wrote it",
                "choose another name with -o, or replace it with --force",
            )
