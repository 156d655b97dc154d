"""What is asked and answered: requests, answers, refusals, faults, and the pages of a list."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .serving import Stub


class Request(NamedTuple):
    """What was asked.

    Attributes:
        method: ``POST``.
        path: below ``/v1``: ``/files``.
        query: the parameters.
        headers: lower-case names.
        body: the bytes of a JSON body; empty for a form.
        fields: of a form: texts, and `Stored` (name, path, bytes, sha256) for a file.
        fault: what this request met, where a fault was scripted for it.
    """

    method: str
    path: str
    query: Mapping[str, str] = MappingProxyType({})
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b""
    fields: Mapping[str, Any] = MappingProxyType({})
    fault: Fault | None = None

    @property
    def json(self) -> Any:
        """The body as data; an empty one is an empty object."""
        return json.loads(self.body or b"{}")


class Answer(NamedTuple):
    """An answer that is not simply data with status 200."""

    status: int
    data: Any
    headers: Mapping[str, str] = MappingProxyType({})


class Refused(Exception):
    """An answer in the shape of the platform's errors."""

    def __init__(
        self, status: int, message: str, code: str | None = None, param: str | None = None
    ):
        super().__init__(message)
        kind = "invalid_request_error"
        error = {"message": message, "type": kind, "param": param, "code": code}
        self.answer = Answer(status, {"error": error})


class Fault:
    """A fault that waits for its request; see `Stub.fault`."""

    def __init__(self, method: str, path: str, times: int, **what: Any) -> None:
        self.method, self.path, self.left = method, path, times
        self.status: int | None = what.get("status")
        self.headers: dict[str, str] = what.get("headers") or {}
        self.error: dict[str, Any] = what.get("error") or {}
        self.body: Any = what.get("body")
        self.cut: int | None = what.get("cut")
        self.lose_answer: bool = what.get("lose_answer", False)

    def answer(self) -> Answer | None:
        """Return what is answered in place of the real thing, if anything."""
        if self.body is not None:
            return Answer(self.status or 200, self.body, self.headers)
        if self.status is None:
            return None
        error = {"message": f"scripted {self.status}", "type": "scripted", "param": None,
                 "code": None} | self.error  # fmt: skip
        return Answer(self.status, {"error": error}, self.headers)


def page(stub: Stub, items: list[dict[str, Any]], query: Mapping[str, str]) -> dict[str, Any]:
    """Return a page of a list: `after` and `limit` as the platforms have them."""
    size = int(query.get("limit", 20))
    ids = [one["id"] for one in items]
    start = ids.index(query["after"]) + 1 if query.get("after") in ids else 0
    found = items[start : start + size]
    if stub.endless and not found:
        found = items[:size]
    more = stub.endless or start + size < len(items)
    ends = {"first_id": found[0]["id"], "last_id": found[-1]["id"]} if found else {}
    return {"object": "list", "data": found, "has_more": more, **ends}


def now() -> int:
    """Return the time as the answers state it."""
    return int(time.time())
