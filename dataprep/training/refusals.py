"""What the SDK raises, as a `ServerError` in the server's words, and whether to try again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

from dataprep.errors import DataprepError, ServerError

_PASSING = (408, 409, 429)
# No pause that a server asks for makes sense for somebody who waits at a terminal beyond this.
_LONGEST_PAUSE = 120.0
_LONGEST_MESSAGE = 2000


def refusal(
    what: str, fault: Exception, host: str, key_env: str, clean: Callable[[str], str]
) -> tuple[ServerError, float | None]:
    """Return a fault of the SDK in our words, and the pause in seconds that the server asks for.

    Args:
        what: what was tried: ``"create the job"``.
        fault: what the SDK raised.
        host: of the server.
        key_env: the variable that holds the key.
        clean: takes the key out of a text.
    """
    response = getattr(fault, "response", None)
    status: int | None = getattr(response, "status_code", None)
    if status is None:
        return _unanswered(what, fault, host, clean), None
    said = clean(_message(fault) or f"no reason was given (HTTP {status})")[:_LONGEST_MESSAGE]
    code = clean(str(getattr(fault, "code", None) or ""))
    named = f"{status}, {code}" if code else str(status)
    error = ServerError(
        f"cannot {what}: {host} refused ({named}): {said}"
        if status < 500
        else f"cannot {what}: {host} failed ({named}): {said}",
        _hint(status, code, key_env),
        status,
        code,
    )
    return error, _asked_pause(getattr(response, "headers", {}))


def no_api(what: str, answer: str, host: str, clean: Callable[[str], str]) -> ServerError:
    """Return the fault of a server that answers with a text: a web page, mostly."""
    return ServerError(
        f"cannot {what}: {host} answered no JSON but `{clean(_line(answer))[:80]}`",
        "check --base-url: it is the address of the API, which ends in /v1 on most servers",
        status=200,
    )


def wait_before(attempt: int, error: ServerError, asked: float | None) -> float | None:
    """Return how long to wait before a request is sent again; None where that is of no use.

    Args:
        attempt: how often it was sent again before.
        error: what it met.
        asked: the pause that the server asks for.
    """
    passing = error.status is None or error.status in _PASSING or error.status >= 500
    # An account without money gets the same 429 for ever (OpenAI, error codes, 2026-11-20).
    if not passing or error.code == "insufficient_quota":
        return None
    if asked is not None:
        return asked if asked <= _LONGEST_PAUSE else None
    return float(min(0.5 * 2**attempt, 8.0))


def own_fault(fault: BaseException) -> DataprepError | None:
    """Return the fault of ours that the SDK took for one of the connection, if it is one."""
    return next((one for one in _chain(fault) if isinstance(one, DataprepError)), None)


def _chain(fault: BaseException) -> Iterator[BaseException]:
    reason: BaseException | None = fault
    while reason is not None:
        yield reason
        reason = reason.__cause__ or reason.__context__


def _unanswered(what: str, fault: Exception, host: str, clean: Callable[[str], str]) -> ServerError:
    if isinstance(fault, ValueError):
        return ServerError(
            f"cannot {what}: the answer of {host} is no JSON: {clean(str(fault))}",
            "check --base-url: it is the address of the API, which ends in /v1 on most servers",
            status=200,
        )
    *_, reason = _chain(fault)
    said = clean(str(reason) or str(fault) or type(reason).__name__)[:_LONGEST_MESSAGE]
    return ServerError(
        f"cannot {what}: no answer from {host}: {said}",
        "check the network, a proxy and --base-url, and run the same command again",
    )


def _message(fault: Exception) -> str:
    """Return the server's own message, without what the SDK puts around it."""
    body = getattr(fault, "body", None)
    if isinstance(body, dict):
        inner = body.get("error")
        for one in (inner if isinstance(inner, dict) else {}, body):
            for key in ("message", "detail", "error"):
                if one.get(key):
                    return _line(one[key])
        return _line(body)
    if body:
        return _line(body)
    return _line(getattr(fault, "message", "") or "")


def _line(value: Any) -> str:
    return " ".join(str(value).split())


def _hint(status: int, code: str, key_env: str) -> str:
    if code == "insufficient_quota":
        return "the account has no credit left, or its limit is reached: see its billing page"
    return {
        401: f"check the key in {key_env}, and that it is one of this server",
        403: "this key may not do that: ask whoever runs the organisation or the project",
        404: "check the id, --target and --base-url",
        429: "wait a while and run the same command again",
    }.get(status, "wait a while and run the same command again" if status >= 500 else "")


def _asked_pause(headers: Any) -> float | None:
    """Return the pause of ``retry-after-ms`` or ``retry-after`` (seconds, or a date), in seconds."""
    with suppress(TypeError, ValueError):
        return max(0.0, float(headers.get("retry-after-ms")) / 1000)
    value = headers.get("retry-after")
    with suppress(TypeError, ValueError):
        return max(0.0, float(value))
    with suppress(TypeError, ValueError, IndexError):
        return max(0.0, parsedate_to_datetime(str(value)).timestamp() - time.time())
    return None
