"""Whether the job of a request is there already: what the ledger knows, and what the server lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from dataprep.errors import ServerError
from dataprep.training.options import RUN
from dataprep.training.paging import ABSENT, NOT_THERE, SEARCHED_PAGES, pages, plain
from dataprep.training.server import Client

_DEAD = ("failed", "cancelled")
# A job may be listed a moment after it was asked for.
_LOOKS = (1.0, 2.0)


class JobRequest(NamedTuple):
    """What is asked for.

    Attributes:
        body: exactly what is sent.
        mark: of model, method, settings and data: the job of one mark is made once.
    """

    body: dict[str, Any]
    mark: str


class History(NamedTuple):
    """What the ledger says: jobs of this mark, jobs of any, and a request without an answer."""

    made: list[str]
    known: set[str]
    open: dict[str, Any] | None


def history(entries: Iterable[dict[str, Any]], mark: str) -> History:
    made: list[str] = []
    known: set[str] = set()
    intent: dict[str, Any] | None = None
    for one in entries:
        if one["event"] == "job":
            known.add(one["id"])
        if one.get("mark") != mark:
            continue
        if one["event"] == "job-intent":
            intent = one
        elif one["event"] in ("job", "job-refused"):
            intent = None
            if one["event"] == "job":
                made.append(one["id"])
    return History(made, known, intent)


def remembered(client: Client, past: History) -> dict[str, Any] | None:
    """Return the latest job that the ledger has of this mark, where it is there and not dead."""
    if past.open is not None:
        return None
    for job_id in dict.fromkeys(reversed(past.made)):
        try:
            job = plain(
                client.call(f"look at {job_id}", client.sdk.fine_tuning.jobs.retrieve, job_id)
            )
        except ServerError as error:
            if error.status in NOT_THERE:
                continue
            raise
        if job.get("status") not in _DEAD:
            return job
    return None


def listed(client: Client, must: bool) -> list[dict[str, Any]]:
    """Return the jobs of the server, the newest as far as it lists them so.

    Args:
        must: whether a server without a list is a fault: where a job may have been made.
    """
    listing = pages(client, "list the jobs", client.sdk.fine_tuning.jobs.list, most=SEARCHED_PAGES)
    try:
        return [one for page in listing for one in page if isinstance(one.get("id"), str)]
    except ServerError as error:
        if error.status in ABSENT and not must:
            return []
        raise


def alike(job: dict[str, Any], request: JobRequest) -> bool:
    """Whether a job may be the one that is asked for: by its mark, or without one by its files."""
    mark = (job.get("metadata") or {}).get(RUN)
    if mark is not None:
        return bool(mark == request.mark)
    return all(
        (job.get(key) or None) == (request.body.get(key) or None)
        for key in ("training_file", "validation_file")
    )


def among(
    jobs: Iterable[dict[str, Any]], request: JobRequest, past: History, again: bool
) -> dict[str, Any] | None:
    """Return the job that is asked for, among those of the server."""
    for job in jobs:
        if not alike(job, request):
            continue
        marked = (job.get("metadata") or {}).get(RUN) == request.mark
        # Made since it was asked for, and nobody saw the answer: whatever became of it.
        if past.open is not None and job["id"] not in {*past.open["before"], *past.known}:
            return job
        if marked and not again and job.get("status") not in _DEAD:
            return job
    return None


def looked(
    client: Client, request: JobRequest, past: History, again: bool
) -> dict[str, Any] | None:
    """Look several times for a job whose making left no answer."""
    for pause in (0.0, *_LOOKS):
        if pause:
            client.sleep(pause)
        job = among(listed(client, must=True), request, past, again)
        if job is not None:
            return job
    return None
