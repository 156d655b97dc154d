"""A job, made once: nobody pays twice because an answer was lost or a program was ended.

Before a job is asked for, the ledger and the server are asked whether it is there: by the mark in its
metadata, and on servers that keep none by its files. A request whose answer is lost is not simply sent
again: the jobs are looked through first, and then it is sent once more at most.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from typing import Any

from dataprep.errors import OutputError, ServerError
from dataprep.training.ledger import Ledger
from dataprep.training.made_before import (
    History,
    JobRequest,
    alike,
    among,
    history,
    listed,
    looked,
    remembered,
)  # fmt: skip
from dataprep.training.paging import plain
from dataprep.training.server import Client, unknown

__all__ = ["JobRequest", "created", "delete_command"]
_NOT_READY = ("not ready", "still being processed")
_READY_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, *([30.0] * 59))
_TYPED = ("model", "training_file")


def created(
    client: Client,
    ledger: Ledger,
    request: JobRequest,
    *,
    again: bool = False,
    say: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Return the job of a request, as the server gives it; it is made where there is none.

    A job of the same mark that failed or was cancelled does not count.

    Args:
        client: of the server.
        ledger: of the project.
        request: see `JobRequest`.
        again: make one though there is one that runs or succeeded.
        say: is told when a job was found instead of made, and when something is waited for.

    Raises:
        ServerError: the server refuses, or cannot be reached. Where it is not known whether the job
            was made, the hint says so; the same call finds it.
        OutputError: the ledger cannot be written.
    """
    tell = say or (lambda line: None)
    with ledger.alone("job", tell):
        past = history(ledger.of(client.identity), request.mark)
        if not again and (job := remembered(client, past)) is not None:
            tell(f"the job {job['id']} was made before from the same data and settings")
            return job
        jobs = listed(client, must=past.open is not None)
        job = among(jobs, request, past, again)
        if job is None and past.open is not None:
            job = looked(client, request, past, again)
        if job is not None:
            tell(f"found the job {job['id']}, made before from the same data and settings")
            _record(client, ledger, request, job)
            return job
        intent = {
            "training_file": request.body.get("training_file"),
            "before": [one["id"] for one in jobs if alike(one, request)],
        }
        ledger.record("job-intent", server=client.identity, mark=request.mark,
                      model=request.body.get("model"), **intent)  # fmt: skip
        job = _made(client, ledger, request, past._replace(open=intent), tell)
        try:
            _record(client, ledger, request, job)
        except OutputError as error:
            raise OutputError(
                f"the job {job['id']} is made, and the ledger could not note it: {error.message}",
                "it runs; make room or the folder writable, and run the same command again: it finds "
                "the job",
            ) from error
        return job


def _made(client: Client, ledger: Ledger, request: JobRequest, past: History,
          tell: Callable[[str], None]) -> dict[str, Any]:  # fmt: skip
    """Ask for the job; wait where its file is not ready."""
    typed = {key: request.body[key] for key in _TYPED}
    further = {key: value for key, value in request.body.items() if key not in _TYPED}
    for pause in (*_READY_PAUSES, None):
        try:
            answer = client.call(
                "create the job", client.patient.fine_tuning.jobs.create, **typed,
                extra_body=further, losses=2,
                lost=lambda: looked(client, request, past, again=True),
            )  # fmt: skip
        except ServerError as error:
            if error.status == 400 and pause and any(one in error.message for one in _NOT_READY):
                tell("the server still processes the file; waiting")
                client.sleep(pause)
                continue
            raise _explained(client, ledger, request, error) from None
        job = plain(answer)
        if isinstance(job.get("id"), str):
            return job
        raise ServerError(
            f"{client.server.host} took the request for a job and gave the job no id",
            "check --base-url: is this a server of OpenAI's fine-tuning API?",
        )
    raise AssertionError("the last pause is none")


def _explained(
    client: Client, ledger: Ledger, request: JobRequest, error: ServerError
) -> ServerError:
    """Return a fault with what to do about it; one that leaves nothing open closes the intent."""
    if unknown(error):
        return ServerError(
            error.message,
            "whether the job was made is not known; run the same command again: it looks for it "
            "before it makes one",
            error.status,
            error.code,
        )
    ledger.record("job-refused", server=client.identity, mark=request.mark, status=error.status,
                  code=error.code)  # fmt: skip
    files = [request.body[key] for key in ("training_file", "validation_file")
             if request.body.get(key)]  # fmt: skip
    if error.code == "training_not_available":
        return ServerError(error.message, f"remove what was uploaded: {delete_command(client, files)}",
                           error.status, error.code)  # fmt: skip
    return error


def delete_command(client: Client, files: Iterable[str]) -> str:
    """Return the command that removes files from a server."""
    return shlex.join(["dataprep", "files", "delete", *files, *client.server.options])


def _record(client: Client, ledger: Ledger, request: JobRequest, job: dict[str, Any]) -> None:
    ledger.record(
        "job", server=client.identity, mark=request.mark, id=job["id"], model=job.get("model"),
        training_file=job.get("training_file"), status=job.get("status"),
        target=client.server.target.name, key_env=client.server.key_env,
        insecure=client.server.insecure,
    )  # fmt: skip
