"""The result files of a job: fetched, decoded and read, whatever they look like.

A result file is CSV. Some servers were said to give it in base64 (reports of users; no page confirms
it, 2026-11-20), so a text that is no table of steps is tried as such.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from dataprep.errors import ServerError
from dataprep.training import measures

if TYPE_CHECKING:
    from dataprep.training.job import Job
    from dataprep.training.server import Client

_BOM = "\ufeff"


class ResultFile(NamedTuple):
    """A result file of a job, or of one of its checkpoints.

    Attributes:
        id: on the server.
        text: its decoded content; empty where it could not be had.
        points: what it says by step.
        fault: why there is no table in it; empty where there is one.
    """

    id: str
    text: str
    points: measures.Points
    fault: str = ""


class Results(NamedTuple):
    """All that is known of how a job went.

    Attributes:
        data: the job.
        files: its result files.
        checkpoints: as the server gives them.
        points: what was measured by step: in the files, else in checkpoints and events.
    """

    data: dict[str, Any]
    files: list[ResultFile]
    checkpoints: list[dict[str, Any]]
    points: measures.Points

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            "job": self.data,
            "files": [{"id": one.id, "fault": one.fault} for one in self.files],
            "checkpoints": self.checkpoints,
            "summary": measures.summary(self.points),
            "hint": measures.overfitting(self.points),
            "steps": [{"step": step, **row} for step, row in self.points.items()],
        }


def results(job: Job, data: dict[str, Any] | None = None) -> Results:
    """Return what is known of how a job went; what its server does not keep is left out.

    Args:
        data: the job, where it was just asked for.

    Raises:
        ServerError: there is no such job, or the server cannot be reached.
    """
    data = job.data() if data is None else data
    checkpoints = job.checkpoints()
    files = [result_file(job.client, id) for id in file_ids(data, checkpoints)]
    points = measures.together(
        *(one.points for one in files),
        measures.of_checkpoints(checkpoints),
        measures.of_events(job.events()),
    )
    return Results(data, files, checkpoints, points)


def file_ids(data: dict[str, Any], checkpoints: Iterable[dict[str, Any]] = ()) -> list[str]:
    """Return the ids of the result files of a job and of its checkpoints, each once."""
    named = [data.get("result_files"), *(one.get("result_files") for one in checkpoints)]
    # Some servers put the whole file object where OpenAI puts its id.
    ids = [
        one.get("id") if isinstance(one, dict) else one
        for files in named
        if isinstance(files, list)
        for one in files
    ]
    return list(dict.fromkeys(one for one in ids if isinstance(one, str) and one))


def result_file(client: Client, id: str) -> ResultFile:
    """Return a result file; one that is gone, or not to be read, with the reason.

    Raises:
        ServerError: the server cannot be reached, or refuses the key.
    """
    try:
        # The SDK asks for `application/binary` by itself, which a strict server has not got.
        answer = client.call(
            f"fetch the result file {id}",
            client.patient.files.content,
            id,
            extra_headers={"Accept": "*/*"},
        )
    except ServerError as error:
        if error.status not in (400, 403, 404, 406, 410):
            raise
        return ResultFile(id, "", {}, error.message)
    text = decoded(answer.content)
    if text is None:
        return ResultFile(id, "", {}, f"the result file {id} is no table of steps")
    return ResultFile(id, text, points_of(text))


def decoded(content: bytes) -> str | None:
    """Return the CSV text that a result file holds, plain or in base64; None where it is none."""
    text = content.decode("utf-8", "replace").removeprefix(_BOM)
    if _is_table(text):
        return text
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    text = raw.decode("utf-8", "replace").removeprefix(_BOM)
    return text if _is_table(text) else None


def points_of(text: str) -> measures.Points:
    """Return what a CSV text says by step; rows and cells that say nothing are passed over."""
    points: measures.Points = {}
    for row in csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True):
        measures.add(points, {(name or "").strip().lower(): value for name, value in row.items()})
    return points


def _is_table(text: str) -> bool:
    head = text.lstrip().partition("\n")[0].lower()
    return "step" in [cell.strip().strip('"') for cell in head.split(",")]
