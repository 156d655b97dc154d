"""`dataprep jobs`: what runs on a server, and what can be done with it."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from dataprep.cli import completing
from dataprep.cli.console import say
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.job_results import results
from dataprep.cli.server_options import ServerOptions, server_options
from dataprep.cli.tables import print_json, print_table
from dataprep.output.terminal import safe

if TYPE_CHECKING:
    from dataprep.training.job import Job

_WIDE = {"max_content_width": 100}
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_ID = click.argument("job_id", metavar="ID", shell_complete=completing.jobs)


@click.group(context_settings=_WIDE)
def command() -> None:
    """List fine-tuning jobs, follow them, see how they went, and end them.

    \b
    Examples:
      dataprep jobs list --target azure
      dataprep jobs follow ftjob-abc123
      dataprep jobs results ftjob-abc123 --svg loss.svg
      dataprep jobs cancel ftjob-abc123
    """


@command.command("list", short_help="List the jobs, the newest first.", context_settings=_WIDE)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1), help="At most so many."
)
@_JSON
@server_options
def listed(limit: int, as_json: bool, server: ServerOptions) -> int:
    """List the jobs, the newest first.

    \b
    Examples:
      dataprep jobs list
      dataprep jobs list --target nebius --limit 5 --json
    """
    from dataprep.training.following import moment
    from dataprep.training.paging import PAGE, pages

    client = server.client()
    listing = client.sdk.fine_tuning.jobs.list
    found = pages(client, "list the jobs", listing, size=min(PAGE, limit))
    jobs = list(islice(chain.from_iterable(found), limit))
    if as_json:
        print_json(jobs)
        return ExitCode.OK
    print_table(
        ("ID", "STATUS", "MODEL", "CREATED (UTC)", "FINE-TUNED MODEL"),
        (
            (one.get("id"), one.get("status"), one.get("model"), moment(one.get("created_at")),
             one.get("fine_tuned_model"))
            for one in jobs
        ),
    )  # fmt: skip
    return ExitCode.OK


@command.command(short_help="Show a job as the server gives it.", context_settings=_WIDE)
@_ID
@_JSON
@server_options
def show(job_id: str, as_json: bool, server: ServerOptions) -> int:
    """Show a job as the server gives it.

    \b
    Examples:
      dataprep jobs show ftjob-abc123
      dataprep jobs show ftjob-abc123 --json
    """
    from dataprep.training.ending import failure_lines

    data = _job(job_id, server).data()
    if as_json:
        print_json(data)
        return ExitCode.OK
    _print_job(data)
    if data.get("status") == "failed":
        for line in failure_lines(data):
            say(safe(line))
    return ExitCode.OK


@command.command(short_help="Follow a job to its end.", context_settings=_WIDE)
@_ID
@click.option("--poll", type=click.FloatRange(0), metavar="SECONDS",
              help="Between two looks; by default what the platform asks for.")  # fmt: skip
@_JSON
@server_options
def follow(job_id: str, poll: float | None, as_json: bool, server: ServerOptions) -> int:
    """Follow a job to its end: what happens on standard error, how it ended on standard output.

    \b
    Examples:
      dataprep jobs follow ftjob-abc123
      dataprep jobs follow ftjob-abc123 --target azure --poll 30

    Ctrl-C ends the following, not the job. Exit code 0: it succeeded; 1: it failed or was cancelled;
    2: it could not be followed; 130: detached.
    """
    from dataprep.cli.attaching import attach

    return attach(_job(job_id, server), poll, as_json)


@command.command(short_help="Print the events of a job, the oldest first.", context_settings=_WIDE)
@_ID
@click.option("--after", metavar="EVENT", help="Only those behind this event, by its id.")
@_JSON
@server_options
def events(job_id: str, after: str | None, as_json: bool, server: ServerOptions) -> int:
    """Print the events of a job until now, the oldest first.

    \b
    Examples:
      dataprep jobs events ftjob-abc123
      dataprep jobs events ftjob-abc123 --json
    """
    from dataprep.training.following import moment

    job = _job(job_id, server)
    job.data()  # a job that is not there is an error, a server without events is not
    found = list(job.events(after))
    if as_json:
        print_json(found)
        return ExitCode.OK
    print_table(
        ("TIME (UTC)", "LEVEL", "MESSAGE"),
        ((moment(one.get("created_at")), one.get("level"), one.get("message")) for one in found),
    )
    return ExitCode.OK


@command.command(short_help="List the checkpoints of a job.", context_settings=_WIDE)
@_ID
@_JSON
@server_options
def checkpoints(job_id: str, as_json: bool, server: ServerOptions) -> int:
    """List the checkpoints of a job by step; each is a model that can be asked.

    \b
    Examples:
      dataprep jobs checkpoints ftjob-abc123
    """
    job = _job(job_id, server)
    job.data()
    found = job.checkpoints()
    if as_json:
        print_json(found)
        return ExitCode.OK
    rows = []
    for one in found:
        measured = one.get("metrics")
        known: dict[str, Any] = measured if isinstance(measured, dict) else {}
        valid = known.get("full_valid_loss", known.get("valid_loss"))
        model = one.get("fine_tuned_model_checkpoint")
        rows.append((one.get("step_number"), known.get("train_loss"), valid, model))
    print_table(("STEP", "TRAIN LOSS", "VALID LOSS", "MODEL"), rows)
    if not rows:
        click.echo("no checkpoints: they are made at the end of each epoch, if at all", err=True)
    return ExitCode.OK


@command.command(short_help="End a job for good.", context_settings=_WIDE)
@_ID
@_JSON
@server_options
def cancel(job_id: str, as_json: bool, server: ServerOptions) -> int:
    """End a job for good. What was trained until then may be billed.

    \b
    Examples:
      dataprep jobs cancel ftjob-abc123
    """
    return _done(_job(job_id, server).cancel(), as_json)


@command.command(short_help="Let a job keep a checkpoint and stop.", context_settings=_WIDE)
@_ID
@_JSON
@server_options
def pause(job_id: str, as_json: bool, server: ServerOptions) -> int:
    """Let a job keep a checkpoint and stop, until `resume`.

    \b
    Examples:
      dataprep jobs pause ftjob-abc123
    """
    return _done(_job(job_id, server).pause(), as_json)


@command.command(short_help="Let a paused job go on.", context_settings=_WIDE)
@_ID
@_JSON
@server_options
def resume(job_id: str, as_json: bool, server: ServerOptions) -> int:
    """Let a paused job go on.

    \b
    Examples:
      dataprep jobs resume ftjob-abc123
    """
    return _done(_job(job_id, server).resume(), as_json)


command.add_command(results)


def _job(job_id: str, server: ServerOptions) -> Job:
    from dataprep.training.job import Job

    return Job(server.client(job_id), job_id)


def _done(data: dict[str, Any], as_json: bool) -> int:
    if as_json:
        print_json(data)
    else:
        say(safe(f"{data.get('id')}: {data.get('status')}"))
    return ExitCode.OK


def _print_job(data: dict[str, Any]) -> None:
    """Print what is set, a line each; times as times."""
    from dataprep.training.following import moment

    for key, value in data.items():
        if value in (None, "", [], {}) or key in ("object", "error"):
            continue
        shown = moment(value) if key.endswith(("_at", "_finish")) else ""
        say(safe(f"{key}: {shown or value}"))
