"""`dataprep cache`: where token counts of earlier runs are kept, and how they are removed."""

from __future__ import annotations

import click

from dataprep.cli.exit_codes import ExitCode


@click.command(context_settings={"max_content_width": 100})
@click.argument("action", required=False, type=click.Choice(("clear",)), metavar="[clear]")
def command(action: str | None) -> int:
    """Say where token counts of earlier runs are kept, or remove them.

    \b
    Examples:
      dataprep cache
      dataprep cache clear
      dataprep validate train.jsonl --tokens exact --no-cache

    Counts are found again by a hash of the texts; no text is kept. The cache takes at most some 140 MB
    and can be removed at any time, even while another run uses it. DATAPREP_CACHE_DIR names another
    folder for it.
    """
    from dataprep.errors import OutputError
    from dataprep.output.terminal import safe
    from dataprep.tokens.cache_folder import cache_folder, own_files

    folder, files = cache_folder(), own_files()
    size = sum(path.stat().st_size for path in files)
    if action is None:
        click.echo(safe(f"{folder}: {size / 1e6:,.1f} MB"))
        return ExitCode.OK
    for path in files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be removed ({error.strerror or error})",
                "end the runs that use it, or check the permissions of the folder",
            ) from error
    click.echo(safe(f"{folder}: {size / 1e6:,.1f} MB removed"))
    return ExitCode.OK
