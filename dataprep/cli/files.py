"""`dataprep files`: what was uploaded to a server, and how it is removed."""

from __future__ import annotations

from itertools import chain, islice
from typing import Any

import click

from dataprep.cli.console import say
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.server_options import ServerOptions, server_options
from dataprep.cli.tables import print_json, print_table
from dataprep.output.terminal import safe

_WIDE = {"max_content_width": 100}
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings=_WIDE)
def command() -> None:
    """List the files on a server, and remove them.

    \b
    Examples:
      dataprep files list --target azure
      dataprep files delete file-abc123
    """


@command.command("list", short_help="List the files, the newest first.", context_settings=_WIDE)
@click.option("--purpose", metavar="NAME", help="Only those of a purpose: fine-tune ...")
@click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many."
)
@_JSON
@server_options
def listed(purpose: str | None, limit: int, as_json: bool, server: ServerOptions) -> int:
    """List the files on a server, as it orders them.

    \b
    Examples:
      dataprep files list
      dataprep files list --purpose fine-tune --json
    """
    from dataprep.training.following import moment
    from dataprep.training.paging import PAGE, pages

    client = server.client()
    chosen: dict[str, Any] = {"purpose": purpose} if purpose else {}
    found = pages(client, "list the files", client.sdk.files.list, size=min(PAGE, limit), **chosen)
    files = list(islice(chain.from_iterable(found), limit))
    if as_json:
        print_json(files)
        return ExitCode.OK
    print_table(
        ("ID", "NAME", "BYTES", "PURPOSE", "CREATED (UTC)"),
        (
            (one.get("id"), one.get("filename"), one.get("bytes"), one.get("purpose"),
             moment(one.get("created_at")))
            for one in files
        ),
    )  # fmt: skip
    return ExitCode.OK


@command.command(short_help="Remove files from a server.", context_settings=_WIDE)
@click.argument("file_ids", metavar="ID...", nargs=-1, required=True)
@server_options
def delete(file_ids: tuple[str, ...], server: ServerOptions) -> int:
    """Remove files from a server; those on your disk are not touched.

    \b
    Examples:
      dataprep files delete file-abc123
      dataprep files delete file-abc123 file-def456 --target azure
    """
    client = server.client()
    for one in file_ids:
        client.call(f"delete the file {one}", client.sdk.files.delete, one)
        say(safe(f"{one}: deleted"))
    return ExitCode.OK
