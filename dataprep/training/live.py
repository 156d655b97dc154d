"""What the server itself says before anything is uploaded: who may train, and for how long.

    GET /fine_tuning/jobs           does the key fit, may it be used for jobs at all
    GET /models/ID                  `shutdown_date`, where the server states one
    GET /fine_tuning/model_limits   what can be trained now (OpenAI; its shape is not documented)

Only the first must be answered. A gateway may know neither of the others, and what they answer is read
as far as it can be. Sources: OpenAI, rate limits guide and models API, 2026-11-20; the wording of a
closed organisation: OpenAI, deprecations, 2026-11-20.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

from dataprep.errors import ServerError
from dataprep.model import Severity
from dataprep.targets import Target
from dataprep.training.problem import Problem
from dataprep.training.server import Client

CLOSED = "training_not_available"
"""The code of 403 for an organisation that may create no jobs any more."""
_NO_LIST = (405, 501)
_ELSEWHERE = "other platforms take the same rows: dataprep targets"


def problems(client: Client, model: str, target: Target, today: date) -> Iterator[Problem]:
    """Yield what the server says against a job.

    Args:
        client: of the server.
        model: as it will be sent.
        target: its names for the model count too.
        today: what an end is held against.

    Raises:
        ServerError: the server cannot be reached, or does not take the key.
    """
    refusal = _may_train(client)
    if refusal is not None:
        yield refusal
        return
    yield from _model(client, model, today)
    yield from _limits(client, model, target)


def _may_train(client: Client) -> Problem | None:
    """Ask for the latest job: the cheapest question that needs the right to train."""
    try:
        client.call("ask for the jobs of this key", _get, client, "/fine_tuning/jobs?limit=1")
    except ServerError as error:
        if error.code == CLOSED:
            return _closed(error)
        if error.status == 403:
            return Problem(error.message, error.hint)
        if error.status == 404:
            return Problem(error.message, "check --base-url; the address usually ends in /v1")
        if error.status not in _NO_LIST:
            raise
    return None


def _model(client: Client, model: str, today: date) -> Iterator[Problem]:
    try:
        found = client.call(
            "look up the model", _get, client, f"/models/{quote(model, safe='')}", again=False
        )
    except ServerError as error:
        if error.code == CLOSED:
            yield _closed(error)
        elif error.status == 404:
            yield Problem(
                f"the server does not list the model `{model}`",
                "some servers list only what answers now: dataprep models list",
                Severity.WARNING,
            )
        return
    end = _day(found.get("shutdown_date")) if isinstance(found, dict) else None
    if end is None:
        return
    days = (end - today).days
    if days <= 0:
        yield Problem(f"the server says that `{model}` was shut down on {end}", _ELSEWHERE)
    else:
        unit = "day" if days == 1 else "days"
        yield Problem(
            f"the server shuts `{model}` down on {end}, in {days:,} {unit}; what is trained from it "
            "ends with it",
            _ELSEWHERE,
            Severity.WARNING,
        )


def _limits(client: Client, model: str, target: Target) -> Iterator[Problem]:
    try:
        found = client.call(
            "look up what can be trained", _get, client, "/fine_tuning/model_limits", again=False
        )
    except ServerError as error:
        if error.code == CLOSED:
            yield _closed(error)
        return
    names = set(_names(found))
    own = {model, target.fine_tuned}
    if target.model is not None:
        own |= {target.model.name, *target.model.aliases}
    if names and not names & own:
        some = ", ".join(sorted(names)[:8])
        yield Problem(
            f"the server does not name `{model}` among the models that can be trained now",
            f"it names: {some}",
            Severity.WARNING,
        )


def _closed(error: ServerError) -> Problem:
    return Problem(error.message, _ELSEWHERE)


def _names(data: Any) -> Iterator[str]:
    """Yield what may be names of models in an answer of unknown shape."""
    if isinstance(data, dict) and isinstance(data.get("data"), list | dict):
        data = data["data"]
    if isinstance(data, dict):
        yield from (key for key, value in data.items() if isinstance(value, dict))
    elif isinstance(data, list):
        for one in data:
            if isinstance(one, dict):
                found = (one.get(key) for key in ("model", "id", "name"))
                yield from (name for name in found if isinstance(name, str))
            elif isinstance(one, str):
                yield one


def _day(value: Any) -> date | None:
    """Return a day that stands as an ISO date or as seconds since 1970; None for anything else."""
    try:
        if isinstance(value, str):
            return date.fromisoformat(value[:10])
        if isinstance(value, int | float) and value:
            return datetime.fromtimestamp(value, UTC).date()
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _get(client: Client, path: str) -> Any:
    """Return the answer to a path as data: no type of the package knows a key newer than itself."""
    return client.sdk.get(path, cast_to=object)
