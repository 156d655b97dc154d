"""A run from the files to the job: look, upload, create. What is asked and shown is the caller's.

`train` is the run as a function, for Python; the command line goes through the same steps and asks in
between.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from dataprep.config import Config, load
from dataprep.engine.grader import read
from dataprep.engine.validation.options import merge
from dataprep.errors import DataprepError, InputError, ServerError, UsageError
from dataprep.model import Severity
from dataprep.training.contents import encoding_of
from dataprep.training.creating import created
from dataprep.training.hyperparameters import parsed
from dataprep.training.job import Job
from dataprep.training.ledger import Ledger
from dataprep.training.live import CLOSED
from dataprep.training.options import JobOptions
from dataprep.training.plan import Plan, Sent
from dataprep.training.preflight import Preflight, preflight, target_of
from dataprep.training.server import Client, server_of
from dataprep.training.uploading import UploadedFile, uploaded

Names = str | os.PathLike[str]


class Talk:
    """What a run says and asks on its way; this one is silent and removes nothing."""

    def sending(self, name: str, done: int, total: int) -> None:
        """Hear how many bytes of a file are sent."""

    def sent(self, file: UploadedFile) -> None:
        """Hear that a file is on the server."""

    def says(self, line: str) -> None:
        """Hear what happens besides: that a job was found, or that something is waited for."""

    def removes(self, files: list[UploadedFile]) -> bool:
        """Decide whether files are removed again that no job can use."""
        return False


def started(
    found: Preflight,
    client: Client,
    ledger: Ledger,
    talk: Talk,
    *,
    force_upload: bool = False,
    again: bool = False,
) -> dict[str, Any]:
    """Upload the files, create the job, and return it as the server gives it.

    The same call after a crash at any point finds what happened and goes on from there.

    Args:
        found: what was looked at; without errors.
        client: of the server.
        ledger: remembers each step.
        talk: is told, and asked.
        force_upload: whether files are sent again that are on the server already.
        again: whether a job is made though one of the same data and settings runs or has succeeded.

    Raises:
        InputError: a file has changed since it was looked at.
        ServerError: in the server's words.
    """
    assert found.plan is not None
    encoding = encoding_of(found.plan.target)
    files = []
    for source in (found.train, found.validation):
        if source is None:
            continue
        source.verify()  # what is sent is what was looked at
        file = uploaded(
            client, ledger, source.path, encoding=encoding, force=force_upload,
            progress=partial(talk.sending, source.name), say=talk.says,
        )  # fmt: skip
        talk.sent(file)
        files.append(file)
    request = found.plan.request(*(Sent(one.id, one.sha256) for one in files))
    try:
        return created(client, ledger, request, again=again, say=talk.says)
    except ServerError as error:
        if error.code == CLOSED:
            _offer_removal(error, files, client, talk)
        raise


def train(
    train: Names | None = None,
    *,
    target: str | None = None,
    validation: Names | None = None,
    method: str | None = None,
    dataset: str | None = None,
    config: Names | None = None,
    grader: Names | Mapping[str, Any] | None = None,
    response_format: Mapping[str, Any] | None = None,
    hyperparameters: Mapping[str, Any] | None = None,
    suffix: str | None = None,
    seed: int | None = None,
    metadata: Mapping[str, str] | None = None,
    wandb: str | None = None,
    training_type: str | None = None,
    base_url: str | None = None,
    api_key_env: str | None = None,
    insecure_http: bool = False,
    force_upload: bool = False,
    again: bool = False,
    ledger: Names = ".",
    yes: bool = True,
    **options: Any,
) -> Job:
    """Check files, upload them and start a fine-tuning job. Nothing is asked: this spends money.

        job = dataprep.train("train.jsonl", target="azure/gpt-4.1-mini", validation="valid.jsonl")
        for event in job.events():
            print(event["message"])
        print(job.wait()["fine_tuned_model"])

    The same call after a crash returns the job that was made, and makes no second one.

    Args:
        train: the training file.
        target: ``PLATFORM/MODEL``.
        validation: the validation file.
        method: ``supervised``, ``dpo`` or ``reinforcement``; by default what the rows are for.
        dataset: a dataset of the configuration, instead of the files.
        config: a configuration file; none is looked for.
        grader: of reinforcement: a file, JSON text, or the grader itself.
        response_format: of reinforcement: the form of the answers.
        hyperparameters: ``{"n_epochs": 3, "batch_size": "auto"}``.
        suffix: becomes a part of the model's name.
        seed: of the server's random numbers.
        metadata: kept with the job.
        wandb: project of Weights & Biases.
        training_type: where the target has several (Azure).
        base_url: of the API, instead of the target's.
        api_key_env: the environment variable that holds the key, instead of the target's.
        insecure_http: whether the key may travel unencrypted to another machine.
        force_upload: whether a file is sent again that is on the server already.
        again: whether a job is made though one of the same data and settings runs or has succeeded;
            without it that one is returned.
        ledger: the folder whose ``.dataprep/ledger.log`` remembers uploads and jobs.
        yes: False raises a `UsageError` where everything is right, instead of starting.
        options: of `dataprep.validate`: ``today="2026-11-20"``, ``ignore=["TGT002"]``, ``jobs=4``.

    Returns:
        `Job` with ``wait()``, ``events()``, ``cancel()`` and the rest.

    Raises:
        InputError: errors stand against the job (its `findings` are those about the rows), or a file
            cannot be read.
        MissingExtraError: the package `openai` is not installed.
        ServerError: the server refuses, fails, or cannot be reached.
        UsageError: an option or a target does not exist, or no key is set.
    """
    from dataprep.jsontext import dumps
    from dataprep.rules.registry import using

    configured = load(Path(config)) if config is not None else Config()
    if isinstance(grader, Mapping):
        grader = dumps(dict(grader)).decode()
    given = {
        **options, "target": target, "method": method, "dataset": dataset, "paths": _named(train),
        "validation_file": _named(validation), "grader": None if grader is None else str(grader),
    }  # fmt: skip
    values = {key: parsed(key, value) for key, value in (hyperparameters or {}).items()}
    job = JobOptions(
        values, suffix, seed, dict(metadata or {}), wandb, training_type,
        None if grader is None else read(str(grader)), response_format,
    )  # fmt: skip
    with using(configured.rules):
        merged = merge(given, configured)
        wanted = target_of(merged, configured)
        client = Client(server_of(wanted, base_url, api_key_env, insecure_http))
        found = preflight(merged, configured, job, client, client.server.base_url)
    if found.errors:
        raise refused(found)
    if not yes:
        raise UsageError(
            "nothing was sent: `yes` is false", "everything is right; start it with yes=True"
        )
    data = started(
        found, client, Ledger(Path(ledger)), Talk(), force_upload=force_upload, again=again
    )
    return Job(client, str(data["id"]))


def refused(found: Preflight) -> DataprepError:
    """Return the errors that stand against a job as one exception."""
    said = [one.message for one in found.problems if one.severity == Severity.ERROR]
    said += [one.message for one in found.report.findings if one.severity == Severity.ERROR]
    more = f" (and {found.errors - 1:,} more)" if found.errors > 1 else ""
    return InputError(
        f"errors stand against the job: {said[0]}{more}"
        if said
        else "errors stand against the job",
        "nothing was sent; see: dataprep train --dry-run",
        found.report.findings,
    )


def attaching(job_id: str, client: Client) -> str:
    """Return the command that follows a job, as it can be typed."""
    import shlex

    return shlex.join(["dataprep", "jobs", "follow", job_id, *client.server.options])


def _offer_removal(
    error: ServerError, files: list[UploadedFile], client: Client, talk: Talk
) -> None:
    """Remove the files that this run sent, where that is wanted: no job will ever use them.

    Raises:
        ServerError: `error`, which says that they are gone.
    """
    fresh = [one for one in files if not one.reused]
    if not fresh or not talk.removes(fresh):
        return
    for one in fresh:
        with suppress(ServerError):
            client.call("remove the file", client.sdk.files.delete, one.id)
    raise ServerError(
        error.message,
        "the uploaded files are removed again; other platforms take the same rows: dataprep targets",
        error.status,
        error.code,
    ) from error


def _named(path: Names | None) -> tuple[str, ...]:
    return () if path is None else (os.fspath(path),)


__all__ = ["Plan", "Talk", "attaching", "refused", "started", "train"]
