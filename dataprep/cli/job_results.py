"""`dataprep jobs results`: the result files of a job, their summary, and its curves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dataprep.cli import completing
from dataprep.cli.console import say
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.server_options import ServerOptions, server_options
from dataprep.cli.tables import print_json, terminal_width
from dataprep.errors import InputError
from dataprep.output.terminal import safe

if TYPE_CHECKING:
    from dataprep.training.results import ResultFile, Results


@click.command(
    short_help="Fetch the results, draw the curves.", context_settings={"max_content_width": 100}
)
@click.argument("job_id", metavar="ID", shell_complete=completing.jobs)
@click.option("-o", "--output", metavar="FILE", shell_complete=completing.files,
              help="Write the CSV of the result file; several get a number each.")  # fmt: skip
@click.option("--svg", metavar="FILE", shell_complete=completing.files,
              help="Draw the curves of the losses as an SVG.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@server_options
def results(
    job_id: str, output: str | None, svg: str | None, as_json: bool, server: ServerOptions
) -> int:
    """Fetch the result files of a job, print what was measured, and draw the curves.

    \b
    Examples:
      dataprep jobs results ftjob-abc123
      dataprep jobs results ftjob-abc123 -o results.csv --svg loss.svg
      dataprep jobs results ftjob-abc123 --json

    What a server keeps no file for is taken from checkpoints and events.
    """
    from dataprep.cli.attaching import ascii_only
    from dataprep.training import measures
    from dataprep.training.curves_svg import svg as drawing
    from dataprep.training.ending import ending_lines
    from dataprep.training.job import Job
    from dataprep.training.results import results as fetched

    found = fetched(Job(server.client(job_id), job_id))
    if as_json:
        print_json(found.to_dict())
    else:
        for line in ending_lines(found, terminal_width(), ascii_only()):
            say(safe(line))
        if not found.points:
            click.echo(f"nothing was measured yet: the job is {found.data.get('status')}", err=True)
    if output:
        for path, file in _named(found, Path(output)):
            write(path, file.text)
    if svg and not found.points:
        raise InputError(
            f"{svg}: not written, because nothing was measured of {job_id}",
            "run it again when the job has made steps",
        )
    if svg:
        title = f"Losses of {found.data.get('fine_tuned_model') or job_id}"
        write(Path(svg), drawing(measures.losses(found.points), title))
    return ExitCode.OK


def write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all, and say so on standard error.

    Raises:
        OutputError: the place cannot be written.
    """
    from dataprep.writing.staging import staging

    with staging(path) as stage:
        made = stage.folder / "made"
        made.write_text(text, "utf-8", "replace", newline="")
        stage.put(made, path)
        stage.commit()
    click.echo(safe(f"wrote {path}"), err=True)


def _named(found: Results, path: Path) -> Iterator[tuple[Path, ResultFile]]:
    """Yield the files with a table, each with a name of its own."""
    files = [one for one in found.files if one.text]
    if not files:
        why = "; ".join(one.fault for one in found.files) or "it has none"
        raise InputError(
            f"no result file of {found.data.get('id')} can be written: {why}",
            "leave out -o; the curves may be in events and checkpoints",
        )
    for number, file in enumerate(files):
        yield path.with_stem(f"{path.stem}-{number + 1}") if number else path, file
