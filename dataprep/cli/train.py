"""`dataprep train`: check, price, ask, upload, start, follow."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dataprep.cli.completing import files
from dataprep.cli.configured import configured
from dataprep.cli.console import ProgressLine, say, show_progress, use_colour
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.grouped import GroupedCommand
from dataprep.cli.train_options import HYPERPARAMETERS, train_options
from dataprep.errors import MissingExtraError, UsageError
from dataprep.output.terminal import safe

if TYPE_CHECKING:
    from dataprep.targets import Target
    from dataprep.training.options import JobOptions
    from dataprep.training.preflight import Preflight
    from dataprep.training.server import Client

_COLOURS = {"error": "red", "warning": "yellow"}
_JUDGED = (
    "target", "method", "dataset", "grader", "ignore", "today", "tokenizer", "jobs", "cache",
)  # fmt: skip


@click.command(cls=GroupedCommand, context_settings={"max_content_width": 100})
@click.argument("train", required=False, shell_complete=files)
@train_options
def command(train: str | None, **options: Any) -> int:
    """Check a training file, say what the job costs, ask, upload, start the job and follow it.

    \b
    Examples:
      dataprep train dataset/train.jsonl --target azure/gpt-4.1-mini --dry-run
      dataprep train dataset/train.jsonl --validation dataset/valid.jsonl --target azure/gpt-4.1-mini
      dataprep train train.jsonl --target openai/gpt-4.1-mini --epochs 3 --suffix support --yes
      dataprep train pairs.jsonl --target azure/gpt-4.1 --method dpo --beta 0.1
      dataprep train --dataset support --yes --no-follow

    Nothing is sent before everything that can be known is right. Without a terminal to ask in, it
    needs --yes. Files that are on the server already are not sent again, and the same command after a
    crash finds the job that it made. Ctrl-C ends the following, not the job.

    Exit code 0: the job succeeded, was started (--no-follow), or may be (--dry-run); 1: findings stand
    against it, it failed, or was cancelled; 2: it could not be done; 130: detached, the job goes on.
    """
    from dataprep.engine.validation.options import merge
    from dataprep.training.preflight import preflight, target_of

    settings = configured(options["config"], bool(options["isolated"]))
    given = {key: options[key] for key in _JUDGED}
    given["paths"] = (train,) if train else ()
    given["validation_file"] = (options["validation_file"],) if options["validation_file"] else ()
    merged = merge(given, settings)
    target = target_of(merged, settings)
    job = _job(options)
    client, base_url, notes = _reached(target, options)
    line = ProgressLine(0, show_progress())
    try:
        found = preflight(
            merged, settings, job, client, base_url, notes, line, must=not options["dry_run"]
        )
    finally:
        line.finish()
    as_json = bool(options["as_json"])
    if not as_json:
        _show(found)
    if found.plan is None or options["dry_run"]:
        if as_json:
            _print(found)
        _tell("nothing was sent" if found.errors else "this is a dry run: nothing was sent")
        if found.only_dates:
            codes = ",".join(code for code in found.report.per_code() if code.startswith("TGT"))
            _tell(f"these are dates; to train all the same: --ignore {codes}")
        return ExitCode.FINDINGS if found.errors else ExitCode.OK
    if not options["yes"] and not _agreed():
        _tell("nothing was sent")
        return ExitCode.FAILED
    assert client is not None
    return _run(found, client, options, settings.root)


def _run(found: Preflight, client: Client, options: Mapping[str, Any], root: Path) -> int:
    """Start the job and follow it."""
    from dataprep.cli.attaching import attach, followed
    from dataprep.cli.talk import Terminal
    from dataprep.training.job import SUCCEEDED, Job
    from dataprep.training.ledger import Ledger
    from dataprep.training.running import attaching, started

    try:
        data = started(
            found, client, Ledger(root), Terminal(),
            force_upload=bool(options["force_upload"]), again=bool(options["again"]),
        )  # fmt: skip
    except KeyboardInterrupt:
        _tell("interrupted; the same command goes on from here, and does nothing twice")
        return ExitCode.INTERRUPTED
    job = Job(client, str(data["id"]))
    _tell(f"job {job.id}: {data.get('status') or 'no status yet'}")
    if options["no_follow"]:
        if options["as_json"]:
            _print(found, data)
        _tell("follow it with:")
        (_tell if options["as_json"] else say)(safe(attaching(job.id, client)))
        return ExitCode.OK
    if not options["as_json"]:
        return attach(job, options["poll"])
    results = followed(job, options["poll"])
    if results is None:
        _print(found, data)
        return ExitCode.INTERRUPTED
    _print(found, results.data, results.to_dict())
    return ExitCode.OK if results.data.get("status") == SUCCEEDED else ExitCode.FINDINGS


def _reached(
    target: Target, options: Mapping[str, Any]
) -> tuple[Client | None, str, tuple[str, ...]]:
    """Return the client, the base URL, and what a dry run says where there is no client."""
    from dataprep.training.server import Client, server_of

    base_url, insecure = options["base_url"], bool(options["insecure_http"])
    variable = options["api_key_env"] or target.value("key_env")
    if not options["dry_run"] or variable is None:
        client = Client(server_of(target, base_url, options["api_key_env"], insecure))
        _ = client.sdk  # a missing package is told before minutes go into a large file
        return client, client.server.base_url, ()
    # A look at the plan needs neither key nor address.
    stand_in = {variable: "none", **{k: v for k, v in os.environ.items() if v.strip()}}
    try:
        server = server_of(target, base_url, options["api_key_env"], insecure, stand_in)
    except UsageError as error:
        if base_url is not None:
            raise
        return None, "", (f"no server was asked: {error.message}",)
    if not os.environ.get(variable, "").strip():
        return None, server.base_url, (f"{server.host} was not asked: {variable} is not set",)
    client = Client(server)
    try:
        _ = client.sdk
    except MissingExtraError as error:
        return None, server.base_url, (f"{server.host} was not asked: {error.message}",)
    return client, server.base_url, ()


def _job(options: Mapping[str, Any]) -> JobOptions:
    """Return what is asked of the job.

    Raises:
        UsageError: a value is none, or a file holds no JSON.
    """
    from dataprep.engine.grader import read
    from dataprep.training.hyperparameters import parsed
    from dataprep.training.options import JobOptions

    typed = {HYPERPARAMETERS[name]: options[name] for name in HYPERPARAMETERS}
    typed |= _pairs("--hyperparameter", options["hyperparameter"])
    return JobOptions(
        {key: parsed(key, text) for key, text in typed.items() if text is not None},
        options["suffix"], options["seed"], _pairs("--metadata", options["metadata"]),
        options["wandb"], options["training_type"],
        read(options["grader"]) if options["grader"] else None,
        read(options["response_format"]) if options["response_format"] else None,
    )  # fmt: skip


def _pairs(name: str, texts: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise UsageError(f"{name} {text!r} is not NAME=VALUE", f"e.g. {name} team=support")
        pairs[key] = value
    return pairs


def _show(found: Preflight) -> None:
    """Print the findings as `dataprep validate` does, then the problems and the plan."""
    from dataprep.output.formats import get
    from dataprep.output.formats.base import Style

    colour = use_colour(sys.stdout)
    if found.report.counts:
        for text in get("full").lines(found.report, Style(colour=colour, quiet=True)):
            say(text, True)
    for one in found.problems:
        level = str(one.severity)
        say(f"{click.style(level, fg=_COLOURS.get(level))}: {safe(one.message)}", colour)
        if one.help:
            say(f"{click.style('help', fg='cyan')}: {safe(one.help)}", colour)
    if found.plan is not None:
        for text in found.plan.lines():
            say(safe(text))


def _agreed() -> bool:
    """Ask whether to start.

    Raises:
        UsageError: there is no terminal to ask in.
    """
    if not sys.stdin.isatty():
        raise UsageError(
            "nothing was sent: there is no terminal to ask in",
            "start the job with --yes, or only look with --dry-run",
        )
    return click.confirm("upload and start this job?", err=True)


def _print(found: Preflight, job: Any = None, results: Any = None) -> None:
    from dataprep.cli.tables import print_json

    report = found.report.to_dict()
    print_json({
        "ok": not found.errors,
        "plan": None if found.plan is None else found.plan.to_dict(),
        "findings": report["findings"],
        "problems": [one.to_dict() for one in found.problems],
        "job": job,
        "results": results,
    })  # fmt: skip


def _tell(text: str) -> None:
    click.echo(safe(text), err=True)
